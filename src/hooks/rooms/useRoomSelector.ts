'use client';
import { useMemo } from 'react';
import type { RoomTarget } from '../internal/roomKey.js';
import { roomSnapshots, type RoomSnapshot } from '../internal/roomSnapshot.js';
import type { RoomShape, Untyped } from '../internal/roomShape.js';
import { shallow } from '../internal/shallow.js';
import { useRoomEntity } from '../internal/useRoomEntity.js';
import { useSelection, type Selectable } from '../internal/useSelection.js';

/**
 * Anything that can be computed from a whole room: a count, a sorted list, a vote. Renders when the result is no longer
 * equal.
 *
 * It costs: the selector runs at every event of the room, and with it what it reads of all members. Where `useMember`,
 * `useUserAttributes` or `useRoomAttribute` does, take those: they cost the same in a room of 10 and of 10,000.
 *
 * @param isEqual - Default: field by field.
 * @example
 * ```tsx
 * const hands = useRoomSelector(room, ({ userAttributes }) =>
 *   Object.keys(userAttributes).filter((uid) => userAttributes[uid]?.hand === 'up'),
 * );
 * ```
 * Source: REACT.md, Stores.
 * @public
 */
export function useRoomSelector<T, Shape extends RoomShape = Untyped>(
  target: RoomTarget<Shape> | null,
  selector: (room: RoomSnapshot<Shape>) => T,
  isEqual: (a: T, b: T) => boolean = shallow,
): T {
  const { internals, key, shape } = useRoomEntity('useRoomSelector', target);
  const source = useMemo(
    () => roomSnapshots(internals.store, key, shape) as unknown as Selectable<RoomSnapshot<Shape>>,
    [internals, key, shape],
  );
  return useSelection(source, selector, isEqual);
}
