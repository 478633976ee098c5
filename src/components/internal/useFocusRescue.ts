'use client';
import type { RefObject } from 'react';
import { useBrowserLayoutEffect } from './useBrowserLayoutEffect.js';

/**
 * Keeps the keyboard user's place when something disappears: if the focus is inside the element as it goes, `home`
 * gets it, or the nearest focusable ancestor. Without this the browser starts again from the top of the page.
 */
export function useFocusRescue(
  ref: RefObject<HTMLElement | null>,
  home?: RefObject<HTMLElement | null>,
): void {
  // Layout cleanups run while the element is still in the page.
  useBrowserLayoutEffect(() => {
    const element = ref.current;
    const target = home?.current;
    return () => {
      if (!element?.contains(document.activeElement)) return;
      const refuge = target ?? element.parentElement?.closest<HTMLElement>('[tabindex]');
      refuge?.focus({ preventScroll: true });
    };
  }, [ref, home]);
}
