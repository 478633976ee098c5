'use client';
import { useMemo } from 'react';
import { memberKey } from '../../store/clientStore.js';
import { attributeActions } from '../internal/attributeActions.js';
import type { AttributesActions, AttributesResult } from '../internal/attributeResults.js';
import { EMPTY_ATTRIBUTES } from '../internal/idle.js';
import type { RoomTarget } from '../internal/roomKey.js';
import type { PartOf, RoomShape, Untyped } from '../internal/roomShape.js';
import { useAttributes } from '../internal/useAttributes.js';
import { useRoomEntity } from '../internal/useRoomEntity.js';
import { useSession } from '../internal/useSession.js';
import { useTable } from '../internal/useTable.js';

/**
 * What {@link useLocalUserAttributes} returns.
 * @public
 */
export type UseLocalUserAttributesResult<Shape extends RoomShape = Untyped> = AttributesResult<
  PartOf<Shape, 'userAttributes'>
> &
  AttributesActions<PartOf<Shape, 'userAttributes'>>;

/**
 * This user's own attributes in a room, which the others see: a name, a role, a raised hand. They end when the user
 * leaves the room.
 *
 * @example
 * ```tsx
 * const { attributes, addOrUpdate } = useLocalUserAttributes(room);
 * return <button onClick={() => addOrUpdate({ hand: 'up' })}>Raise hand</button>;
 * ```
 * Source: REACT.md, Provider, scope, hooks; seed 000 has user attributes.
 * @public
 */
export function useLocalUserAttributes<Shape extends RoomShape = Untyped>(
  target: RoomTarget<Shape> | null,
): UseLocalUserAttributesResult<Shape> {
  const { internals, key, shape } = useRoomEntity('useLocalUserAttributes', target);
  const uid = useSession(internals, ({ login }) => login.uid);
  const id = key === null || uid === null ? null : memberKey(key, uid);
  const state = useTable(internals.store.userAttributes, id, EMPTY_ATTRIBUTES);
  const read = useAttributes(state, shape?.userAttributes);
  const { actions } = attributeActions(internals, 'localUserAttributes', key, shape?.userAttributes);
  const { revision, lastUpdate } = state;
  return useMemo(
    () => Object.freeze({ ...read, revision, lastUpdate, ...actions }) as UseLocalUserAttributesResult<Shape>,
    [read, revision, lastUpdate, actions],
  );
}
