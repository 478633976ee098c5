'use client';
import type { StreamKey } from '../../store/state.js';
import { useMuteToggle, type ToggleResult } from '../internal/useMuteToggle.js';

/**
 * The camera of a local stream as a toggle button: pressed is off.
 *
 * @param key - The local stream; null means 'not yet'.
 * @example
 * ```tsx
 * const camera = useVideoToggle(local.streamKey);
 * return <button {...camera.buttonProps}>Turn camera off</button>;
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function useVideoToggle(key: StreamKey | null): ToggleResult {
  return useMuteToggle('useVideoToggle', key, 'video');
}
