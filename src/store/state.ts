import type { ConnectionChangeReason, ConnectionState } from '../protocol/connection.js';
import type { HummerError } from '../protocol/errors.js';
import type { AttributeMap, AttributeWrite, LeaveReason } from '../protocol/rooms.js';

/** Names a stream for life: the same frozen object from first sight to last. @public */
export interface StreamKey {
  readonly streamId: string;
  readonly uid: string;
  readonly source: 'main' | 'screen';
  readonly isLocal: boolean;
}

/** State of a membership, in a room or in its media. @public */
export type MembershipStatus = 'idle' | 'joining' | 'joined' | 'reconnecting' | 'left' | 'failed';

/** Why a membership ended. `'evicted'` is a second login of the same user in a media room. @public */
export type MembershipLeftReason = LeaveReason | 'evicted' | 'logout' | 'closed';

/** @public */
export type Continuity = 'ok' | 'recovering' | 'gap';

/** @public */
export type DeviceKind = 'camera' | 'microphone' | 'speaker';
/** @public */
export type MediaPermission = 'unknown' | 'prompt' | 'granted' | 'denied';

/** The one zustand store of a client: what is not a list of entities. @public */
export interface SessionState {
  readonly connection: { readonly state: ConnectionState; readonly reason: ConnectionChangeReason };
  readonly login: {
    readonly status: 'idle' | 'logging-in' | 'logged-in' | 'failed' | 'logged-out';
    readonly uid: string | null;
    readonly error: HummerError | null;
  };
  /** Keys of the rooms this client is in or joining. */
  readonly roomKeys: readonly string[];
  /** Playback was refused until a gesture. */
  readonly autoplayBlocked: boolean;
}

/** Membership of one room. */
export interface RoomState {
  readonly status: MembershipStatus;
  readonly leftReason: MembershipLeftReason | null;
  readonly error: HummerError | null;
  readonly continuity: Continuity;
}

/** A member of a room. @public */
export interface Member {
  readonly uid: string;
  readonly isLocal: boolean;
  readonly joinedAt: number;
  readonly extra: AttributeMap;
}

/** A write that the server has not confirmed yet. */
export type PendingWrite = AttributeWrite & {
  readonly id: string;
  /** Set once the server has done it, while revisions before it are still on their way. */
  readonly revision?: number;
};

/** An attribute map as it is seen: confirmed state with the pending writes folded over it, in order. */
export interface AttributesState {
  readonly confirmed: AttributeMap;
  readonly pending: readonly PendingWrite[];
  /** `confirmed` with `pending` applied: what a reader sees. */
  readonly attributes: AttributeMap;
  readonly revision: number;
  readonly lastUpdate: { readonly uid: string; readonly ts: number } | null;
}

/** One message of a room or a peer. `id` is the clientMsgId: the same row before and after the ack. @public */
export interface RoomMessage {
  readonly kind: 'message';
  readonly id: string;
  readonly seq: number | null;
  readonly type: string;
  /** JSON content parsed; text that is not JSON stays text; other bytes are `bytes` only. */
  readonly data: unknown;
  readonly bytes: Uint8Array;
  readonly fromUid: string;
  readonly isLocal: boolean;
  readonly status: 'sending' | 'sent' | 'failed';
  readonly error: HummerError | null;
  readonly sentAt: number;
  readonly serverTime: number | null;
  readonly appExtras: AttributeMap;
}

/** A row of a message log: a message, or a place where messages are known to be missing. @public */
export type RoomLogItem =
  RoomMessage | { readonly kind: 'gap'; readonly id: string; readonly from: number; readonly to: number };

/** Membership of a room's media. */
export interface RtcState {
  readonly status: MembershipStatus;
  readonly leftReason: MembershipLeftReason | null;
  readonly error: HummerError | null;
  readonly role: 'speaker' | 'audience';
  /** What this user is called there. */
  readonly displayName: string;
}

/** A local capture, by its id (`'main'`, `'screen'`, …). Tracks stay in the track registry, by id. */
export interface LocalStreamState {
  readonly streamKey: StreamKey;
  readonly status: 'idle' | 'starting' | 'ready' | 'failed';
  readonly permission: MediaPermission;
  readonly error: HummerError | null;
  readonly audioTrackId: string | null;
  readonly videoTrackId: string | null;
  readonly audioMuted: boolean;
  readonly videoMuted: boolean;
}

/** Somebody else's stream. */
export interface RemoteStreamState {
  readonly streamKey: StreamKey;
  readonly roomKey: string;
  readonly displayName: string;
  /** Published, whether or not received. */
  readonly hasAudio: boolean;
  readonly hasVideo: boolean;
  readonly audioMuted: boolean;
  readonly videoMuted: boolean;
  readonly subscribed: boolean;
  /** Received tracks in the track registry. */
  readonly audioTrackId: string | null;
  readonly videoTrackId: string | null;
  readonly volume: number;
}

/** A remote stream of which nothing is known yet. */
export const UNKNOWN_REMOTE_STREAM: Omit<RemoteStreamState, 'streamKey' | 'roomKey'> = Object.freeze({
  displayName: '',
  hasAudio: false,
  hasVideo: false,
  audioMuted: false,
  videoMuted: false,
  subscribed: false,
  audioTrackId: null,
  videoTrackId: null,
  volume: 100,
});

/** How far the publishing of a local stream into a room has come. */
export interface PublicationState {
  readonly status: 'idle' | 'waiting' | 'publishing' | 'published' | 'failed';
  readonly error: HummerError | null;
}

/** Sharing the screen in one room. @public */
export interface ScreenShareState {
  /** `'starting'` from the picker to the first frame that the room can have, then `'sharing'` until it ends. */
  readonly status: 'idle' | 'starting' | 'sharing' | 'failed';
  /** Of the captured screen; null while there is none. */
  readonly streamKey: StreamKey | null;
  readonly error: HummerError | null;
}

/** Devices of one kind and the choice among them, which is client state. */
export interface DevicesState {
  readonly devices: readonly {
    readonly deviceId: string;
    readonly label: string;
    readonly groupId: string;
  }[];
  readonly selectedId: string | null;
  readonly permission: MediaPermission;
  /** The chosen device was unplugged; another is in use until it is back. */
  readonly lost: boolean;
  readonly error: HummerError | null;
}

/** What is known of one watched user. */
export interface OnlineState {
  /** A user within the grace after a drop still is. The last word while it is asked anew. */
  readonly online: boolean;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly error: HummerError | null;
}
