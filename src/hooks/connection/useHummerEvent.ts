'use client';
import { useEffect } from 'react';
import type { HummerEvents } from '../../core/hummerTypes.js';
import { useClient } from '../internal/useClient.js';
import { useLatest } from '../internal/useLatest.js';

/**
 * Calls a handler for an event of the client, after the state it tells of is in place. Never renders; the latest handler
 * is used.
 *
 * @example
 * ```tsx
 * useHummerEvent('TokenExpired', () => refreshToken({ token: await fetchToken() }));
 * ```
 * Source: REACT.md, rule 5; API.md 1.1 has the events.
 * @public
 */
export function useHummerEvent<E extends keyof HummerEvents>(
  event: E,
  handler: (payload: HummerEvents[E]) => void,
): void {
  const hummer = useClient('useHummerEvent');
  const latest = useLatest(handler);
  useEffect(
    () =>
      hummer.on(event, (payload) => {
        latest.current(payload);
      }),
    [hummer, event, latest],
  );
}
