import type { InviteeState, WireInvitation, WireInvitee } from '../../protocol/signaling.js';
import { TSignaling, type AnySignalingEvent } from './TSignaling.js';

/** Whose eyes see the difference. */
export interface Observer {
  readonly uid: string;
  /** Of this client: what it did itself it is not told of. */
  readonly instanceId: number;
  /** This client is just cancelling it. */
  readonly cancels: boolean;
  /** This client is just modifying it. */
  readonly modifies: boolean;
}

/**
 * What happened between two versions of an invitation, as the events of seed 001, in the order in which they can have
 * happened. Of an invitation that was not known, only an open one is news: it is told from its beginning, so that a late
 * comer hears what the others heard. Pure: the same two versions make the same events, and a version makes none twice.
 */
export function difference(
  known: WireInvitation | undefined,
  now: WireInvitation,
  observer: Observer,
): AnySignalingEvent[] {
  const { inviteID, inviter, groupID, data } = now;
  const events: AnySignalingEvent[] = [];
  if (!known) {
    const own = now.invitees.find(({ uid }) => uid === observer.uid);
    if (own?.state !== 'invited' || inviter === observer.uid) return events;
    const inviteeList = now.invitees.map(({ uid }) => uid);
    events.push({
      name: TSignaling.NEW_INVITATION_RECEIVED,
      data: { inviteID, inviter, groupID, inviteeList, data },
    });
  } else if (now.revision > known.revision && !observer.modifies) {
    events.push({ name: TSignaling.INVITATION_MODIFIED, data: { inviteID, data } });
  }

  const ended = endedSince(known, now);
  const of = (state: InviteeState): WireInvitee[] => ended.filter((invitee) => invitee.state === state);
  for (const invitee of ended) {
    const { uid, state, instanceId } = invitee;
    const here = uid === observer.uid && instanceId === observer.instanceId;
    if (here || (state !== 'accepted' && state !== 'rejected')) continue;
    events.push({
      name: state === 'accepted' ? TSignaling.INVITEE_ACCEPTED : TSignaling.INVITEE_REJECTED,
      data: { inviteID, inviter, groupID, invitee: uid, data: invitee.data },
    });
  }
  if (of('cancelled').length > 0 && !observer.cancels) {
    const cancelled = { inviteID, inviter, groupID, data: now.cancelData };
    events.push({ name: TSignaling.INVITATION_CANCELLED, data: cancelled });
  }
  const silent = of('timedOut').map(({ uid }) => uid);
  if (silent.length > 0) {
    const isSelfTimeout = inviter !== observer.uid && silent.includes(observer.uid);
    events.push({
      name: TSignaling.INVITATION_TIMEOUT,
      data: { inviteID, inviter, groupID, inviteeList: silent, data, isSelfTimeout },
    });
  }
  return events;
}

/** Invitees that have ended since, first who ended first. */
function endedSince(known: WireInvitation | undefined, now: WireInvitation): WireInvitee[] {
  const before = new Map(known?.invitees.map(({ uid, state }) => [uid, state]));
  return now.invitees
    .filter(({ uid, state }) => state !== 'invited' && (before.get(uid) ?? 'invited') === 'invited')
    .sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));
}
