import type { Transitions } from '../../lib/machine.js';
import type { CallStatus } from '../../store/call.js';

/**
 * What happens to a call: `dial` this user calls, `ring` somebody calls this user, `accept` this user answers, `answered`
 * somebody answers this user, `meet` two of its people are in the room, `end` it is over, `clear` it is forgotten.
 */
export type CallEvent = 'dial' | 'ring' | 'accept' | 'answered' | 'meet' | 'end' | 'clear';

/** What its table does not list does not happen: an answer to a call that has ended changes nothing. */
export const CALL_TRANSITIONS: Transitions<CallStatus, CallEvent> = {
  idle: { dial: 'dialling', ring: 'ringing' },
  dialling: { answered: 'connecting', end: 'ended', clear: 'idle' },
  ringing: { accept: 'connecting', end: 'ended', clear: 'idle' },
  connecting: { meet: 'connected', end: 'ended', clear: 'idle' },
  connected: { end: 'ended', clear: 'idle' },
  ended: { dial: 'dialling', ring: 'ringing', clear: 'idle' },
};

/** Nobody is called, calls or is talked to. */
export function isFree(state: CallStatus): boolean {
  return state === 'idle' || state === 'ended';
}
