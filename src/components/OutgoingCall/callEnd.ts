import type { CallEndReason, CallState } from '../../store/call.js';
import type { TextName } from '../internal/useText.js';

/** What is said of a call that is over. */
export interface CallEnd {
  text: Exclude<Extract<TextName, `call${string}` | 'connectionTimedOut'>, 'call' | 'callFrom'>;
  /** No news to whoever made it so: said for a moment and gone. */
  brief: boolean;
  /** Offers to call, once more or back. */
  again: 'callAgain' | 'callBack' | null;
}

const news = (text: CallEnd['text'], again: CallEnd['again'] = 'callAgain'): CallEnd => ({
  text,
  brief: false,
  again,
});
const brief = (text: CallEnd['text']): CallEnd => ({ text, brief: true, again: null });
const MISSED = news('callMissed', 'callBack');

const OUTGOING: Readonly<Record<CallEndReason, CallEnd>> = {
  unknown: news('callFailed'),
  hangUp: brief('callEnded'),
  rejected: news('callDeclined'),
  noResponse: news('callNotAnswered'),
  offline: news('callUnreachable'),
  busy: news('callBusy'),
  cancelled: brief('callCancelled'),
  otherDeviceAccepted: brief('callAnsweredElsewhere'),
  otherDeviceRejected: brief('callDeclinedElsewhere'),
  endedByServer: news('callEndedByServer'),
};

const INCOMING: Readonly<Record<CallEndReason, CallEnd | null>> = {
  ...OUTGOING,
  // The local user did that.
  rejected: null,
  noResponse: MISSED,
  offline: MISSED,
  busy: MISSED,
  cancelled: MISSED,
};

/** Null where there is nothing to say. */
export function callEnd(call: Pick<CallState, 'direction' | 'endReason' | 'startedAt'>): CallEnd | null {
  const reason = call.endReason ?? 'unknown';
  // Nobody misses or cancels what was connected.
  if (call.startedAt !== null) {
    if (reason === 'offline') return news('connectionTimedOut');
    if (reason === 'unknown' || reason === 'endedByServer') return OUTGOING[reason];
    return OUTGOING.hangUp;
  }
  return (call.direction === 'incoming' ? INCOMING : OUTGOING)[reason];
}
