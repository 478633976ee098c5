'use client';
import { useMemo } from 'react';
import type { AttributesActions, AttributesResult } from '../internal/attributeResults.js';
import { EMPTY_ATTRIBUTES } from '../internal/idle.js';
import { attributeActions } from '../internal/attributeActions.js';
import type { RoomTarget } from '../internal/roomKey.js';
import type { PartOf, RoomShape, Untyped } from '../internal/roomShape.js';
import { useAttributes } from '../internal/useAttributes.js';
import { useRoomEntity } from '../internal/useRoomEntity.js';
import { useTable } from '../internal/useTable.js';

/**
 * What {@link useRoomAttributes} returns.
 * @public
 */
export type UseRoomAttributesResult<Shape extends RoomShape = Untyped> = AttributesResult<
  PartOf<Shape, 'attributes'>
> &
  AttributesActions<PartOf<Shape, 'attributes'>>;

/**
 * Attributes of a room: a small map of text that everybody in it shares. With a key of `defineRoom` they are typed and
 * checked, and undeclared ones are left out.
 *
 * @example
 * ```tsx
 * const { attributes, addOrUpdate } = useRoomAttributes(room);
 * return <input value={attributes.title ?? ''} onChange={(e) => addOrUpdate({ title: e.target.value })} />;
 * ```
 * Source: REACT.md, rule 4 and Provider, scope, hooks; seed 000 has room attributes.
 * @public
 */
export function useRoomAttributes<Shape extends RoomShape = Untyped>(
  target: RoomTarget<Shape> | null,
): UseRoomAttributesResult<Shape> {
  const { internals, key, shape } = useRoomEntity('useRoomAttributes', target);
  const state = useTable(internals.store.roomAttributes, key, EMPTY_ATTRIBUTES);
  const read = useAttributes(state, shape?.attributes);
  const { actions } = attributeActions(internals, 'roomAttributes', key, shape?.attributes);
  const { revision, lastUpdate } = state;
  return useMemo(
    () => Object.freeze({ ...read, revision, lastUpdate, ...actions }) as UseRoomAttributesResult<Shape>,
    [read, revision, lastUpdate, actions],
  );
}
