/**
 * Codes of invitations (seed 001; values as in facts 3.1 and 3.3). Others, as 1007 for a lost link, are `HummerErrorCode`.
 * @public
 */
export const SignalingErrorCode = {
  /** Another modification came first. */
  MODIFY_CONFLICT: 2480,
  /** An `onlineUserOnly` invitation cannot be modified. */
  MODIFY_DISABLED: 2481,
  INVALID_PARAMETER: 6017,
  /** There is no such invitation, or it has ended. */
  INVALID_INVITE_ID: 8010,
  NO_PERMISSION: 8011,
  ALREADY_EXISTS: 8012,
  /** There is nothing left to cancel. */
  INVALID_CANCEL: 8020,
} as const;
/** @public */
export type SignalingErrorCode = (typeof SignalingErrorCode)[keyof typeof SignalingErrorCode];
