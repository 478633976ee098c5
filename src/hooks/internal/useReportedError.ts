'use client';
import { useEffect } from 'react';
import type { HummerInternals } from '../../core/internals.js';
import type { HummerError } from '../../protocol/errors.js';
import { errorHubOf } from './errorHub.js';

/** Takes an error that core wrote into the state by itself (a join, a capture) to `onError`. */
export function useReportedError(
  internals: HummerInternals,
  error: HummerError | null,
  source: string,
  target: string | null,
): void {
  useEffect(() => {
    if (error) errorHubOf(internals).report(error, { source, target });
  }, [internals, error, source, target]);
}
