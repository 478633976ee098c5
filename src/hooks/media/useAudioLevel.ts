'use client';
import { useEffect } from 'react';
import type { StreamKey } from '../../store/state.js';
import { useLatest } from '../internal/useLatest.js';
import { useMedia } from '../internal/useMedia.js';

/**
 * Loudness of a stream, 0 to 1, at most 20 times a second, without a render: a function is called, an element gets
 * the CSS variable `--hummer-audio-level`.
 *
 * @param key - Null means 'not yet'.
 * @example
 * ```tsx
 * const meter = useRef<HTMLDivElement>(null);
 * useAudioLevel(stream, meter);
 * return <div ref={meter} style={{ scale: 'calc(1 + var(--hummer-audio-level, 0)) 1' }} />;
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function useAudioLevel(
  key: StreamKey | null,
  target: ((level: number) => void) | { readonly current: HTMLElement | null },
): void {
  const { media } = useMedia('useAudioLevel');
  const latest = useLatest(target);
  useEffect(() => {
    if (!key) return;
    const show = (level: number): void => {
      const to = latest.current;
      if (typeof to === 'function') to(level);
      else to.current?.style.setProperty('--hummer-audio-level', level.toFixed(3));
    };
    const stop = media.observeAudioLevel(key, show);
    return () => {
      stop();
      show(0);
    };
  }, [media, key, latest]);
}
