'use client';
import { useEffect, useRef } from 'react';
import { keyOf, type RoomKey } from '../../hooks/internal/roomKey.js';
import { useInternals } from '../../hooks/internal/useClient.js';
import { useLatest } from '../../hooks/internal/useLatest.js';
import { useTableValue } from '../../hooks/internal/useTable.js';
import { useDisplayName } from '../internal/useDisplayName.js';
import { useSharedScreen } from '../internal/useSharedScreen.js';
import { useStreamView } from '../internal/useStreamView.js';

/** Who begins and ends to share a screen, by name; null is oneself. What is shared when one comes is news, too. */
export function useScreenChanges(
  room: RoomKey,
  handler: (change: 'shared' | 'ended', name: string | null) => void,
): void {
  const { store } = useInternals('useScreenChanges');
  const screen = useSharedScreen(room);
  const inMedia = useStreamView(screen).displayName;
  const name = useDisplayName(room, screen?.uid ?? '', { inMedia });
  const own = useTableValue(store.screenShares, keyOf(room), ({ status }) => status) === 'sharing';
  const latest = useLatest({ handler, name });

  const shown = useRef<{ id: string; name: string } | null>(null);
  const id = screen?.streamId ?? null;
  useEffect(() => {
    const before = shown.current;
    if (id === (before?.id ?? null)) return;
    shown.current = id === null ? null : { id, name: latest.current.name };
    if (id === null && before) latest.current.handler('ended', before.name);
    else latest.current.handler('shared', latest.current.name);
  }, [id, latest]);

  const sharing = useRef(false);
  useEffect(() => {
    if (own === sharing.current) return;
    sharing.current = own;
    latest.current.handler(own ? 'shared' : 'ended', null);
  }, [own, latest]);
}
