'use client';
import { forwardRef, useCallback, useSyncExternalStore } from 'react';
import { useCallTimes } from '../../hooks/internal/useCallTimes.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useLocale, useText } from '../internal/useText.js';
import { formatDuration } from './formatDuration.js';

/** Props of {@link CallTimer}. @public */
export type CallTimerProps = PartProps<'time'> & {
  /** When the call was connected, in ms since 1970; null while it is not. Default: that of the client's call. */
  since?: number | null | undefined;
  /** When it ended: from then on the timer stands still. Default: that of the client's call. */
  until?: number | null | undefined;
};

/**
 * How long the call has been connected, as minutes and seconds; absent until it is. Only this element renders as time
 * passes, and readers hear it when they ask for it, not every second.
 *
 * @example
 * ```tsx
 * <CallTimer /> <CallTimer since={startedAt} />
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const CallTimer = forwardRef<HTMLTimeElement, CallTimerProps>(function CallTimer(
  { since: givenSince, until: givenUntil, ...props },
  ref,
) {
  const { startedAt, endedAt } = useCallTimes();
  const since = givenSince === undefined ? startedAt : givenSince;
  // The end of the call is no end of what the app measures.
  const until = givenUntil ?? (givenSince === undefined ? endedAt : null);
  const seconds = useSeconds(since, until);
  const own = {
    role: 'timer',
    'aria-label': useText()('callDuration'),
    dateTime: `PT${seconds}S`,
    children: formatDuration(seconds, useLocale()),
  };
  const timer = usePart({ tag: 'time', name: 'CallTimer', own }, props, ref);
  return since === null ? null : timer;
});

/** Whole seconds between two times, or until now; renders at each full second. */
function useSeconds(since: number | null, until: number | null): number {
  const running = since !== null && until === null;
  const subscribe = useCallback(
    (tick: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      // To the next full second by the clock: an interval would drift, and hidden tabs run it late.
      const wait = (): void => {
        const into = since === null ? 0 : (Date.now() - since) % 1000;
        timer = setTimeout(() => {
          tick();
          wait();
        }, 1000 - into);
      };
      if (running) wait();
      return () => {
        clearTimeout(timer);
      };
    },
    [running, since],
  );
  const read = (): number =>
    since === null ? 0 : Math.max(0, Math.floor(((until ?? Date.now()) - since) / 1000));
  return useSyncExternalStore(subscribe, read, () => 0);
}
