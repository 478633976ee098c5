'use client';
import type { RefObject } from 'react';
import { useLatest } from '../../hooks/internal/useLatest.js';
import { fitTiles, tilesPerPage } from './fitTiles.js';
import { useBrowserLayoutEffect } from './useBrowserLayoutEffect.js';

/**
 * Keeps `count` tiles as large as their stage allows: writes `--hummer-tile-inline` and `--hummer-tile-block` on it,
 * without a render. Without layout, or without the stylesheet, the tiles simply flow. `onCapacity` hears how many tiles of a
 * sensible size there is room for.
 */
export function useFittedTiles(
  ref: RefObject<HTMLElement | null>,
  count: number,
  onCapacity?: (capacity: number) => void,
): void {
  const latest = useLatest(onCapacity);
  useBrowserLayoutEffect(() => {
    const stage = ref.current;
    if (!stage || count === 0 || typeof ResizeObserver === 'undefined') return;
    const fit = (): void => {
      const style = getComputedStyle(stage);
      const width = stage.clientWidth - px(style.paddingLeft) - px(style.paddingRight);
      const height = stage.clientHeight - px(style.paddingTop) - px(style.paddingBottom);
      if (width <= 0 || height <= 0) return;
      const gap = px(style.columnGap);
      const tile = fitTiles({ width, height }, count, gap);
      stage.style.setProperty('--hummer-tile-inline', `${tile.width}px`);
      stage.style.setProperty('--hummer-tile-block', `${tile.height}px`);
      latest.current?.(tilesPerPage({ width, height }, gap));
    };
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(stage);
    return () => {
      observer.disconnect();
    };
  }, [ref, count, latest]);
}

/** A computed length in pixels; `normal` is none. */
function px(length: string): number {
  return Number.parseFloat(length) || 0;
}
