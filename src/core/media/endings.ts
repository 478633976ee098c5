import * as HummerErrorCode from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import type { PeerClosedReason } from '../../protocol/media.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MembershipLeftReason } from '../../store/state.js';
import { RtcError } from './RtcError.js';

/** Seed 002, table 3-6, as reasons of a membership's end. 5 is the same user's later login (SETTLED 19). */
const LEFT_REASONS: Readonly<Record<number, MembershipLeftReason>> = {
  0: 'leave',
  5: 'evicted',
  7: 'timeout',
  9: 'kicked',
  10: 'dismissed',
};
/** The same as codes of the client. */
const CODES: Readonly<Record<number, number>> = {
  1: RtcErrorCode.INTERNAL_EXCEPTION,
  2: RtcErrorCode.SFU_FAIL,
  3: RtcErrorCode.NO_SFU_RESOURCE,
  4: RtcErrorCode.INTERNAL_ERROR,
  6: RtcErrorCode.SIGNATURE_EXPIRED,
  7: RtcErrorCode.WEBSOCKET_RECONNECT_TIMEOUT,
  10: RtcErrorCode.ROOM_IDLE,
};
export const ROOM_DISMISSED = 10;

/** How a membership ends that the server ends. */
export function endingOf({ code, msg }: PeerClosedReason): {
  leftReason: MembershipLeftReason;
  error: RtcError;
} {
  return {
    leftReason: LEFT_REASONS[code] ?? 'closed',
    error: new RtcError(CODES[code] ?? RtcErrorCode.KICKED_USER, msg || 'The server ended this membership.'),
  };
}

export function interrupted(): RtcError {
  const message = 'The room was left before this was done.';
  return new RtcError(RtcErrorCode.WEBSOCKET_INTERRUPTED, message, { action: 'retry' });
}

/** Not a refusal: no answer came, or nobody waits for it any more. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof HummerError)) return false;
  const lost: readonly number[] = [
    HummerErrorCode.CONNECTION_LOST,
    HummerErrorCode.TIMEOUT,
    RtcErrorCode.WEBSOCKET_INTERRUPTED,
  ];
  return lost.includes(error.code);
}
