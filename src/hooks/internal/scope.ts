'use client';
import { createContext, useContext } from 'react';
import type { RoomKey, RoomTarget } from './roomKey.js';
import type { RoomShape } from './roomShape.js';

/** The room of the nearest `<HummerRoom>`; undefined outside of one. */
export const ScopeContext = createContext<RoomKey<RoomShape> | null | undefined>(undefined);

/** For components: the room that was named, else the one they are in, else null. */
export function useScopedRoom(
  target: RoomTarget<RoomShape> | null | undefined,
): RoomTarget<RoomShape> | null {
  const scope = useContext(ScopeContext);
  return target === undefined ? (scope ?? null) : target;
}
