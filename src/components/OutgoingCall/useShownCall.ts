'use client';
import { useEffect, useState } from 'react';
import type { UseCallResult } from '../../hooks/compose/useCall.js';
import { callEnd, type CallEnd } from './callEnd.js';

/** How long the end of a call is shown that is no news. */
const BRIEF_MS = 3000;

/**
 * Whether a call is to be shown, and what is said of its end. An end is only shown to whoever saw the call before: the last
 * call of an hour ago is no news to a page that opens now.
 */
export function useShownCall(call: UseCallResult): {
  shown: boolean;
  end: CallEnd | null;
  close: () => void;
} {
  const { state, direction, endedAt } = call;
  const over = state === 'ended';
  const [seen, setSeen] = useState(false);
  const [closed, setClosed] = useState<number | null>(null);
  // One call follows another, and each is seen anew.
  const sees = over ? seen : state !== 'idle';
  if (sees !== seen) setSeen(sees);

  const end = over ? callEnd(call) : null;
  const shown = over && sees && closed !== endedAt && end !== null;
  const passing = shown && end.brief;
  useEffect(() => {
    if (!passing) return;
    const timer = setTimeout(() => {
      setClosed(endedAt);
    }, BRIEF_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [passing, endedAt]);
  const close = (): void => {
    setClosed(endedAt);
  };
  const comesIn = state === 'ringing' && direction === 'incoming';
  const goesOn = !over && state !== 'idle' && !comesIn;
  return { shown: shown || goesOn, end, close };
}
