'use client';
import { memberKey } from '../../store/clientStore.js';
import type { Member } from '../../store/state.js';
import type { RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { useRoomEntity } from '../internal/useRoomEntity.js';
import { useTable } from '../internal/useTable.js';

/**
 * One member of a room, or null while that user is not in it. Only this member's changes render.
 *
 * @example
 * ```tsx
 * const member = useMember(room, uid);
 * return <li>{uid}{member?.isLocal ? ' (you)' : ''}</li>;
 * ```
 * Source: REACT.md, rule 1 and Stores.
 * @public
 */
export function useMember(target: RoomTarget<RoomShape> | null, uid: string | null): Member | null {
  const { internals, key } = useRoomEntity('useMember', target);
  return useTable(internals.store.members, key === null || uid === null ? null : memberKey(key, uid), null);
}
