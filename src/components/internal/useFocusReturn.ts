'use client';
import type { RefObject } from 'react';
import { useBrowserLayoutEffect } from './useBrowserLayoutEffect.js';

/** Gives the focus back to where it was when the element came, if the element has it as it goes. */
export function useFocusReturn(ref: RefObject<HTMLElement | null>): void {
  useBrowserLayoutEffect(() => {
    const element = ref.current;
    const before = document.activeElement;
    return () => {
      // Layout cleanups run while the element is still in the page.
      if (!element?.contains(document.activeElement)) return;
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [ref]);
}
