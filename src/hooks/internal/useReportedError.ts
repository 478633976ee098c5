'use client';
import { useEffect } from 'react';
import type { HummerInternals } from '../../core/internals.js';
import type { HummerError } from '../../protocol/errors.js';
import { errorHubOf } from './errorHub.js';

/** Takes an error that core wrote into the state by itself (a join, a capture) to `onError`; `settled` ends it. */
export function useReportedError(
  internals: HummerInternals,
  error: HummerError | null,
  settled: boolean,
  source: string,
  target: string | null,
): void {
  useEffect(() => {
    errorHubOf(internals).follow(error, settled, { source, target });
  }, [internals, error, settled, source, target]);
}
