import {
  CONNECTION_LOST,
  DATABASE,
  INVALID_PARAMETER,
  INVALID_TOKEN,
  KICKED,
  LOCKED,
  MUTED,
  NO_PERMISSION,
  NOT_LOGGED_IN,
  SERVER,
  STALE_REVISION,
  TIMEOUT,
  TOKEN_EXPIRED,
  TOO_FREQUENT,
  UNAUTHORISED,
  UNKNOWN,
} from './codes.js';
import type { WireInvitation } from './signaling.js';
import { INVALID_CANCEL, INVALID_INVITE_ID, MODIFY_CONFLICT, NOT_PERMITTED } from './signalingCodes.js';

/** What a caller can do about an error: try again, get a new token, correct the call, or nothing. */
export type HummerErrorAction = 'retry' | 'reauthenticate' | 'fix-input' | 'give-up';

/** Where an error comes from; `type` tells the shapes apart. */
export type HummerErrorContext =
  | { type: 'input'; field: string; received?: string }
  | { type: 'request'; event: string; roomId?: string; outcome?: 'refused' | 'unknown' | 'not-sent' }
  /** With 2480 `invitation` is what it is by now. */
  | { type: 'invitation'; event: string; inviteID: string; invitation?: WireInvitation }
  | { type: 'connection'; detail?: string }
  | { type: 'media'; rtc?: string; detail?: string }
  | { type: 'missing'; needs: string };

/** Options of {@link HummerError}. */
export interface HummerErrorOptions {
  context?: HummerErrorContext;
  /** By default derived from the code. */
  action?: HummerErrorAction;
  cause?: unknown;
}

/** The body of an error ack on the wire. `errmsg` is never empty. */
export interface WireError {
  errmsg: string;
  errcode: number;
  context?: HummerErrorContext;
}

/**
 * The one error type of this package: every refused promise and every error in a hook is one.
 *
 * @example
 * ```ts
 * room.joinRoom().catch((error: HummerError) => {
 *   if (error.action === 'retry') …
 * });
 * ```
 * Source: API.md 1.6; `rescode`, `msg`, `getCode()` and `getMsg()` are the names of seeds 000 and 002.
 * @public
 */
export class HummerError extends Error {
  override readonly name: string = 'HummerError';
  /** A documented code: see `HummerErrorCode` and `RtcErrorCode`. */
  readonly code: number;
  readonly context: HummerErrorContext;
  readonly action: HummerErrorAction;

  constructor(code: number, message: string, options: HummerErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.context = options.context ?? { type: 'connection' };
    this.action = options.action ?? actionFor(code);
  }

  get rescode(): number {
    return this.code;
  }

  get msg(): string {
    return this.message;
  }

  getCode(): number {
    return this.code;
  }

  getMsg(): string {
    return this.message;
  }
}

const RETRY: readonly number[] = [
  TIMEOUT,
  CONNECTION_LOST,
  LOCKED,
  SERVER,
  DATABASE,
  TOO_FREQUENT,
  STALE_REVISION,
  MODIFY_CONFLICT,
];
const REAUTHENTICATE: readonly number[] = [INVALID_TOKEN, TOKEN_EXPIRED, NOT_LOGGED_IN, UNAUTHORISED];
const GIVE_UP: readonly number[] = [
  KICKED,
  NO_PERMISSION,
  MUTED,
  UNKNOWN,
  NOT_PERMITTED,
  INVALID_INVITE_ID,
  INVALID_CANCEL,
];

function actionFor(code: number): HummerErrorAction {
  if (RETRY.includes(code)) return 'retry';
  if (REAUTHENTICATE.includes(code)) return 'reauthenticate';
  return GIVE_UP.includes(code) ? 'give-up' : 'fix-input';
}

/** The error of a call whose input is wrong; `field` names the input, the message says how to mend it. */
export function inputError(field: string, message: string, received?: unknown): HummerError {
  return new HummerError(INVALID_PARAMETER, message, {
    context: { type: 'input', field, ...(received === undefined ? {} : { received: describe(received) }) },
  });
}

/** Any thrown value as a {@link HummerError}. */
export function toHummerError(cause: unknown): HummerError {
  if (cause instanceof HummerError) return cause;
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new HummerError(UNKNOWN, detail || 'Unknown error.', { cause });
}

function describe(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}
