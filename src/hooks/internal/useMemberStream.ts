'use client';
import { LOCAL_STREAMS } from '../../store/clientStore.js';
import type { StreamKey } from '../../store/state.js';
import { keyOf, type RoomTarget } from './roomKey.js';
import type { RoomShape } from './roomShape.js';
import { useInternals } from './useClient.js';
import { useTable } from './useTable.js';

const NO_STREAMS: readonly StreamKey[] = Object.freeze([]);

/**
 * For components: the camera and microphone of a member, if there are any. Reads the store alone, so that a list of
 * members does not load media in a room without.
 */
export function useMemberStream(
  target: RoomTarget<RoomShape> | null,
  uid: string,
  isLocal: boolean,
): StreamKey | null {
  const { store } = useInternals('useMemberStream');
  const remote = useTable(store.remoteStreamKeys, isLocal ? null : keyOf(target), NO_STREAMS);
  const local = useTable(store.localStreamKeys, isLocal ? LOCAL_STREAMS : null, NO_STREAMS);
  const isTheirs = (key: StreamKey): boolean => key.source === 'main' && (isLocal || key.uid === uid);
  return (isLocal ? local : remote).find(isTheirs) ?? null;
}
