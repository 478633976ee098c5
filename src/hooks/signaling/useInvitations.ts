'use client';
import { invitationsOf } from '../../core/signaling/invitations.js';
import { OPEN_INVITATIONS } from '../../store/invitations.js';
import { NO_STRINGS } from '../internal/frozen.js';
import { useInternals } from '../internal/useClient.js';
import { useTable } from '../internal/useTable.js';

/**
 * Which invitations {@link useInvitations} lists.
 * @public
 */
export interface InvitationFilter {
  /** `'incoming'`: where this user is asked; `'outgoing'`: where this user, on whatever device, invited. Default: both. */
  readonly direction?: 'incoming' | 'outgoing' | undefined;
}

/**
 * Ids of the open invitations, oldest first: those that this user can still answer, and those that somebody else can still
 * answer to this user. An answered, cancelled or expired one is not among them. Renders when one comes or ends.
 *
 * @example
 * ```tsx
 * const ids = useInvitations({ direction: 'incoming' });
 * return ids.map((id) => <Card key={id} inviteID={id} />);
 * ```
 * Source: REACT.md, Provider, scope, hooks; seed 001.
 * @public
 */
export function useInvitations({ direction }: InvitationFilter = {}): readonly string[] {
  const internals = useInternals('useInvitations');
  invitationsOf(internals);
  return useTable(internals.store.invitationIds, OPEN_INVITATIONS[direction ?? 'all'], NO_STRINGS);
}
