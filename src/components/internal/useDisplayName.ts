'use client';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import { useMember } from '../../hooks/rooms/useMember.js';

/** What a user is called in a room: the `displayName` of the join's `extra`, else the uid. */
export function useDisplayName(room: RoomTarget | null, uid: string): string {
  return useMember(room, uid)?.extra['displayName'] ?? uid;
}
