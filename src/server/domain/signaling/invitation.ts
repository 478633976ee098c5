import { inputError } from '../../../protocol/errors.js';
import type { InvitationLimits } from '../../../protocol/limits.js';
import {
  isOpen,
  type InviteeState,
  type OfflinePushInfo,
  type WireInvitation,
  type WireInvitee,
} from '../../../protocol/signaling.js';
import { utf8Length } from '../../../lib/utf8.js';
import type { InvitationRecord } from '../../ports/InvitationStore.js';
import {
  alreadyHandled,
  cannotModify,
  modifyConflict,
  notInvited,
  notInviter,
  nothingToCancel,
} from './refusals.js';

/** Who asks, and when by the server's clock. */
export interface Actor {
  readonly uid: string;
  /** The client; null when the server itself acts. */
  readonly instanceId: number | null;
  readonly now: number;
}

/** An invitation as it is asked for. */
export interface Wanted extends Pick<
  WireInvitation,
  'groupID' | 'region' | 'data' | 'timeout' | 'onlineUserOnly'
> {
  inviteeList: readonly string[];
  offlinePushInfo?: OfflinePushInfo;
}

/** Of the invitees. */
export interface Reach {
  /** Those who hear it now. */
  reached: readonly string[];
  /** Those who never will. */
  hidden: readonly string[];
  /** Those whose devices are woken. */
  pushed: readonly string[];
}

export function newInvitation(
  by: { appid: string; uid: string; now: number },
  { inviteeList, offlinePushInfo, ...wanted }: Wanted,
  { reached, hidden, pushed }: Reach,
  endless: number,
): InvitationRecord {
  const { appid, uid: inviter, now } = by;
  const expiresAt = wanted.timeout === 0 ? null : now + wanted.timeout * 1_000;
  const invitation: WireInvitation = {
    ...wanted,
    inviteID: crypto.randomUUID(),
    inviter,
    invitees: inviteeList.map((uid) => ({
      uid,
      state: 'invited',
      data: '',
      endedAt: null,
      instanceId: null,
      reached: reached.includes(uid),
    })),
    revision: 1,
    cancelData: '',
    createdAt: now,
    expiresAt,
    version: 1,
  };
  const dueAt = expiresAt ?? now + endless;
  return { appid, invitation, dueAt, hidden, pushed, ...(offlinePushInfo && { offlinePushInfo }) };
}

type Answer = Extract<InviteeState, 'accepted' | 'rejected'>;

/*
 * Every step is a pure function of the record, run alone on it by the store: whoever comes second meets what the first
 * has done. None touches an invitee who is not `invited` any more, so each has exactly one end.
 */

/** An invitee's answer. After the deadline it is too late, also if the timer is. */
export function answer(
  record: InvitationRecord,
  actor: Actor,
  given: { state: Answer; data: string },
  limits: Pick<InvitationLimits, 'answersBytes' | 'dataBytes'>,
): InvitationRecord {
  const { invitation } = record;
  const event = given.state === 'accepted' ? 'signaling:accept' : 'signaling:reject';
  const invitee = invitation.invitees.find(({ uid }) => uid === actor.uid);
  if (!invitee || record.hidden.includes(actor.uid)) throw notInvited(event, invitation.inviteID);
  if (invitee.state !== 'invited' || isDue(record, actor.now)) {
    throw alreadyHandled(event, invitation.inviteID, stateAt(record, invitee, actor.now));
  }
  const share = Math.min(limits.dataBytes, Math.floor(limits.answersBytes / invitation.invitees.length));
  if (utf8Length(given.data) > share) {
    throw inputError('data', `data: an answer in a group of this size has at most ${share} bytes`);
  }
  const answered: WireInvitee = {
    ...invitee,
    ...given,
    endedAt: actor.now,
    instanceId: actor.instanceId,
    reached: true,
  };
  return changed(record, {
    invitees: invitation.invitees.map((one) => (one === invitee ? answered : one)),
  });
}

/** The inviter's end of it, for all who have not answered. */
export function cancel(record: InvitationRecord, actor: Actor, data: string): InvitationRecord {
  const { invitation } = record;
  if (invitation.inviter !== actor.uid) throw notInviter('signaling:cancel', invitation.inviteID);
  if (!isOpen(invitation) || isDue(record, actor.now)) throw nothingToCancel(invitation.inviteID);
  return endAll(record, 'cancelled', actor.now, data);
}

/** The inviter is gone for good: nobody is left to talk to. */
export function abandon(record: InvitationRecord, now: number): InvitationRecord {
  return isOpen(record.invitation) && !isDue(record, now) ? endAll(record, 'cancelled', now) : record;
}

/** What time does, once `dueAt` has come: a deadline is a time-out, the end of the longest life a cancellation. */
export function expire(record: InvitationRecord, now: number): InvitationRecord {
  const { invitation, dueAt } = record;
  if (!isOpen(invitation) || !isDue(record, now)) return record;
  return endAll(record, invitation.expiresAt === null ? 'cancelled' : 'timedOut', dueAt);
}

export function modify(
  record: InvitationRecord,
  actor: Actor,
  change: { data: string; ifRevision?: number },
): InvitationRecord {
  const { invitation } = record;
  if (invitation.inviter !== actor.uid) throw notInviter('signaling:modify', invitation.inviteID);
  if (invitation.onlineUserOnly) throw cannotModify(invitation.inviteID);
  if (!isOpen(invitation) || isDue(record, actor.now)) {
    throw alreadyHandled('signaling:modify', invitation.inviteID);
  }
  if (change.ifRevision !== undefined && change.ifRevision !== invitation.revision) {
    throw modifyConflict(invitation);
  }
  return changed(record, { data: change.data, revision: invitation.revision + 1 });
}

/** A device of the invitee has been told. */
export function reach(record: InvitationRecord, uid: string): InvitationRecord {
  const { invitees } = record.invitation;
  if (!invitees.some((one) => one.uid === uid && one.state === 'invited' && !one.reached)) return record;
  return changed(record, {
    invitees: invitees.map((one) => (one.uid === uid ? { ...one, reached: true } : one)),
  });
}

/** The devices of these invitees are to be woken, as far as it rings for them. Nobody else is told of that. */
export function wake(record: InvitationRecord, uids: readonly string[]): InvitationRecord {
  const asleep = record.invitation.invitees
    .filter(({ uid, state }) => uids.includes(uid) && state === 'invited' && !record.pushed.includes(uid))
    .map(({ uid }) => uid);
  return asleep.length === 0 ? record : { ...record, pushed: [...record.pushed, ...asleep] };
}

/** Whether its time is over, be the timer ever so late. */
export function isDue({ dueAt }: InvitationRecord, now: number): boolean {
  return dueAt <= now;
}

/** Who is told of it. */
export function partiesOf({ invitation, hidden }: InvitationRecord): string[] {
  const invitees = invitation.invitees.map(({ uid }) => uid).filter((uid) => !hidden.includes(uid));
  return [invitation.inviter, ...invitees];
}

function stateAt(record: InvitationRecord, { state }: WireInvitee, now: number): InviteeState {
  return state === 'invited' && isDue(record, now) ? 'timedOut' : state;
}

function endAll(
  record: InvitationRecord,
  state: Extract<InviteeState, 'cancelled' | 'timedOut'>,
  endedAt: number,
  cancelData = '',
): InvitationRecord {
  const end = (one: WireInvitee): WireInvitee => (one.state === 'invited' ? { ...one, state, endedAt } : one);
  return changed(record, { invitees: record.invitation.invitees.map(end), cancelData });
}

function changed(record: InvitationRecord, change: Partial<WireInvitation>): InvitationRecord {
  const { invitation } = record;
  return { ...record, invitation: { ...invitation, ...change, version: invitation.version + 1 } };
}
