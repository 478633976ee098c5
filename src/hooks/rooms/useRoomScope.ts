'use client';
import { useContext } from 'react';
import type { RoomKey } from '../internal/roomKey.js';
import type { RoomShape, Untyped } from '../internal/roomShape.js';
import { ScopeContext } from '../internal/scope.js';

/**
 * The key of the nearest `<HummerRoom>`, for the hooks that ask for a room. Null outside of one, and while its
 * `roomId` is null: every hook takes null as 'not yet'.
 *
 * The type parameter is the shape that the room was declared with, which a scope cannot know by itself.
 *
 * @example
 * ```tsx
 * const room = useRoomScope<typeof lesson.shape>();
 * const { attributes } = useRoomAttributes(room);
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function useRoomScope<Shape extends RoomShape = Untyped>(): RoomKey<Shape> | null {
  return (useContext(ScopeContext) ?? null) as RoomKey<Shape> | null;
}
