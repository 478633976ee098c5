import type { HummerError } from '../protocol/errors.js';
import type { Region } from '../protocol/regions.js';

/** @public */
export type CallStatus = 'idle' | 'dialling' | 'ringing' | 'connecting' | 'connected' | 'ended';

/**
 * Why a call ended. `'offline'` is a user whom no device of was reached, or who lost the connection for good.
 * {@link CALL_END_CODES} has the numbers.
 * @public
 */
export type CallEndReason = keyof typeof CALL_END_CODES;

/**
 * The numbers of end reasons, as call engines of the field count them (facts 3.1).
 * @public
 */
export const CALL_END_CODES = {
  unknown: 0,
  hangUp: 1,
  rejected: 2,
  noResponse: 3,
  offline: 4,
  busy: 5,
  cancelled: 6,
  otherDeviceAccepted: 7,
  otherDeviceRejected: 8,
  endedByServer: 9,
} as const;

/** The one call of a client. */
export interface CallState {
  readonly state: CallStatus;
  /** Null until it has ended. */
  readonly endReason: CallEndReason | null;
  readonly direction: 'incoming' | 'outgoing' | null;
  /** The invitation behind it; null while there is no call, and until the server has the invitation. */
  readonly inviteID: string | null;
  /** Of a group's call; null for a call between two. */
  readonly groupID: string | null;
  /** The others: who called, and who is called or has come. Whoever declined or left is not in it, while the call lasts. */
  readonly peers: readonly string[];
  /** The room of its media. */
  readonly room: { readonly region: Region; readonly roomId: string } | null;
  /** While it rings: what the caller offers. Then what the local user chose. */
  readonly video: boolean;
  /** When it was first connected, in ms by the local clock. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** It rings, and of this user's tabs this is the one that is to be heard. */
  readonly ringsAloud: boolean;
  /** Why it could not go on, where an error is behind it. */
  readonly error: HummerError | null;
}

/** Key of the one call. */
export const CURRENT_CALL = 'current';
/** List of incoming calls that nobody answered yet, in {@link ClientStore.invitationIds}. */
export const INCOMING_CALLS = 'calls';

export const NO_CALL: CallState = Object.freeze({
  state: 'idle',
  endReason: null,
  direction: null,
  inviteID: null,
  groupID: null,
  peers: Object.freeze([]),
  room: null,
  video: false,
  startedAt: null,
  endedAt: null,
  ringsAloud: false,
  error: null,
});
