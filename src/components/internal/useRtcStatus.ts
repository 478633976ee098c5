'use client';
import { IDLE_RTC } from '../../hooks/internal/idle.js';
import { keyOf, type RoomTarget } from '../../hooks/internal/roomKey.js';
import { useInternals } from '../../hooks/internal/useClient.js';
import { useTable } from '../../hooks/internal/useTable.js';
import type { RtcState } from '../../store/state.js';

/** The membership of a room's media as it is, without holding it. */
export function useRtcStatus(room: RoomTarget | null): RtcState {
  const { store } = useInternals('useRtcStatus');
  return useTable(store.rtc, keyOf(room), IDLE_RTC);
}
