'use client';
import { createPartContext } from '../internal/partContext.js';

/** State of an IncomingCall and of all its parts. @public */
export interface IncomingCallState {
  /** The caller offers video. */
  video: boolean;
  /** Others are called too. */
  group: boolean;
  /** Another call is under way, which answering this one ends. */
  waiting: boolean;
  /** It holds the focus until it is answered or silenced. */
  modal: boolean;
  /** The user wants no sound of it; it still waits for an answer. */
  silenced: boolean;
  /** An answer is on its way. */
  pending: boolean;
}

/** What the parts of an IncomingCall share. */
export interface IncomingCallContext {
  inviteID: string;
  state: IncomingCallState;
  /** Who calls. */
  name: string;
  /** What kind of call it is, and who else is called. */
  description: string;
  /** Of this user's tabs, this one is to be heard. */
  ringsAloud: boolean;
  accept: (video: boolean) => void;
  decline: () => void;
  silence: () => void;
  titleId: string;
  descriptionId: string;
}

export const [IncomingCallProvider, useIncomingCallPart] =
  createPartContext<IncomingCallContext>('IncomingCallRoot');
