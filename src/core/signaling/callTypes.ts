import type { Region } from '../../protocol/regions.js';
import type { InvitationOptions } from './TSignaling.js';

/** Whom to call, and how. @public */
export interface CallOptions extends Omit<InvitationOptions, 'data'> {
  /** One user, or several: then it is a group's call. */
  uids: readonly string[];
  /** Offers the camera too. Default false. */
  video?: boolean | undefined;
  /** A room that this user has joined, whose users are called. Default: for several users one of the call's own. */
  groupID?: string | undefined;
  /** The room of the call's audio and video. Default: one of its own. */
  roomId?: string | undefined;
  /** Of both rooms; default `cn`. */
  region?: Region | undefined;
}

/** @public */
export interface AnswerOptions {
  /** With the own camera. Default: as the caller offers. */
  video?: boolean | undefined;
}

/** What can be done about the one call of a client: the same functions for life. @public */
export interface CallActions {
  /** Calls somebody; a uid alone is a call between two without camera. Resolves when the server has the invitation. */
  readonly call: (whom: string | CallOptions) => Promise<void>;
  /** Answers the call that rings. Resolves when the server has the answer: then this call is nobody else's. */
  readonly accept: (options?: AnswerOptions) => Promise<void>;
  /** Declines the call that rings. */
  readonly reject: () => Promise<void>;
  /** Ends the call in whatever state: cancels, declines or leaves. After its end it forgets the call. */
  readonly hangUp: () => Promise<void>;
}

/** What can be done about one incoming call, also while another is under way. @public */
export interface AnswerActions {
  /** Answers; a call under way is hung up first. */
  readonly accept: (options?: AnswerOptions) => Promise<void>;
  readonly reject: () => Promise<void>;
}

/** Somebody shows the client's calls. */
export interface CallHoldOptions {
  /** Declines whoever calls during a call, as busy; one who asks for it suffices. */
  readonly autoBusy?: boolean | undefined;
}

/** Calls of a client: `core/signaling/calls`, brought by the hooks that show them. */
export interface CallsPart {
  readonly actions: CallActions;
  /** Actions of one incoming call; one object while it rings. */
  incoming(inviteID: string): AnswerActions;
  /** Counts one who shows calls: only then it rings aloud here. */
  hold(options: CallHoldOptions): { update(options: CallHoldOptions): void; release(): void };
}
