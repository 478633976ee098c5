'use client';
import { useInternals } from '../internal/useClient.js';
import { useSession } from '../internal/useSession.js';
import type { SessionState } from '../../store/state.js';

/**
 * State of the link and why it is so, in the words of seed 000.
 *
 * @example
 * ```tsx
 * const { state, reason } = useConnectionState();
 * if (state === 'RECONNECTING') return <p>Connection lost, trying again…</p>;
 * ```
 * Source: REACT.md, Provider, scope, hooks; seed 000 has the transitions.
 * @public
 */
export function useConnectionState(): SessionState['connection'] {
  return useSession(useInternals('useConnectionState'), (session) => session.connection);
}
