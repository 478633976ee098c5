import type { Region } from '../../protocol/regions.js';
import type { InviteeState, OfflinePushInfo } from '../../protocol/signaling.js';

interface AboutInvitation {
  /** The same however often it is sent: what came before can be ignored. */
  id: string;
  appid: string;
  inviteID: string;
  inviter: string;
  /** Empty for an invitation of one user. */
  groupID: string;
  region: Region;
  /** Whose devices are meant. */
  to: string[];
}

/** Wake these users' devices: nobody of them is connected. @public */
export interface InvitationCreatedPush extends AboutInvitation {
  event: 'invitation.created';
  /** The inviter's text. */
  data: string;
  createdAt: number;
  /** In ms by the server's clock, after which it must not ring any more; null without a deadline. */
  expiresAt: number | null;
  /** What the inviter asked for (seed 001), checked field by field. */
  offlinePushInfo?: OfflinePushInfo;
}

/** Stop ringing there: it is over for these users, who were asked to be woken before. @public */
export interface InvitationEndedPush extends AboutInvitation {
  event: 'invitation.ended';
  state: Exclude<InviteeState, 'invited'>;
  endedAt: number;
}

/** @public */
export type PushMessage = InvitationCreatedPush | InvitationEndedPush;

/**
 * The app's way to devices that have no connection (APNs, FCM and the like). `webhookPush()` hands everything to a
 * service of yours; an own sender is an object with `send`.
 *
 * INVARIANTS
 * - `send` takes the message over and returns soon. What it throws or rejects with is logged and changes nothing else:
 *   an invitation stands whether or not anybody could be woken.
 * - Messages of one invitation are delivered in the order in which they were sent, or not at all.
 * @public
 */
export interface PushSender {
  send(message: PushMessage): void | Promise<void>;
  /** The server has stopped: no more will come. */
  close?(): void | Promise<void>;
}
