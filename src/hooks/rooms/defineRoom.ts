import type { Region } from '../../protocol/regions.js';
import { makeRoomKey, type RoomKey } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';

/**
 * What {@link defineRoom} returns.
 * @public
 */
export interface RoomDefinition<Shape extends RoomShape> {
  readonly shape: Shape;
  /** The key of one room of this kind. Keys made apart for the same room are equal for every hook. */
  room(roomId: string, options?: { region?: Region | undefined }): RoomKey<Shape>;
}

/**
 * Declares once what is in rooms of a kind: every hook that gets a key of it is typed by it and checks at run time.
 * A value that does not fit is missing from `attributes` (or `messages`) and listed in `invalid`.
 *
 * Takes any Standard Schema (valibot, zod, arktype, …) and may be called in a server component.
 *
 * @example
 * ```ts
 * const lesson = defineRoom({
 *   attributes: { title: v.string(), page: { schema: v.number(), codec: 'json' } },
 *   messages: { stroke: v.object({ x: v.number(), y: v.number() }) },
 * });
 * const { attributes, addOrUpdate } = useRoomAttributes(lesson.room('demo'));
 * await addOrUpdate({ page: 3 });
 * ```
 * Source: REACT.md, hooks, `defineRoom`.
 * @public
 */
export function defineRoom<const Shape extends RoomShape>(shape: Shape): RoomDefinition<Shape> {
  return Object.freeze({
    shape,
    room: (roomId: string, options: { region?: Region | undefined } = {}) =>
      makeRoomKey(roomId, options.region, shape),
  });
}
