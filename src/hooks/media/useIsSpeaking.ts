'use client';
import { useEffect } from 'react';
import type { StreamKey } from '../../store/state.js';
import { useMedia } from '../internal/useMedia.js';
import { useTable } from '../internal/useTable.js';

/**
 * Whether somebody speaks in a stream, local or remote: with a little delay at the end, so that marks do not flicker.
 *
 * @example
 * ```tsx
 * const speaking = useIsSpeaking(stream);
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function useIsSpeaking(key: StreamKey | null): boolean {
  const { internals, media } = useMedia('useIsSpeaking');
  useEffect(() => (key ? media.observeSpeaking(key) : undefined), [media, key]);
  return useTable(internals.store.speaking, key?.streamId ?? null, false);
}
