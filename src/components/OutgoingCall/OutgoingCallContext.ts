'use client';
import type { CallEndReason, CallStatus } from '../../store/call.js';
import { createPartContext } from '../internal/partContext.js';
import type { CallEnd } from './callEnd.js';

/** State of an OutgoingCall and of all its parts. @public */
export interface OutgoingCallState {
  /** `'dialling'` until a device of the other side is reached, which then is `'ringing'`. */
  status: Exclude<CallStatus, 'idle'>;
  /** Why it ended; null until then. */
  reason: CallEndReason | null;
  video: boolean;
  group: boolean;
}

/** What the parts of an OutgoingCall share. */
export interface OutgoingCallContext {
  state: OutgoingCallState;
  /** Each of the others. */
  names: readonly string[];
  /** All of them in one line. */
  title: string;
  end: CallEnd | null;
  hangUp: () => void;
  callAgain: () => void;
  close: () => void;
}

export const [OutgoingCallProvider, useOutgoingCallPart] =
  createPartContext<OutgoingCallContext>('OutgoingCallRoot');
