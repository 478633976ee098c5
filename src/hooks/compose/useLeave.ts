'use client';
import { useCallback } from 'react';
import { rtcActions } from '../internal/rtcActions.js';
import { keyOf, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { useInternals } from '../internal/useClient.js';
import { useRoomActions } from '../rooms/useRoomActions.js';

/**
 * For components: leaves a room and, where media has been brought, its audio and video, both until somebody joins again.
 *
 * @internal
 */
export function useLeave(target: RoomTarget<RoomShape> | null): () => Promise<void> {
  const internals = useInternals('useLeave');
  const room = useRoomActions(target);
  const key = keyOf(target);
  return useCallback(async () => {
    const media = internals.hasMedia ? rtcActions(internals, internals.media, key).actions : null;
    await Promise.all([media?.leave(), room.leave()]);
  }, [internals, room, key]);
}
