'use client';
import { signalingOf, type Signaling } from '../../core/signaling/Signaling.js';
import { bindActions } from '../internal/boundActions.js';
import { useInternals } from '../internal/useClient.js';

const ACTIONS = ['invite', 'inviteInGroup', 'cancel', 'accept', 'reject', 'modifyInvitation'] as const;

/**
 * Calls of `hummer.signaling`: the same functions in every component.
 * @public
 */
export type SignalingActions = Readonly<Pick<Signaling, (typeof ACTIONS)[number]>>;

/**
 * Invites, and answers by id, without a subscription: never renders.
 *
 * @example
 * ```tsx
 * const { invite } = useSignalingActions();
 * return <button onClick={() => invite({ userID: 'bob', data: 'tennis?' })}>Ask Bob</button>;
 * ```
 * Source: REACT.md, rule 3; seed 001.
 * @public
 */
export function useSignalingActions(): SignalingActions {
  const internals = useInternals('useSignalingActions');
  const signaling = signalingOf(internals);
  return bindActions<SignalingActions>(internals, { name: 'signaling', target: null }, signaling, ACTIONS)
    .actions;
}
