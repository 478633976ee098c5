import type { WireInvitation, WireInvitee } from '../../protocol/signaling.js';
import type { CallEndReason } from '../../store/call.js';
import type { MembershipLeftReason } from '../../store/state.js';
import { saysBusy } from './callData.js';

/** Why a call that this user made came to nothing; null while somebody may still answer, and if anybody accepted. */
export function endOfDialling({ invitees }: WireInvitation): CallEndReason | null {
  if (invitees.some(({ state }) => state === 'invited' || state === 'accepted')) return null;
  const reasons = invitees.map(endOfInvitee);
  // Of several, what a person did says more than what did not happen.
  const order: readonly CallEndReason[] = ['rejected', 'busy', 'noResponse', 'offline'];
  return order.find((reason) => reasons.includes(reason)) ?? 'cancelled';
}

function endOfInvitee({ state, data, reached }: WireInvitee): CallEndReason {
  if (state === 'rejected') return saysBusy(data) ? 'busy' : 'rejected';
  if (state === 'timedOut') return reached ? 'noResponse' : 'offline';
  return 'cancelled';
}

/** Why it rings no more on this client; null while it may, and if it was answered here. */
export function endOfRinging(
  { invitees }: WireInvitation,
  uid: string,
  instanceId: number | null,
): CallEndReason | null {
  const own = invitees.find((invitee) => invitee.uid === uid);
  const here = own?.instanceId === instanceId;
  switch (own?.state) {
    case 'accepted':
      return here ? null : 'otherDeviceAccepted';
    case 'rejected':
      return here ? 'rejected' : 'otherDeviceRejected';
    case 'cancelled':
      return 'cancelled';
    case 'timedOut':
      return 'noResponse';
    default:
      return null;
  }
}

/** Seed 002, table 3-6, by number. */
const LEFT = { timeout: 7, kicked: 9, dismissed: 10 } as const;

/** Why a call is over whose last other one has left. */
export function endOfPeer(code: number | null): CallEndReason {
  if (code === LEFT.timeout) return 'offline';
  return code === LEFT.kicked || code === LEFT.dismissed ? 'endedByServer' : 'hangUp';
}

/** Why a call is over whose room this client is no longer in. */
export function endOfMembership(reason: MembershipLeftReason | null): CallEndReason {
  switch (reason) {
    case 'kicked':
    case 'banned':
    case 'dismissed':
      return 'endedByServer';
    case 'evicted':
      return 'otherDeviceAccepted'; // this user joined from another one
    case 'timeout':
      return 'offline';
    default:
      return 'hangUp';
  }
}

/** Whether of two that call each other at once `a` is the one that counts: both sides read it off the server's records. */
export function goesFirst(a: WireInvitation, b: WireInvitation): boolean {
  return a.createdAt === b.createdAt ? a.inviteID < b.inviteID : a.createdAt < b.createdAt;
}
