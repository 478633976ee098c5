'use client';
import { useMemo } from 'react';
import { invitationActionsOf, type InvitationActions } from '../../core/signaling/actions.js';
import type { HummerError } from '../../protocol/errors.js';
import type { Invitation } from '../../store/invitations.js';
import { absentActions, bindActions, type BoundActions } from '../internal/boundActions.js';
import { useInternals } from '../internal/useClient.js';
import { useFailure } from '../internal/useFailure.js';
import { useTable } from '../internal/useTable.js';

/**
 * What {@link useInvitation} returns.
 * @public
 */
export interface UseInvitationResult extends InvitationActions {
  /** Null while it is not known: not yet, or no longer, a minute after its end. */
  readonly invitation: Invitation | null;
  /** Why the last of these actions failed. */
  readonly error: HummerError | null;
}

const ACTIONS = ['accept', 'reject', 'cancel', 'modify'] as const;

/**
 * One invitation, and what can be done to it. Only this invitation's changes render, and no second that passes: what is
 * left is `invitation.expiresAt - Date.now()`, for whoever shows it.
 *
 * @param inviteID - Null means 'not yet'.
 * @example
 * ```tsx
 * const { invitation, accept, reject } = useInvitation(inviteID);
 * return <p>{invitation?.inviter} <button onClick={() => accept()}>Join</button></p>;
 * ```
 * Source: REACT.md, Provider, scope, hooks; seed 001.
 * @public
 */
export function useInvitation(inviteID: string | null): UseInvitationResult {
  const internals = useInternals('useInvitation');
  const all = invitationActionsOf(internals);
  const invitation = useTable(internals.store.invitations, inviteID, null);
  const bound: BoundActions<InvitationActions> =
    inviteID === null
      ? absentActions(internals, 'invitation', ACTIONS)
      : bindActions(internals, { name: 'invitation', target: inviteID }, all.of(inviteID), ACTIONS);
  const failure = useFailure(bound);
  const { actions } = bound;
  return useMemo(
    () => Object.freeze({ invitation, error: failure?.error ?? null, ...actions }),
    [invitation, failure, actions],
  );
}
