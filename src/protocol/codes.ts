/**
 * Codes of `/hummer`: those of the RTS family (seed 000's service), plus 5110 for a stale revision (SETTLED 16).
 * @public
 */
export const HummerErrorCode = {
  UNKNOWN: 1,
  KICKED: 100,
  NOT_LOGGED_IN: 1001,
  DATABASE: 1003,
  TIMEOUT: 1005,
  CONNECTION_LOST: 1007,
  LOCKED: 1008,
  UNAUTHORISED: 1009,
  BAD_USER: 1011,
  INVALID_PARAMETER: 2001,
  INVALID_TOKEN: 2002,
  TOKEN_EXPIRED: 2003,
  NOT_FOUND: 2004,
  MESSAGE_TOO_LARGE: 2007,
  INVALID_APPID: 2018,
  NO_PERMISSION: 3000,
  CENSORED: 3007,
  MUTED: 3009,
  SERVER: 4000,
  TOO_FREQUENT: 4003,
  NOT_IN_ROOM: 5101,
  ROOM_FULL: 5102,
  TOO_MANY_USER_ATTRIBUTES: 5103,
  USER_ATTRIBUTES_TOO_LARGE: 5104,
  TOO_MANY_ROOM_ATTRIBUTES: 5105,
  ROOM_ATTRIBUTES_TOO_LARGE: 5106,
  ATTRIBUTE_NOT_FOUND: 5108,
  TOO_MANY_ROOMS: 5109,
  STALE_REVISION: 5110,
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
