'use client';
import { useInternals } from '../internal/useClient.js';
import { useSession } from '../internal/useSession.js';

/**
 * Who is signed in, or null. Stays while the link is down.
 *
 * @example
 * ```tsx
 * const isMine = message.fromUid === useLocalUid();
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function useLocalUid(): string | null {
  return useSession(useInternals('useLocalUid'), ({ login }) =>
    login.status === 'logged-in' ? login.uid : null,
  );
}
