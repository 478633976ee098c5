'use client';
import { useEffect } from 'react';
import type { Hummer } from '../../core/hummer.js';
import type { HummerInternals } from '../../core/internals.js';

/** Loads what shows a client in the developer tools, if it is wanted. */
export function useDevtools(hummer: Hummer, internals: HummerInternals, wanted: boolean | undefined): void {
  useEffect(() => {
    if (!wanted) return;
    const stopped = new AbortController();
    void import('../../core/devtools.js').then(({ showInDevtools }) => {
      showInDevtools(hummer, internals, stopped.signal);
    });
    return () => {
      stopped.abort();
    };
  }, [hummer, internals, wanted]);
}
