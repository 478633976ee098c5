import type { OfflinePushInfo } from '../../protocol/signaling.js';

/**
 * Events of `hummer.signaling`, under the names of seed 001.
 *
 * @example
 * ```ts
 * hummer.signaling.addSignalingListener(TSignaling.NEW_INVITATION_RECEIVED, ({ data }) => ring(data.inviter));
 * ```
 * Source: seed 001; the strings are those of facts 3.1 and SETTLED 26.
 * @public
 */
export const TSignaling = {
  NEW_INVITATION_RECEIVED: 'ts_new_invitation_received',
  INVITEE_ACCEPTED: 'ts_invitee_accepted',
  INVITEE_REJECTED: 'ts_invitee_rejected',
  INVITATION_CANCELLED: 'ts_invitation_cancelled',
  INVITATION_TIMEOUT: 'ts_invitation_timeout',
  INVITATION_MODIFIED: 'ts_invitation_modified',
} as const;
/** @public */
export type TSignaling = (typeof TSignaling)[keyof typeof TSignaling];

/**
 * What a signaling does (facts 3.1).
 * @public
 */
export const ActionType = {
  UNKNOWN: 0,
  INVITE: 1,
  CANCEL: 2,
  ACCEPT: 3,
  REJECT: 4,
  TIMEOUT: 5,
} as const;
/** @public */
export type ActionType = (typeof ActionType)[keyof typeof ActionType];

/** Somebody invited this user. @public */
export interface NewInvitation {
  inviteID: string;
  inviter: string;
  /** Empty for an invitation of one user. */
  groupID: string;
  inviteeList: string[];
  data: string;
}

/** Somebody answered. @public */
export interface InviteeAnswer {
  inviteID: string;
  inviter: string;
  groupID: string;
  invitee: string;
  /** What came with the answer. */
  data: string;
}

/** The inviter took it back. @public */
export interface InvitationCancelled {
  inviteID: string;
  inviter: string;
  groupID: string;
  /** What came with the cancellation. */
  data: string;
}

/** Nobody of `inviteeList` answered in time. @public */
export interface InvitationTimeout {
  inviteID: string;
  inviter: string;
  groupID: string;
  inviteeList: string[];
  data: string;
  /** True for an invitee of the list, false for the others. */
  isSelfTimeout: boolean;
}

/** The inviter changed the text. @public */
export interface InvitationModified {
  inviteID: string;
  data: string;
}

/** What the handler of each event gets as `data`. @public */
export interface SignalingPayloads {
  ts_new_invitation_received: NewInvitation;
  ts_invitee_accepted: InviteeAnswer;
  ts_invitee_rejected: InviteeAnswer;
  ts_invitation_cancelled: InvitationCancelled;
  ts_invitation_timeout: InvitationTimeout;
  ts_invitation_modified: InvitationModified;
}

/** What a handler gets. @public */
export interface SignalingEvent<E extends TSignaling = TSignaling> {
  name: E;
  data: SignalingPayloads[E];
}

/** An event of any name, by its name. */
export type AnySignalingEvent = { [E in TSignaling]: SignalingEvent<E> }[TSignaling];

/** @public */
export type SignalingHandler<E extends TSignaling, C = unknown> = (this: C, event: SignalingEvent<E>) => void;

/** A signaling as seed 001 writes it into a message. @public */
export interface SignalingInfo {
  businessID: 1;
  inviteID: string;
  inviter: string;
  actionType: ActionType;
  inviteeList: string[];
  data: string;
  /** Seconds. */
  timeout: number;
  groupID: string;
}

/** Success of a call of seed 001. Failures reject. @public */
export interface SignalingResponse {
  code: 0;
  data: SignalingInfo;
}

/** Options of both kinds of invitation. @public */
export interface InvitationOptions {
  /** Any text of at most 8 KiB. Default: empty. */
  data?: string | undefined;
  /** Seconds, 1 to 3,600; 0 for no deadline. Default 30. */
  timeout?: number | undefined;
  /** Only for who is online now: not kept, not pushed, and cannot be modified. Default false. */
  onlineUserOnly?: boolean | undefined;
  /** Handed to the server's push service for who is offline. */
  offlinePushInfo?: OfflinePushInfo | undefined;
}
