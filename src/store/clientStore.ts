import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CallState } from './call.js';
import { Batch, createEntityTable, type EntityTable } from './entityTable.js';
import type { Invitation } from './invitations.js';
import type {
  AttributesState,
  DevicesState,
  LocalStreamState,
  Member,
  OnlineState,
  PublicationState,
  RemoteStreamState,
  RoomLogItem,
  RoomState,
  RtcState,
  ScreenShareState,
  SessionState,
  StreamKey,
} from './state.js';
import type { NetworkQualityState, RtcStatsInfo } from './statistics.js';

/** All client state. Internal: users read it through hooks, `hummer.store` (session only) and `hummer.inspect()`. */
export interface ClientStore {
  readonly session: StoreApi<SessionState>;
  /** By room key (`roomKeyOf`). */
  readonly rooms: EntityTable<RoomState>;
  readonly memberIds: EntityTable<readonly string[]>;
  readonly roomAttributes: EntityTable<AttributesState>;
  readonly roomMessages: EntityTable<readonly RoomLogItem[]>;
  /** By {@link memberKey}. */
  readonly members: EntityTable<Member>;
  readonly userAttributes: EntityTable<AttributesState>;
  /** By the peer's uid; the inbox of all peers is under {@link INBOX}. */
  readonly peerMessages: EntityTable<readonly RoomLogItem[]>;
  /** By uid, of users whose status is watched. */
  readonly online: EntityTable<OnlineState>;
  /** By room key. */
  readonly rtc: EntityTable<RtcState>;
  readonly remoteStreamKeys: EntityTable<readonly StreamKey[]>;
  readonly activeSpeakers: EntityTable<readonly string[]>;
  readonly screenShares: EntityTable<ScreenShareState>;
  /** By stream id. */
  readonly remoteStreams: EntityTable<RemoteStreamState>;
  readonly speaking: EntityTable<boolean>;
  /** By local id (`'main'`, `'screen'`); the list of all is under {@link LOCAL_STREAMS}. */
  readonly localStreams: EntityTable<LocalStreamState>;
  readonly localStreamKeys: EntityTable<readonly StreamKey[]>;
  /** By {@link memberKey} of room key and stream id. */
  readonly publications: EntityTable<PublicationState>;
  /** By {@link memberKey} of room key and uid; one's own is under the empty uid. */
  readonly networkQuality: EntityTable<NetworkQualityState>;
  /** By room key and interval. */
  readonly rtcStats: EntityTable<readonly RtcStatsInfo[]>;
  /** By device kind. */
  readonly devices: EntityTable<DevicesState>;
  /** By inviteID; a while longer than they are open. */
  readonly invitations: EntityTable<Invitation>;
  /** Lists of inviteIDs by name. */
  readonly invitationIds: EntityTable<readonly string[]>;
  /** The one call of the client. */
  readonly calls: EntityTable<CallState>;
  /** Applies changes as one: readers are told once, after all of them. */
  batch<T>(work: () => T): T;
}

/** Key of the one list of local streams. */
export const LOCAL_STREAMS = 'all';
/** Key of the log of all peers' messages; not a possible uid. */
export const INBOX = '*';

/** Key of what belongs to one member (or stream) of one room. Room keys hold no control characters. */
export function memberKey(roomKey: string, uid: string): string {
  return `${roomKey}\n${uid}`;
}

export const INITIAL_SESSION: SessionState = {
  connection: { state: 'DISCONNECTED', reason: 'INIT' },
  login: { status: 'idle', uid: null, error: null },
  roomKeys: [],
  autoplayBlocked: false,
};

export function createClientStore(): ClientStore {
  const batch = new Batch();
  const table = <T>(): EntityTable<T> => createEntityTable<T>(batch);
  return {
    session: createStore(() => INITIAL_SESSION),
    rooms: table(),
    memberIds: table(),
    roomAttributes: table(),
    roomMessages: table(),
    members: table(),
    userAttributes: table(),
    peerMessages: table(),
    online: table(),
    rtc: table(),
    remoteStreamKeys: table(),
    activeSpeakers: table(),
    screenShares: table(),
    remoteStreams: table(),
    speaking: table(),
    localStreams: table(),
    localStreamKeys: table(),
    publications: table(),
    networkQuality: table(),
    rtcStats: table(),
    devices: table(),
    invitations: table(),
    invitationIds: table(),
    calls: table(),
    batch: (work) => batch.run(work),
  };
}
