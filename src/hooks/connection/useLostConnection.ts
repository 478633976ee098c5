'use client';
import { useEffect } from 'react';
import { useInternals } from '../internal/useClient.js';
import { useLatest } from '../internal/useLatest.js';

/** Shorter breaks are not worth a word. */
const BLIP = 2_000;

/**
 * Tells when the connection is worth talking about: `'lost'` after a break that is longer than a blip, `'restored'` when
 * such a break is over, `'failed'` when the session has ended for good against the user's will. Never renders; the
 * latest handler is used.
 *
 * @param options - `delay`: how long a break is a blip, in ms. Default 2,000.
 * @example
 * ```tsx
 * useLostConnection((event) => toast(event === 'restored' ? 'Back online' : 'Connection lost'));
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function useLostConnection(
  handler: (event: 'lost' | 'restored' | 'failed') => void,
  { delay = BLIP }: { delay?: number | undefined } = {},
): void {
  const { store, clock } = useInternals('useLostConnection');
  const latest = useLatest(handler);
  const wait = useLatest(delay);
  useEffect(() => {
    let lost = false;
    let cancel: (() => void) | null = null;
    const stop = (): void => {
      cancel?.();
      cancel = null;
    };
    const begin = (): void => {
      cancel ??= clock.setTimeout(() => {
        cancel = null;
        lost = true;
        latest.current('lost');
      }, wait.current);
    };
    const follow = (): void => {
      const { connection, login } = store.session.getState();
      if (connection.state === 'RECONNECTING') {
        if (!lost) begin();
        return;
      }
      stop();
      if (lost && connection.state === 'CONNECTED') latest.current('restored');
      if (connection.state !== 'CONNECTING') lost = false;
      if (connection.state === 'DISCONNECTED' && login.status === 'failed') latest.current('failed');
    };
    let { connection } = store.session.getState();
    if (connection.state === 'RECONNECTING') begin();
    const unsubscribe = store.session.subscribe((session) => {
      if (session.connection === connection) return;
      ({ connection } = session);
      follow();
    });
    return () => {
      unsubscribe();
      stop();
    };
  }, [store, clock, latest, wait]);
}
