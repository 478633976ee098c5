import { HummerError } from '../../protocol/errors.js';
import { REGIONS, type Region } from '../../protocol/regions.js';
import type { OfflinePushInfo } from '../../protocol/signaling.js';
import { SignalingErrorCode } from '../../protocol/signalingCodes.js';
import { checkUid } from '../check.js';
import type { InvitationOptions } from './TSignaling.js';

// What a call must get right before anything is sent. Sizes and rights are the server's to judge.

/** An error of a call's input: 6017, as seed 001 counts it. */
export function badInput(field: string, message: string, received?: unknown): HummerError {
  const type = received === null ? 'null' : Array.isArray(received) ? 'array' : typeof received;
  return new HummerError(SignalingErrorCode.INVALID_PARAMETER, message, {
    context: { type: 'input', field, ...(received === undefined ? {} : { received: type }) },
  });
}

/** The fields of a call's one argument. */
export function fieldsOf<T extends object>(call: string, options: T): T {
  if (typeof options === 'object' && (options as T | null) !== null && !Array.isArray(options))
    return options;
  throw badInput('options', `${call}() takes one object with named fields`, options);
}

export function checkUser(field: string, uid: unknown): asserts uid is string {
  try {
    checkUid(uid);
  } catch (cause) {
    if (!(cause instanceof HummerError)) throw cause;
    throw badInput(field, cause.message.replace('uid', field), uid);
  }
}

export function checkUsers(field: string, uids: unknown): asserts uids is readonly string[] {
  if (!Array.isArray(uids) || uids.length === 0)
    throw badInput(field, `${field} must be an array with at least one user`, uids);
  uids.forEach((uid: unknown, index) => {
    checkUser(`${field}[${index}]`, uid);
  });
}

export function checkText(field: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') {
    throw badInput(field, `${field} must be a string: use JSON.stringify for anything else`, value);
  }
}

export function checkRoom(field: string, roomId: unknown): asserts roomId is string {
  if (typeof roomId !== 'string' || !roomId) throw badInput(field, `${field} must name a room`, roomId);
}

export function readRegion(region: unknown): void {
  if (!REGIONS.includes(region as Region))
    throw badInput('region', `region must be one of ${REGIONS.join(', ')}`, region);
}

export function checkInviteID(inviteID: unknown): asserts inviteID is string {
  if (typeof inviteID !== 'string' || !inviteID)
    throw badInput('inviteID', 'inviteID must be the text of an invitation', inviteID);
}

/** The options of both kinds of invitation, with their defaults (SETTLED 26). */
export function readOptions(options: InvitationOptions): {
  data: string;
  timeout: number;
  onlineUserOnly: boolean;
  offlinePushInfo?: OfflinePushInfo;
} {
  const { data = '', timeout = 30, onlineUserOnly = false, offlinePushInfo } = options;
  checkText('data', data);
  if (!Number.isInteger(timeout) || timeout < 0 || timeout > LONGEST) {
    throw badInput(
      'timeout',
      `timeout is a whole number of seconds, 1 to ${LONGEST}, or 0 for none`,
      timeout,
    );
  }
  if (typeof onlineUserOnly !== 'boolean')
    throw badInput('onlineUserOnly', 'onlineUserOnly must be true or false', onlineUserOnly);
  if (offlinePushInfo !== undefined) fieldsOf('offlinePushInfo', offlinePushInfo);
  return { data, timeout, onlineUserOnly, ...(offlinePushInfo && { offlinePushInfo }) };
}

const LONGEST = 3_600;
