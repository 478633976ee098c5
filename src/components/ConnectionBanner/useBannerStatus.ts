'use client';
import { useEffect, useState } from 'react';
import { useConnectionState } from '../../hooks/connection/useConnectionState.js';

/** How long good news stays. */
const RESTORED_MS = 3000;

/** What a ConnectionBanner says; null is nothing. @public */
export type ConnectionBannerStatus = 'reconnecting' | 'restored' | 'lost';

/**
 * `'reconnecting'` once the link has been down for `delay`, so that a blip shows nothing; `'restored'` for three
 * seconds after it was shown; `'lost'` at once when there will be no more attempts.
 */
export function useBannerStatus(delay: number): ConnectionBannerStatus | null {
  const { state, reason } = useConnectionState();
  const down = state === 'RECONNECTING';
  const [noticed, setNoticed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(
      () => {
        setNoticed(down);
      },
      down ? delay : RESTORED_MS,
    );
    return () => {
      clearTimeout(timer);
    };
  }, [down, delay]);

  if (state === 'DISCONNECTED' && isRefusal(reason)) return 'lost';
  if (!noticed) return null;
  if (down) return 'reconnecting';
  return state === 'CONNECTED' ? 'restored' : null;
}

function isRefusal(reason: string): boolean {
  return reason === 'REMOTE_LOGIN' || reason === 'LOGIN_FAILURE' || reason === 'LOGIN_TIMEOUT';
}
