'use client';
import { useMemo } from 'react';
import { readCall } from '../../core/signaling/callData.js';
import type { AnswerActions } from '../../core/signaling/callTypes.js';
import { CURRENT_CALL, INCOMING_CALLS, NO_CALL, type CallState } from '../../store/call.js';
import type { HummerError } from '../../protocol/errors.js';
import { absentActions, bindActions, type BoundActions } from '../internal/boundActions.js';
import { NO_STRINGS } from '../internal/frozen.js';
import { useInternals } from '../internal/useClient.js';
import { useCallHold } from '../internal/useCallHold.js';
import { useFailure } from '../internal/useFailure.js';
import { useSession } from '../internal/useSession.js';
import { useTable } from '../internal/useTable.js';

/**
 * A call that rings, or waits while another one is under way.
 * @public
 */
export interface IncomingCallResult extends AnswerActions {
  readonly inviteID: string;
  readonly inviter: string;
  /** Who else is called; empty for a call between two. */
  readonly others: readonly string[];
  /** Of a group's call; null for a call between two. */
  readonly groupID: string | null;
  /** The caller offers the camera. */
  readonly video: boolean;
  /** When it stops to ring, in ms by the local clock; null if only the caller ends it. */
  readonly expiresAt: number | null;
  /** Of this user's tabs this is the one that is to be heard. */
  readonly ringsAloud: boolean;
  /** Another call is under way: to answer this one hangs that up. */
  readonly waiting: boolean;
  /** Why the last of these actions failed. */
  readonly error: HummerError | null;
}

const ACTIONS = ['accept', 'reject'] as const;

/**
 * The call that somebody makes to this user and that nobody has answered yet; null while there is none. Of several the
 * oldest. It goes from here as soon as it is answered on any device, taken back, or over.
 *
 * @example
 * ```tsx
 * const incoming = useIncomingCall();
 * return incoming && <p>{incoming.inviter} calls <button onClick={() => incoming.accept()}>Answer</button></p>;
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function useIncomingCall(): IncomingCallResult | null {
  const internals = useInternals('useIncomingCall');
  const calls = useCallHold(internals, false);
  const { store } = internals;
  const [inviteID = null] = useTable(store.invitationIds, INCOMING_CALLS, NO_STRINGS);
  const invitation = useTable(store.invitations, inviteID, null);
  const current: CallState = useTable(store.calls, CURRENT_CALL, NO_CALL);
  const rings = current.state === 'ringing' && current.inviteID === inviteID;
  const ringsAloud = rings && current.ringsAloud;
  const bound: BoundActions<AnswerActions> =
    inviteID === null
      ? absentActions(internals, 'incomingCall', ACTIONS)
      : bindActions(internals, { name: 'incomingCall', target: inviteID }, calls.incoming(inviteID), ACTIONS);
  const failure = useFailure(bound);
  const localUid = useSession(internals, (session) => session.login.uid);
  const { actions } = bound;
  return useMemo(() => {
    if (!invitation) return null;
    const { inviteID, inviter, invitees, groupID, data, expiresAt } = invitation;
    const others = invitees.map(({ uid }) => uid).filter((uid) => uid !== localUid);
    return Object.freeze({
      inviteID,
      inviter,
      others,
      groupID: groupID || null,
      video: readCall(data)?.video ?? false,
      expiresAt,
      ringsAloud,
      waiting: !rings,
      error: failure?.error ?? null,
      ...actions,
    });
  }, [invitation, localUid, rings, ringsAloud, failure, actions]);
}
