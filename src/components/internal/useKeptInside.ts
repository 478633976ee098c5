'use client';
import type { RefObject } from 'react';
import { useBrowserLayoutEffect } from './useBrowserLayoutEffect.js';

/** Between what pops up and the edge that it would be cut off at. */
const MARGIN_PX = 8;

/**
 * Shifts what pops up beside a button sideways, while it is open, so that neither the page nor an ancestor that clips cuts it off.
 */
export function useKeptInside(ref: RefObject<HTMLElement | null>, open: boolean): void {
  useBrowserLayoutEffect(() => {
    const popup = ref.current;
    if (!open || !popup) return;
    const place = (): void => {
      popup.style.transform = '';
      const { left, right } = popup.getBoundingClientRect();
      const edge = edgesAround(popup);
      const shift = Math.max(edge.left + MARGIN_PX - left, Math.min(0, edge.right - MARGIN_PX - right));
      if (shift !== 0 && right > left) popup.style.transform = `translateX(${String(Math.round(shift))}px)`;
    };
    place();
    if (typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(place);
    observer.observe(popup);
    return () => {
      observer.disconnect();
    };
  }, [ref, open]);
}

function edgesAround(popup: HTMLElement): { left: number; right: number } {
  let { parentElement: clip } = popup;
  while (clip && getComputedStyle(clip).overflowX === 'visible') clip = clip.parentElement;
  const page = { left: 0, right: document.documentElement.clientWidth };
  if (!clip) return page;
  const { left, right } = clip.getBoundingClientRect();
  return { left: Math.max(left, page.left), right: Math.min(right, page.right) };
}
