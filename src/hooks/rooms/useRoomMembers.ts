'use client';
import { NO_STRINGS } from '../internal/frozen.js';
import type { RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { useRoomEntity } from '../internal/useRoomEntity.js';
import { useTable } from '../internal/useTable.js';

/**
 * Uids of everybody in a room, this user included. Changes only when somebody comes or goes; details are in
 * {@link useMember}, so that a change of one member renders one row.
 *
 * @example
 * ```tsx
 * const members = useRoomMembers(room);
 * return <ul>{members.map((uid) => <Row key={uid} uid={uid} />)}</ul>;
 * ```
 * Source: REACT.md, rule 1 and Stores.
 * @public
 */
export function useRoomMembers(target: RoomTarget<RoomShape> | null): readonly string[] {
  const { internals, key } = useRoomEntity('useRoomMembers', target);
  return useTable(internals.store.memberIds, key, NO_STRINGS);
}
