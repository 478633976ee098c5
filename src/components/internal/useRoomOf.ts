'use client';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import type { RoomShape } from '../../hooks/internal/roomShape.js';
import { useScopedRoom } from '../../hooks/internal/scope.js';

/**
 * The room that a component is about: the one it was given, else that of the scope. Components show rooms of every
 * shape as untyped ones.
 */
export function useRoomOf(given: RoomTarget<RoomShape> | null | undefined): RoomTarget | null {
  return useScopedRoom(given);
}
