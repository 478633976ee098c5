'use client';
import { useEffect } from 'react';
import type { Hummer } from '../../core/hummer.js';

/** Loads what shows a client in the developer tools, if it is wanted. */
export function useDevtools(hummer: Hummer, wanted: boolean | undefined): void {
  useEffect(() => {
    if (!wanted) return;
    let stop: (() => void) | null = () => undefined;
    void import('../../core/devtools.js').then(({ connectDevtools }) => {
      if (stop) stop = connectDevtools(hummer);
    });
    return () => {
      stop?.();
      stop = null;
    };
  }, [hummer, wanted]);
}
