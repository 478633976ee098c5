import type { Region } from './regions.js';

/** Where one invitee stands: `invited` until one of the four ends, which never changes again. @public */
export type InviteeState = 'invited' | 'accepted' | 'rejected' | 'cancelled' | 'timedOut';

/** @public */
export interface WireInvitee {
  uid: string;
  state: InviteeState;
  /** What came with the answer; empty until then. */
  data: string;
  /** When it ended, in ms by the server's clock; null while `invited`. */
  endedAt: number | null;
  /** The client (`getInstanceInfo`) that answered, so that the user's other devices know it was not they; null without an answer. */
  instanceId: number | null;
  /** Some device of the invitee was reached: told apart, a silence is 'no response' or 'offline'. */
  reached: boolean;
}

/**
 * An invitation as the server owns it: one record, one deadline, one end for each invitee. Both sides always get the
 * whole record; what happened is the difference to the version known before.
 */
export interface WireInvitation {
  inviteID: string;
  inviter: string;
  /** Empty for one invitee; else a room that the inviter has joined (SETTLED 26). */
  groupID: string;
  region: Region;
  /** The inviter's text, as last modified. */
  data: string;
  /** One more with every modification; the first is 1. */
  revision: number;
  invitees: WireInvitee[];
  /** What came with the cancellation. */
  cancelData: string;
  /** Seconds; 0 for no deadline. */
  timeout: number;
  createdAt: number;
  /** The deadline by the server's clock; null without one. */
  expiresAt: number | null;
  onlineUserOnly: boolean;
  /** One more with every change of anything; the first is 1. */
  version: number;
}

/** Whether it still rings for somebody. */
export function isOpen({ invitees }: Pick<WireInvitation, 'invitees'>): boolean {
  return invitees.some(({ state }) => state === 'invited');
}

export interface InvitationPush {
  invitation: WireInvitation;
  /** The server's clock when it was sent: the time left is `expiresAt - serverTime`. */
  serverTime: number;
}

/** What the app's own push service is told (seed 001). @public */
export interface OfflinePushInfo {
  disablePush?: boolean;
  disableVoipPush?: boolean;
  title?: string;
  description?: string;
  extension?: string;
  androidInfo?: {
    sound?: string;
    XiaoMiChannelID?: string;
    OPPOChannelID?: string;
    FCMChannelID?: string;
    VIVOClassification?: number;
    VIVOCategory?: string;
    HuaWeiCategory?: string;
    HuaWeiImage?: string;
    HonorImage?: string;
    GoogleImage?: string;
  };
  apnsInfo?: {
    sound?: string;
    ignoreIOSBadge?: boolean;
    disableVoipPush?: boolean;
    image?: string;
  };
}

/**
 * Requests of invitations. Those with `clientMsgId` are harmless to repeat: a repeat changes nothing and gets the
 * invitation as it is by then.
 */
export interface SignalingRequests {
  'signaling:invite': {
    data: {
      clientMsgId: string;
      inviteeList: string[];
      /** Absent: one invitee. */
      groupID?: string;
      region?: Region;
      data: string;
      timeout: number;
      onlineUserOnly: boolean;
      offlinePushInfo?: OfflinePushInfo;
    };
    result: InvitationPush;
  };
  'signaling:cancel': {
    data: { clientMsgId: string; inviteID: string; data: string };
    result: InvitationPush;
  };
  'signaling:accept': {
    data: { clientMsgId: string; inviteID: string; data: string };
    result: InvitationPush;
  };
  'signaling:reject': {
    data: { clientMsgId: string; inviteID: string; data: string };
    result: InvitationPush;
  };
  'signaling:modify': {
    /** With `ifRevision`, another revision is refused with 2480, and the record is in the error's context. */
    data: { clientMsgId: string; inviteID: string; data: string; ifRevision?: number };
    result: InvitationPush;
  };
  /**
   * The user's open invitations, as inviter and as invitee, and those of `known` that changed meanwhile, ended ones
   * included. What is in neither is forgotten: it ended long ago. Asked at each opening of a session.
   */
  'signaling:sync': {
    data: { known: { inviteID: string; version: number }[] };
    result: { invitations: WireInvitation[]; serverTime: number };
  };
}

export interface SignalingNotifications {
  /** To every connection of the inviter and of each invitee, also the one that made the change. */
  'signaling:changed': { pushes: InvitationPush[] };
}
