'use client';
import { useEffect, useRef } from 'react';
import type { HummerInternals } from '../../core/internals.js';
import type { CallHoldOptions, CallsPart } from '../../core/signaling/callTypes.js';
import { bringCalls } from './bringCalls.js';
import { useLatest } from './useLatest.js';

/** Counts this component among those that show the client's calls, while it is mounted. */
export function useCallHold(internals: HummerInternals, autoBusy: boolean): CallsPart {
  const calls = bringCalls(internals);
  const latest = useLatest(autoBusy);
  const held = useRef<ReturnType<CallsPart['hold']> | null>(null);
  useEffect(() => {
    const hold = calls.hold({ autoBusy: latest.current });
    held.current = hold;
    return () => {
      held.current = null;
      hold.release();
    };
  }, [calls, latest]);
  useEffect(() => {
    held.current?.update({ autoBusy } satisfies CallHoldOptions);
  }, [autoBusy]);
  return calls;
}
