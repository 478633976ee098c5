'use client';
import { keyOf, type RoomTarget } from '../../hooks/internal/roomKey.js';
import { useInternals } from '../../hooks/internal/useClient.js';
import { useTableValue } from '../../hooks/internal/useTable.js';
import { useMember } from '../../hooks/rooms/useMember.js';

/**
 * What a user is called in a room: the `displayName` of the join's `extra`, else that of the media, else the uid. Of others
 * the media's name comes with their stream, as `inMedia`; one's own is the membership's.
 */
export function useDisplayName(
  room: RoomTarget | null,
  uid: string,
  { local = false, inMedia = '' }: { local?: boolean; inMedia?: string } = {},
): string {
  const { store } = useInternals('useDisplayName');
  const own = useTableValue(store.rtc, local ? keyOf(room) : null, ({ displayName }) => displayName);
  return useMember(room, uid)?.extra['displayName'] ?? (own || inMedia || uid);
}
