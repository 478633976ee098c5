'use client';
import { useEffect, type RefObject } from 'react';
import type { StreamKey } from '../../store/state.js';
import { useMedia } from '../internal/useMedia.js';
import { observeVisibleSize } from '../internal/visibleSize.js';

/**
 * Receives of a remote stream what the element around its picture has room for, and nothing while the element cannot be seen: scrolled away,
 * in a hidden tab, on another page of the grid. Several elements of one stream: the largest decides. Counted.
 *
 * @internal
 */
export function useVideoDemand(key: StreamKey | null, frame: RefObject<HTMLElement | null>): void {
  const { media } = useMedia('useVideoDemand');
  useEffect(() => {
    const element = frame.current;
    const viewer = key && !key.isLocal && element ? media.watchVideo(key) : null;
    if (!viewer || !element) return;
    const stop = observeVisibleSize(element, (need) => {
      viewer.update(need);
    });
    return () => {
      stop();
      viewer.release();
    };
  }, [media, key, frame]);
}
