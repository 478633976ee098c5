import type { OfflinePushInfo, WireInvitee } from '../../../protocol/signaling.js';
import type { InvitationChange, InvitationRecord } from '../../ports/InvitationStore.js';
import type { Log } from '../../ports/Log.js';
import type { PushMessage, PushSender } from '../../ports/PushSender.js';

/** Devices without a connection, told through the app's own push service. */
export interface Waking {
  /** Whom to wake, of invitees who hear nothing now: nobody if the inviter does not want it, or there is no service. */
  whom(
    absent: readonly string[],
    asked: { onlineUserOnly: boolean; offlinePushInfo?: OfflinePushInfo },
  ): readonly string[];
  /** Wakes those who are to be woken from now on; stops the ringing of those for whom it has ended. */
  follow(change: InvitationChange): void;
}

export function createWaking({ sender, log }: { sender: PushSender | null; log: Log }): Waking {
  function send(message: PushMessage): void {
    const failed = (error: unknown): void => {
      log.error(
        { error, event: message.event, inviteID: message.inviteID },
        'The push service failed to take a message.',
      );
    };
    try {
      Promise.resolve(sender?.send(message)).catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  return {
    whom: (absent, { onlineUserOnly, offlinePushInfo }) =>
      sender && !onlineUserOnly && !offlinePushInfo?.disablePush ? absent : [],
    follow({ record, before }) {
      const fresh = record.pushed.filter((uid) => !before?.pushed.includes(uid));
      if (fresh.length > 0) send(created(record, fresh));
      const over = before ? endedBy(record, before) : [];
      const [first] = over;
      // What one step ends, it ends alike.
      if (first) send(ended(record, first, over));
    },
  };
}

/** Invitees who were woken and have come to their end by this change. */
function endedBy(record: InvitationRecord, before: InvitationRecord): WireInvitee[] {
  return record.invitation.invitees.filter(
    ({ uid, state }, index) =>
      state !== 'invited' &&
      before.invitation.invitees[index]?.state === 'invited' &&
      record.pushed.includes(uid),
  );
}

function created(record: InvitationRecord, to: string[]): PushMessage {
  const { invitation, offlinePushInfo, pushed } = record;
  const { data, createdAt, expiresAt, inviteID } = invitation;
  return {
    event: 'invitation.created',
    id: `${inviteID}/created/${String(pushed.length)}`,
    ...about(record),
    to,
    data,
    createdAt,
    expiresAt,
    ...(offlinePushInfo && { offlinePushInfo }),
  };
}

function ended(
  record: InvitationRecord,
  { state, endedAt }: WireInvitee,
  over: readonly WireInvitee[],
): PushMessage {
  const { inviteID, version } = record.invitation;
  return {
    event: 'invitation.ended',
    id: `${inviteID}/ended/${String(version)}`,
    ...about(record),
    to: over.map(({ uid }) => uid),
    state: state === 'invited' ? 'cancelled' : state,
    endedAt: endedAt ?? 0,
  };
}

function about({ appid, invitation }: InvitationRecord) {
  const { inviteID, inviter, groupID, region } = invitation;
  return { appid, inviteID, inviter, groupID, region };
}
