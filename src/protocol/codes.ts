// Each code is a constant of its own, so that a page loads those it uses.
export const UNKNOWN = 1;
export const KICKED = 100;
export const NOT_LOGGED_IN = 1001;
export const DATABASE = 1003;
export const TIMEOUT = 1005;
export const CONNECTION_LOST = 1007;
export const LOCKED = 1008;
export const UNAUTHORISED = 1009;
export const BAD_USER = 1011;
export const INVALID_PARAMETER = 2001;
export const INVALID_TOKEN = 2002;
export const TOKEN_EXPIRED = 2003;
export const NOT_FOUND = 2004;
export const MESSAGE_TOO_LARGE = 2007;
export const INVALID_APPID = 2018;
export const NO_PERMISSION = 3000;
export const CENSORED = 3007;
export const MUTED = 3009;
export const SERVER = 4000;
export const TOO_FREQUENT = 4003;
export const NOT_IN_ROOM = 5101;
export const ROOM_FULL = 5102;
export const TOO_MANY_USER_ATTRIBUTES = 5103;
export const USER_ATTRIBUTES_TOO_LARGE = 5104;
export const TOO_MANY_ROOM_ATTRIBUTES = 5105;
export const ROOM_ATTRIBUTES_TOO_LARGE = 5106;
export const ATTRIBUTE_NOT_FOUND = 5108;
export const TOO_MANY_ROOMS = 5109;
export const STALE_REVISION = 5110;

/**
 * Codes of `/hummer`: those of the RTS family (seed 000's service), plus 5110 for a stale revision (SETTLED 16).
 *
 * @example
 * ```ts
 * if (error.code === HummerErrorCode.STALE_REVISION) await readAgain();
 * ```
 * @public
 */
export const HummerErrorCode = {
  UNKNOWN,
  KICKED,
  NOT_LOGGED_IN,
  DATABASE,
  TIMEOUT,
  CONNECTION_LOST,
  LOCKED,
  UNAUTHORISED,
  BAD_USER,
  INVALID_PARAMETER,
  INVALID_TOKEN,
  TOKEN_EXPIRED,
  NOT_FOUND,
  MESSAGE_TOO_LARGE,
  INVALID_APPID,
  NO_PERMISSION,
  CENSORED,
  MUTED,
  SERVER,
  TOO_FREQUENT,
  NOT_IN_ROOM,
  ROOM_FULL,
  TOO_MANY_USER_ATTRIBUTES,
  USER_ATTRIBUTES_TOO_LARGE,
  TOO_MANY_ROOM_ATTRIBUTES,
  ROOM_ATTRIBUTES_TOO_LARGE,
  ATTRIBUTE_NOT_FOUND,
  TOO_MANY_ROOMS,
  STALE_REVISION,
} as const;
/** @public */
export type HummerErrorCode = (typeof HummerErrorCode)[keyof typeof HummerErrorCode];

/** `errcode` values of `/` that are not codes of seed 002: 1002 is seed 003's generic failure, the rest read as in HTTP. */
export const MediaWireCode = {
  FAILED: 1002,
  BAD_REQUEST: 400,
  UNAUTHORISED: 401,
  REFUSED: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_LARGE: 413,
  TOO_MANY: 429,
  INTERNAL: 500,
  NOT_IMPLEMENTED: 501,
  UNAVAILABLE: 503,
} as const;
