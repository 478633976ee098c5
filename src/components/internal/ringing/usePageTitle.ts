'use client';
import { useEffect } from 'react';
import { pageTitle } from './PageTitle.js';

/** Blinks a text in the page's title while there is one; where motion is not wanted, it stands still. */
export function usePageTitle(text: string | null): void {
  useEffect(() => {
    if (text === null) return;
    return pageTitle.show(text, prefersStillness());
  }, [text]);
}

function prefersStillness(): boolean {
  return typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches;
}
