'use client';
import { keyOf, type RoomTarget } from '../../hooks/internal/roomKey.js';
import { useInternals } from '../../hooks/internal/useClient.js';
import { useTableValue } from '../../hooks/internal/useTable.js';
import type { StreamKey } from '../../store/state.js';

/** The screen that somebody else shares in a room, of several the newest. Renders when it is another one. */
export function useSharedScreen(room: RoomTarget | null): StreamKey | null {
  const { store } = useInternals('useSharedScreen');
  return useTableValue(store.remoteStreamKeys, keyOf(room), newestScreen) ?? null;
}

function newestScreen(streams: readonly StreamKey[]): StreamKey | undefined {
  return streams.findLast(({ source }) => source === 'screen');
}
