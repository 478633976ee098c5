import { MediaWireCode } from '../../../protocol/codes.js';
import { HummerError } from '../../../protocol/errors.js';
import * as RtcErrorCode from '../../../protocol/rtcCodes.js';

/** An error ack of `/`. `rtc` is the name that seed 002's server table has for the code (SETTLED 16). */
export function refusal(code: number, message: string, rtc?: string): HummerError {
  return new HummerError(code, message, { context: { type: 'media', ...(rtc !== undefined && { rtc }) } });
}

export function notFound(what: string, id: string): HummerError {
  return refusal(
    MediaWireCode.NOT_FOUND,
    `You have no ${what} ${JSON.stringify(id)}: it never was, or has ended.`,
  );
}

export function conflict(message: string): HummerError {
  return refusal(MediaWireCode.CONFLICT, message);
}

export function tooMany(what: string, limit: number): HummerError {
  return refusal(MediaWireCode.TOO_MANY, `You have ${limit} ${what}, which is the limit: close one first.`);
}

export function noRolePermission(message: string): HummerError {
  return refusal(RtcErrorCode.ROLE_NO_PERMISSION, message);
}

/** The peer, its transport or the room's media ended while the request was on the way. */
export function gone(): HummerError {
  const message = 'The session or its media ended before the request was done: try again.';
  return refusal(RtcErrorCode.SERVER_TRY_AGAIN, message, 'RTC.31000005');
}

/** The bearer is not who the token would have to say. */
export function unauthenticated(message: string): HummerError {
  return refusal(RtcErrorCode.SERVER_AUTHENTICATION_FAILED, message, 'RTC.31000004');
}

/** Passes a refusal of the media server on as seed 003's generic failure, with what it said. */
export async function attempt<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof HummerError) throw cause;
    const detail = cause instanceof Error && cause.message ? cause.message : 'no reason given';
    throw new HummerError(MediaWireCode.FAILED, `The media server refused the request: ${detail}.`, {
      context: { type: 'media', detail },
      cause,
    });
  }
}
