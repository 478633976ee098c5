'use client';
import type { RefObject } from 'react';
import { fitTiles } from './fitTiles.js';
import { useBrowserLayoutEffect } from './useBrowserLayoutEffect.js';

/**
 * Keeps `count` tiles as large as their stage allows: writes `--hummer-tile-inline` and `--hummer-tile-block` on it,
 * without a render. Without layout, or without the stylesheet, the tiles simply flow.
 */
export function useFittedTiles(ref: RefObject<HTMLElement | null>, count: number): void {
  useBrowserLayoutEffect(() => {
    const stage = ref.current;
    if (!stage || count === 0 || typeof ResizeObserver === 'undefined') return;
    const fit = (): void => {
      const style = getComputedStyle(stage);
      const width = stage.clientWidth - px(style.paddingLeft) - px(style.paddingRight);
      const height = stage.clientHeight - px(style.paddingTop) - px(style.paddingBottom);
      if (width <= 0 || height <= 0) return;
      const tile = fitTiles({ width, height }, count, px(style.columnGap));
      stage.style.setProperty('--hummer-tile-inline', `${tile.width}px`);
      stage.style.setProperty('--hummer-tile-block', `${tile.height}px`);
    };
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(stage);
    return () => {
      observer.disconnect();
    };
  }, [ref, count]);
}

/** A computed length in pixels; `normal` is none. */
function px(length: string): number {
  return Number.parseFloat(length) || 0;
}
