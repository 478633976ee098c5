'use client';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import { useMember } from '../../hooks/rooms/useMember.js';

/** What a user is called in a room: the `displayName` of the join's `extra`, else that of the media, else the uid. */
export function useDisplayName(room: RoomTarget | null, uid: string, inMedia = ''): string {
  return useMember(room, uid)?.extra['displayName'] ?? (inMedia || uid);
}
