'use client';
import { useEffect } from 'react';
import { memberKey, type ClientStore } from '../../store/clientStore.js';
import { keyOf, type RoomTarget } from './roomKey.js';
import type { RoomShape } from './roomShape.js';
import { useInternals } from './useClient.js';
import { useLatest } from './useLatest.js';

/**
 * For components: who of the others comes and goes, by name (the `displayName` of the join's `extra`, else the uid).
 * Those who were there already when this user joined are not news.
 */
export function useMemberChanges(
  target: RoomTarget<RoomShape> | null,
  handler: (change: 'joined' | 'left', name: string) => void,
): void {
  const { store } = useInternals('useMemberChanges');
  const latest = useLatest(handler);
  const key = keyOf(target);
  useEffect(() => {
    if (key === null) return;
    let known = namesOf(store, key);
    return store.memberIds.subscribe(key, () => {
      const before = known;
      known = namesOf(store, key);
      if (before.size === 0 || known.size === 0) return;
      for (const [uid, name] of known) if (!before.has(uid)) latest.current('joined', name);
      for (const [uid, name] of before) if (!known.has(uid)) latest.current('left', name);
    });
  }, [store, key, latest]);
}

/** The others' names, and one's own under the empty text, which is no uid, as the sign of being there. */
function namesOf(store: ClientStore, key: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const uid of store.memberIds.get(key) ?? []) {
    const member = store.members.get(memberKey(key, uid));
    if (member?.isLocal) names.set('', uid);
    else names.set(uid, member?.extra['displayName'] ?? uid);
  }
  return names;
}
