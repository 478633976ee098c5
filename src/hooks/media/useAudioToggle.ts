'use client';
import type { StreamKey } from '../../store/state.js';
import { useMuteToggle, type ToggleResult } from '../internal/useMuteToggle.js';

/**
 * The mute of a local stream's sound as a toggle button.
 *
 * @param key - The local stream; null means 'not yet'.
 * @example
 * ```tsx
 * const mic = useAudioToggle(camera.streamKey);
 * return <button {...mic.buttonProps}>Mute</button>;
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function useAudioToggle(key: StreamKey | null): ToggleResult {
  return useMuteToggle('useAudioToggle', key, 'audio');
}
