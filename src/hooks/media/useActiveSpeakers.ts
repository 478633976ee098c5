'use client';
import { useEffect } from 'react';
import { observeSpeakers } from '../../core/media/speakersObserver.js';
import { NO_STRINGS } from '../internal/frozen.js';
import { keyOf, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { useMedia } from '../internal/useMedia.js';
import { useTable } from '../internal/useTable.js';

/**
 * Uids of all who speak in a room, one's own too, the loudest first, in an order that does not jump: who begins comes last, and
 * passes only those who are clearly quieter. Renders with every change of speakers: for one tile's mark use `useIsSpeaking`.
 *
 * @example
 * ```tsx
 * const [speaker] = useActiveSpeakers(room);
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function useActiveSpeakers(target: RoomTarget<RoomShape> | null): readonly string[] {
  const { internals, media } = useMedia('useActiveSpeakers');
  const key = keyOf(target);
  useEffect(
    () => (key === null ? undefined : observeSpeakers(internals, media, key)),
    [internals, media, key],
  );
  return useTable(internals.store.activeSpeakers, key, NO_STRINGS);
}
