// Those by which an error knows what can be done about it are constants of their own, as in codes.ts.
export const MODIFY_CONFLICT = 2480;
export const INVALID_INVITE_ID = 8010;
export const NOT_PERMITTED = 8011;
export const INVALID_CANCEL = 8020;

/**
 * Codes of invitations (seed 001; values as in facts 3.1 and 3.3). Others, as 1007 for a lost link, are `HummerErrorCode`.
 *
 * @example
 * ```ts
 * if (error.code === SignalingErrorCode.NO_PERMISSION) showThatOnlyTheInviterMay();
 * ```
 * @public
 */
export const SignalingErrorCode = {
  /** Another modification came first. */
  MODIFY_CONFLICT,
  /** An `onlineUserOnly` invitation cannot be modified. */
  MODIFY_DISABLED: 2481,
  INVALID_PARAMETER: 6017,
  /** There is no such invitation, or it has ended. */
  INVALID_INVITE_ID,
  NO_PERMISSION: NOT_PERMITTED,
  ALREADY_EXISTS: 8012,
  /** There is nothing left to cancel. */
  INVALID_CANCEL,
} as const;
/** @public */
export type SignalingErrorCode = (typeof SignalingErrorCode)[keyof typeof SignalingErrorCode];
