'use client';
import { useEffect } from 'react';
import { signalingOf } from '../../core/signaling/Signaling.js';
import type { SignalingPayloads, TSignaling } from '../../core/signaling/TSignaling.js';
import { useInternals } from '../internal/useClient.js';
import { useLatest } from '../internal/useLatest.js';

/**
 * Calls a handler for an event of invitations, after the state it tells of is in place. Never renders; the latest handler
 * is used.
 *
 * @example
 * ```tsx
 * useSignalingEvent(TSignaling.INVITEE_REJECTED, ({ invitee }) => toast(`${invitee} has no time`));
 * ```
 * Source: REACT.md, rule 5; seed 001.
 * @public
 */
export function useSignalingEvent<E extends TSignaling>(
  event: E,
  handler: (payload: SignalingPayloads[E]) => void,
): void {
  const internals = useInternals('useSignalingEvent');
  const latest = useLatest(handler);
  useEffect(() => {
    const signaling = signalingOf(internals);
    const told = ({ data }: { data: SignalingPayloads[E] }): void => {
      latest.current(data);
    };
    void signaling.addSignalingListener(event, told);
    return () => void signaling.removeSignalingListener(event, told);
  }, [internals, event, latest]);
}
