'use client';
import { createContext, useContext } from 'react';
import { withoutShape, type RoomKey, type RoomTarget } from './roomKey.js';
import type { RoomShape } from './roomShape.js';

/** The room of the nearest `<HummerRoom>`; undefined outside of one. */
export const ScopeContext = createContext<RoomKey<RoomShape> | null | undefined>(undefined);

/**
 * For components: the room that was named, else the one they are in, else null. Without its declaration: a list of
 * messages shows all of them, also those that the app does not declare.
 */
export function useScopedRoom(target: RoomTarget<RoomShape> | null | undefined): RoomTarget | null {
  const scope = useContext(ScopeContext);
  return withoutShape(target === undefined ? (scope ?? null) : target);
}
