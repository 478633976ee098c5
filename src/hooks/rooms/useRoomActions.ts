'use client';
import { roomActions } from '../internal/roomActions.js';
import { toRoomKey, type RoomTarget } from '../internal/roomKey.js';
import type { PartOf, RoomShape, SendOf, Untyped } from '../internal/roomShape.js';
import { useInternals } from '../internal/useClient.js';

/**
 * Actions of a room: the same functions in every component, for as long as the client and the room are the same.
 * @public
 */
export interface UseRoomActionsResult<Shape extends RoomShape = Untyped> {
  /** Joins, also after a sticky end. Resolves when joined. */
  readonly join: () => Promise<void>;
  /** Leaves for all of this client's components; no automatic join until `join()`. */
  readonly leave: () => Promise<void>;
  /** Sends to everybody in the room; content that is not bytes travels as JSON. */
  readonly sendMessage: SendOf<PartOf<Shape, 'messages'>>;
}

/**
 * A room's actions without a subscription: never renders. Does not join by itself.
 *
 * @example
 * ```tsx
 * const { leave } = useRoomActions(useRoomScope());
 * return <button onClick={() => leave()}>Leave</button>;
 * ```
 * Source: REACT.md, rule 3.
 * @public
 */
export function useRoomActions<Shape extends RoomShape = Untyped>(
  target: RoomTarget<Shape> | null,
): UseRoomActionsResult<Shape> {
  const internals = useInternals('useRoomActions');
  const room = toRoomKey(target);
  return roomActions(internals, room?.key ?? null, room?.shape?.messages)
    .actions as UseRoomActionsResult<Shape>;
}
