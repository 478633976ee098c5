import { DEFAULT_REGION, roomKeyOf, type Region } from '../../protocol/regions.js';
import type { RoomShape, Untyped } from './roomShape.js';

/**
 * Names a room, and carries the types of what is in it. Keys made apart are equal if their `key` is: hooks compare that.
 * @public
 */
export interface RoomKey<Shape extends RoomShape = Untyped> {
  readonly roomId: string;
  readonly region: Region;
  /** Region and id as one text. */
  readonly key: string;
  /** From `defineRoom`; null for a key without a declaration. */
  readonly shape: Shape | null;
}

/**
 * How hooks and components name a room: an id alone is a room of the default region.
 * @public
 */
export type RoomTarget<Shape extends RoomShape = Untyped> = string | RoomKey<Shape>;

/**
 * The key of a room, for a room of another region than the default one.
 *
 * @param roomId - 1 to 64 characters, as the server checks when the room is joined.
 * @example
 * ```tsx
 * const lesson = roomKey('lesson-7', { region: 'us' });
 * const { attributes } = useRoomAttributes(lesson);
 * ```
 * Source: REACT.md, rule 1; seed 000 has the regions.
 * @public
 */
export function roomKey(roomId: string, options: { region?: Region | undefined } = {}): RoomKey {
  return makeRoomKey<Untyped>(roomId, options.region, null);
}

export function makeRoomKey<Shape extends RoomShape>(
  roomId: string,
  region: Region = DEFAULT_REGION,
  shape: Shape | null,
): RoomKey<Shape> {
  return Object.freeze({ roomId, region, key: roomKeyOf(region, roomId), shape });
}

/** A target as a key; null stays null. */
export function toRoomKey<Shape extends RoomShape>(target: RoomTarget<Shape> | null): RoomKey<Shape> | null {
  if (target === null || typeof target === 'object') return target;
  return makeRoomKey<Shape>(target, DEFAULT_REGION, null);
}

/** The text under which the store has a room. */
export function keyOf(target: RoomTarget<RoomShape> | null): string | null {
  return typeof target === 'string' ? roomKeyOf(DEFAULT_REGION, target) : (target?.key ?? null);
}

const plain = /* @__PURE__ */ new WeakMap<RoomKey<RoomShape>, RoomKey>();

/** The same room without its declaration: all that is in it, as it came. The same key each time. */
export function withoutShape(target: RoomTarget<RoomShape> | null): RoomTarget | null {
  if (target === null || typeof target === 'string') return target;
  let key = plain.get(target);
  if (!key) plain.set(target, (key = makeRoomKey<Untyped>(target.roomId, target.region, null)));
  return key;
}
