'use client';
import { useEffect } from 'react';
import { keyOf, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { useMedia } from '../internal/useMedia.js';

/**
 * Plays everybody else's sound of a room while mounted; callers are counted. `<AudioRenderer>` is this.
 *
 * @internal
 */
export function useRemoteAudio(target: RoomTarget<RoomShape> | null): void {
  const { media } = useMedia('useRemoteAudio');
  const key = keyOf(target);
  useEffect(() => (key === null ? undefined : media.attachRemoteAudio(key)), [media, key]);
}
