'use client';
import { useEffect } from 'react';
import type { HummerInternals } from '../../core/internals.js';
import { noteReader } from './dev.js';
import { toRoomKey, type RoomTarget } from './roomKey.js';
import type { RoomShape } from './roomShape.js';
import { useInternals } from './useClient.js';

/** What each reading hook of a room begins with. */
export interface RoomEntity<Shape extends RoomShape> {
  readonly internals: HummerInternals;
  /** Null for a target that is null: not yet. */
  readonly key: string | null;
  readonly shape: Shape | null;
}

/** The client and the key of a target. Warns in development if nothing joins the room that is read. */
export function useRoomEntity<Shape extends RoomShape>(
  hook: string,
  target: RoomTarget<Shape> | null,
): RoomEntity<Shape> {
  const internals = useInternals(hook);
  const room = toRoomKey(target);
  const key = room?.key ?? null;
  const roomId = room?.roomId ?? '';
  useEffect(() => {
    if (key !== null) return noteReader(internals, hook, key, roomId);
    return undefined;
  }, [internals, hook, key, roomId]);
  return { internals, key, shape: room?.shape ?? null };
}
