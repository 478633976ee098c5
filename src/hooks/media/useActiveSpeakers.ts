'use client';
import { NO_STRINGS } from '../internal/frozen.js';
import { keyOf, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { useMedia } from '../internal/useMedia.js';
import { useTable } from '../internal/useTable.js';

/**
 * Uids of those who speak in a room, the loudest first. Renders with every change of speakers: for one tile's mark use
 * `useIsSpeaking`.
 *
 * @example
 * ```tsx
 * const [speaker] = useActiveSpeakers(room);
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function useActiveSpeakers(target: RoomTarget<RoomShape> | null): readonly string[] {
  const { internals } = useMedia('useActiveSpeakers');
  return useTable(internals.store.activeSpeakers, keyOf(target), NO_STRINGS);
}
