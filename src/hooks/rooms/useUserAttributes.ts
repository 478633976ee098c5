'use client';
import { useMemo } from 'react';
import { memberKey } from '../../store/clientStore.js';
import type { AttributesResult } from '../internal/attributeResults.js';
import { EMPTY_ATTRIBUTES } from '../internal/idle.js';
import type { RoomTarget } from '../internal/roomKey.js';
import type { PartOf, RoomShape, Untyped } from '../internal/roomShape.js';
import { useAttributes } from '../internal/useAttributes.js';
import { useRoomEntity } from '../internal/useRoomEntity.js';
import { useTable } from '../internal/useTable.js';

/**
 * Attributes of one member of a room. Only that member's changes render. Each user writes their own: see
 * `useLocalUserAttributes`.
 *
 * @example
 * ```tsx
 * const { attributes } = useUserAttributes(room, uid);
 * return <li>{attributes.name ?? uid}</li>;
 * ```
 * Source: REACT.md, Provider, scope, hooks; seed 000 has user attributes.
 * @public
 */
export function useUserAttributes<Shape extends RoomShape = Untyped>(
  target: RoomTarget<Shape> | null,
  uid: string | null,
): AttributesResult<PartOf<Shape, 'userAttributes'>> {
  const { internals, key, shape } = useRoomEntity('useUserAttributes', target);
  const id = key === null || uid === null ? null : memberKey(key, uid);
  const state = useTable(internals.store.userAttributes, id, EMPTY_ATTRIBUTES);
  const read = useAttributes(state, shape?.userAttributes);
  const { revision, lastUpdate } = state;
  return useMemo(
    () =>
      Object.freeze({ ...read, revision, lastUpdate }) as AttributesResult<PartOf<Shape, 'userAttributes'>>,
    [read, revision, lastUpdate],
  );
}
