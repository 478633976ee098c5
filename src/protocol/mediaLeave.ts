/**
 * Why a peer is gone: seed 002, table 3-6. `peerClosed.reason.code`, `kicked.reason.code` and `roomClosed.reason.code`.
 *
 * 8 (network check) is not sent: the table itself gives it no meaning for an application.
 * @public
 */
export const MediaLeaveCode = {
  /** Left by itself: `leave`, logout. */
  LEFT: 0,
  /** A server exception. Not sent here: an error in a request is that request's answer and ends nothing. */
  SERVER: 1,
  /** The media worker died, and this peer (of seed 003) cannot begin anew under its session. */
  SFU: 2,
  /** The server stops, or drains its rooms. */
  UNAVAILABLE: 3,
  /** An internal error. Not sent here, for the same reason. */
  INTERNAL: 4,
  /** A later login of the same user in the same room, or a ban. */
  BANNED: 5,
  /** The signature was not renewed in time. */
  SIGNATURE_EXPIRED: 6,
  /** The connection was lost and not resumed in time. */
  LOST: 7,
  /** Put out of the room by an administrator, or with the `/hummer` membership. */
  REMOVED: 9,
  /** The room was dismissed. */
  DISMISSED: 10,
} as const;
/** @public */
export type MediaLeaveCode = (typeof MediaLeaveCode)[keyof typeof MediaLeaveCode];
