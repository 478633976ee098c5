'use client';
import { useEffect, useState, type RefObject } from 'react';

/**
 * Whether an element has more than it shows, so that it can be made focusable: without a mouse the keyboard is the only
 * way to scroll it. `content` changes with what is inside.
 */
export function useScrollable(ref: RefObject<HTMLElement | null>, content: number): boolean {
  const [scrollable, setScrollable] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    // Runs at once and at every change of size.
    const observer = new ResizeObserver(() => {
      setScrollable(element.scrollHeight > element.clientHeight + 1);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [ref, content]);
  return scrollable;
}
