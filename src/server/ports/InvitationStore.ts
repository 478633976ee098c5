import type { OfflinePushInfo, WireInvitation } from '../../protocol/signaling.js';
import type { Once } from './Once.js';

/** An invitation as the server keeps it: immutable, a change makes another. */
export interface InvitationRecord {
  readonly appid: string;
  /** What both sides see. */
  readonly invitation: Readonly<WireInvitation>;
  /** When the server ends it, whatever happens: its deadline, or the end of the life of one without. */
  readonly dueAt: number;
  /** Invitees who are never told: an `onlineUserOnly` invitation found them offline. */
  readonly hidden: readonly string[];
  /** Invitees whose devices the app's push service was asked to wake. */
  readonly pushed: readonly string[];
  readonly offlinePushInfo?: OfflinePushInfo;
}

/** About what a record takes: two bytes a character, and the objects around them. */
export function bytesOf({ invitation, offlinePushInfo }: InvitationRecord): number {
  let chars = invitation.data.length + invitation.cancelData.length;
  if (offlinePushInfo) chars += JSON.stringify(offlinePushInfo).length;
  for (const { uid, data } of invitation.invitees) chars += uid.length + data.length + 100;
  return chars * 2 + 1_000;
}

export interface InvitationChange {
  /** The record as it is now. */
  readonly record: InvitationRecord;
  /** The record before; null for a new one, the same object if nothing changed. */
  readonly before: InvitationRecord | null;
}

/**
 * Invitations. One is open while somebody is still `invited`.
 *
 * INVARIANTS
 * - `create` and `change` run alone on their invitation and resolve in that order. `fn` is synchronous and pure; it may
 *   be run again. When it throws, nothing has happened.
 * - `create` refuses, atomically, what would be more than `limits.invitations.openPerInviter` open ones of one inviter
 *   (6017) or `openPerApp` of the app (4000): of many at once no more than fit come to be.
 * - With `once`: the key and hash of a request that succeeded resolve without a change, for at least five minutes, and
 *   for `create` as long as the invitation is kept. Another hash under the key rejects: 8012 for `create`, else 6017.
 * - An open invitation is never dropped. One that has ended is kept `limits.invitations.keepEnded`, less only while the
 *   ended ones of the app together are larger than `endedBytesPerApp`: then the longest ended goes first.
 * - `watchDue` tells the earliest `dueAt` of the open ones at once and after each change of it, another process's within
 *   five seconds; null if there is none. So deadlines survive what the store survives: whoever starts anew is told.
 */
export interface InvitationStore {
  create(record: InvitationRecord, once: Once): Promise<InvitationChange>;
  /** Null if there is no such invitation, or no more. `fn` answers its argument to leave it as it is. */
  change(
    appid: string,
    inviteID: string,
    fn: (record: InvitationRecord) => InvitationRecord,
    once?: Once,
  ): Promise<InvitationChange | null>;
  get(appid: string, inviteID: string): Promise<InvitationRecord | null>;
  /** The open ones that a user takes part in, as inviter or invitee, whatever the user's own answer; newest first. */
  openOf(appid: string, uid: string): Promise<InvitationRecord[]>;
  /** Open ones of all apps whose `dueAt` has come, the earliest first. */
  due(now: number, most: number): Promise<InvitationRecord[]>;
  watchDue(listener: (earliest: number | null) => void): () => void;
}
