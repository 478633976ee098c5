'use client';
import { useEffect, useState, type RefObject } from 'react';

/** Up to this many rows are simply all there. */
export const WINDOWED_ABOVE = 100;
const OVERSCAN = 8;
/** Until the first row has been measured. */
const ROW_PX = 40;

export interface RowWindow {
  /** The first row that is mounted, and the one after the last. */
  start: number;
  end: number;
  /** The room that the absent rows would take, above and below. */
  before: number;
  after: number;
}

/**
 * The rows of a long list that can be seen, in whatever scrolls around it: the list itself, a panel or the page. Rows
 * are of one height, that of the first child of the list.
 */
export function useWindow(ref: RefObject<HTMLElement | null>, count: number): RowWindow {
  const windowed = count > WINDOWED_ABOVE;
  const [{ start, rows, height }, setRange] = useState({ start: 0, rows: 40, height: ROW_PX });

  useEffect(() => {
    const list = ref.current;
    if (!list || !windowed) return;
    let frame = 0;
    const measure = (): void => {
      frame = 0;
      const row = list.querySelector<HTMLElement>('[aria-posinset]')?.offsetHeight ?? 0;
      const next = visibleRange(list, row || ROW_PX);
      setRange((known) => (same(known, next) ? known : next));
    };
    const onScroll = (): void => {
      frame ||= requestAnimationFrame(measure);
    };
    measure();
    // Captured, because scrolling does not bubble and may be any ancestor's.
    addEventListener('scroll', onScroll, { capture: true, passive: true });
    addEventListener('resize', onScroll);
    return () => {
      removeEventListener('scroll', onScroll, { capture: true });
      removeEventListener('resize', onScroll);
      cancelAnimationFrame(frame);
    };
  }, [ref, windowed]);

  if (!windowed) return { start: 0, end: count, before: 0, after: 0 };
  const first = Math.max(0, Math.min(start, count - rows));
  const end = Math.min(count, first + rows);
  return { start: first, end, before: first * height, after: (count - end) * height };
}

interface Range {
  start: number;
  rows: number;
  height: number;
}

function visibleRange(list: HTMLElement, height: number): Range {
  const box = list.getBoundingClientRect();
  const top = Math.max(0, -box.top) + list.scrollTop;
  const seen = Math.min(list.clientHeight || innerHeight, innerHeight);
  return {
    start: Math.max(0, Math.floor(top / height) - OVERSCAN),
    rows: Math.ceil(seen / height) + 2 * OVERSCAN,
    height,
  };
}

function same(a: Range, b: Range): boolean {
  return a.start === b.start && a.rows === b.rows && a.height === b.height;
}
