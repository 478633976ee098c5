'use client';
import { IDLE_ROOM } from '../../hooks/internal/idle.js';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import { useRoomEntity } from '../../hooks/internal/useRoomEntity.js';
import { useTable } from '../../hooks/internal/useTable.js';
import type { RoomState } from '../../store/state.js';

/** A room's membership as it is, without holding it: components show a membership, `<HummerRoom>` has it. */
export function useRoomStatus(room: RoomTarget | null): RoomState {
  const { internals, key } = useRoomEntity('useRoomStatus', room);
  return useTable(internals.store.rooms, key, IDLE_ROOM);
}
