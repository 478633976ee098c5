import type { Limits } from '../../protocol/limits.js';
import type { Region } from '../../protocol/regions.js';
import type { AttributeMap, HistoryPage } from '../../protocol/rooms.js';
import type { Cursor } from '../../protocol/connection.js';
import type { Clock } from './Clock.js';
import type { InvitationStore } from './InvitationStore.js';
import type { Log } from './Log.js';
import type { Once } from './Once.js';

/** Identity of a room (SETTLED 9). `appid` is text here: the number and the string form are one app. */
export interface RoomKey {
  readonly appid: string;
  readonly region: Region;
  readonly roomId: string;
}

/** One entry of a stream. `prevSeq` is the entry before it, 0 for the first. */
export interface StreamEntry {
  readonly seq: number;
  readonly prevSeq: number;
  readonly event: string;
  /** JSON, immutable from here on. */
  readonly data: object;
  readonly ts: number;
}

/** A range of a stream: entries after `from`, up to and including `to`. */
export interface StreamRange {
  epoch: string;
  from: number;
  to?: number;
}

export interface MemberRecord {
  readonly joinedAt: number;
  readonly extra?: AttributeMap;
  readonly attributes: AttributeMap;
  readonly revision: number;
  /** Ids of the sessions that are in the room under this uid: never empty. */
  readonly sessions: readonly string[];
}

export interface AttributesRecord {
  readonly attributes: AttributeMap;
  readonly revision: number;
  readonly lastUpdateUid: string;
  readonly lastUpdateTs: string;
}

/** A room as a transaction sees it: reads show the transaction's own changes. */
export interface RoomDraft {
  readonly epoch: string;
  /** The head of the stream, with what was appended here. */
  readonly seq: number;
  readonly memberCount: number;
  /** A member among the uids that the transaction named. */
  member(uid: string): MemberRecord | undefined;
  setMember(uid: string, member: MemberRecord): void;
  removeMember(uid: string): void;
  readonly attributes: AttributesRecord;
  setAttributes(attributes: AttributesRecord): void;
  /** Until when a uid is banned; 0 if it is not. A ban outlives the room. */
  bannedUntil(uid: string): number;
  ban(uid: string, until: number): void;
  /** Where a visitor (a uid on one client) may begin to read history. Kept after the visitor has left. */
  floor(visitor: string): number | undefined;
  setFloor(visitor: string, seq: number | undefined): void;
  /** Adds to the stream and returns the new head. */
  append(event: string, data: object, ts: number): number;
}

export interface RoomTransaction {
  /** The uids whose members the transaction reads or writes. */
  uids: readonly string[];
  once?: Once;
}

export interface TransactionResult<T, TAppended> {
  value: T;
  appended: TAppended[];
  /** The request was a repeat: `value` is the first result and nothing was appended. */
  repeated: boolean;
}

export interface RoomView {
  readonly epoch: string;
  readonly seq: number;
  readonly members: readonly (readonly [uid: string, member: MemberRecord])[];
  readonly attributes: AttributesRecord;
}

/**
 * Rooms with their streams.
 *
 * INVARIANTS
 * - `transact` runs `fn` alone on its room: transactions of one room happen one after the other and resolve in that
 *   order. `fn` is synchronous and pure; it may be run again. Either all that it did happens, or, when it throws, nothing.
 * - A room comes to be with the first transaction that changes it, and gets a fresh `epoch`. With more than
 *   `limits.rooms.perApp` rooms in the app the transaction rejects with 5109.
 * - A room without members is dropped `limits.rooms.emptyTtl` after its last change; its floors go with it.
 * - `seq` counts from 1 without holes. It never goes back within an epoch.
 * - With `once`: the first transaction's value is kept as long as the stream holds its entries and at least five
 *   minutes. The same key and hash resolve with it, another hash rejects with 2001.
 * - Entries go, oldest first, beyond `limits.history` (entries, age, bytes) and `limits.streamsBytesPerApp`.
 * - `history` answers a gap if the epoch is another, if entries after `from` are gone, or if `from` is beyond the head.
 *   A page holds at most `limits.history.pageEntries` entries and, beyond its first, `pageBytes` bytes.
 */
export interface RoomStore {
  transact<T>(
    key: RoomKey,
    transaction: RoomTransaction,
    fn: (room: RoomDraft) => T,
  ): Promise<TransactionResult<T, StreamEntry> & { epoch: string }>;
  /** The whole state at one moment, or null if there is no such room. */
  view(key: RoomKey): Promise<RoomView | null>;
  history(key: RoomKey, range: StreamRange): Promise<HistoryPage<StreamEntry>>;
  /** Member counts, in the order asked; 0 for a room that does not exist. */
  counts(appid: string, region: Region, roomIds: readonly string[]): Promise<number[]>;
  list(appid: string): Promise<{ region: Region; roomId: string; members: number }[]>;
  /** Drops a room at once and answers who was in it. */
  remove(key: RoomKey): Promise<(readonly [uid: string, member: MemberRecord])[]>;
}

export interface InboxAppended {
  uid: string;
  epoch: string;
  entry: StreamEntry;
}

export interface InboxDraft {
  exists(uid: string): boolean;
  /** Adds to the inbox of one of the named uids, which comes to be if need be. Returns the new head. */
  append(uid: string, event: string, data: object, ts: number): number;
}

/**
 * A stream for each user, with the same INVARIANTS as a room's stream and `limits.inbox` as its limits. An empty inbox
 * that was not used for `limits.inbox.age` may be forgotten: its next use begins another epoch.
 */
export interface InboxStore {
  /** The head of a user's inbox, which exists from now on. */
  open(appid: string, uid: string): Promise<Cursor>;
  transact<T>(
    appid: string,
    transaction: RoomTransaction,
    fn: (inboxes: InboxDraft) => T,
  ): Promise<TransactionResult<T, InboxAppended>>;
  history(appid: string, uid: string, range: StreamRange): Promise<HistoryPage<StreamEntry>>;
}

/** A login on one client, from its first link to its end; links come and go under it. */
export interface SessionRecord {
  readonly sessionId: string;
  readonly appid: string;
  readonly uid: string;
  /** Names the client object over its reconnects. */
  readonly instance: string;
  readonly instanceId: number;
  readonly region: Region;
  /** Hash of the secret that the next resume must show. */
  readonly secretHash: string;
  /** The `jti` of the temporary token that opened the session. */
  readonly temporaryJti?: string;
}

/**
 * Sessions of all users: who is online, and what a dropped client may come back to.
 *
 * INVARIANTS
 * - A session is live from `create` or `resume` until `suspend`, and exists until `close`.
 * - `resume` succeeds only for a suspended session of the same uid with the right hash, and puts `nextSecretHash` in its
 *   place: of two attempts with one secret at most one succeeds.
 * - `close` answers the record to exactly one caller.
 * - A uid is online while it has a session, live or suspended.
 */
export interface SessionStore {
  /** Resolves with whether the user came online by it. */
  create(record: SessionRecord): Promise<boolean>;
  get(appid: string, sessionId: string): Promise<SessionRecord | null>;
  /** The session's link dropped. */
  suspend(appid: string, sessionId: string): Promise<void>;
  resume(
    appid: string,
    proof: { sessionId: string; uid: string; secretHash: string; nextSecretHash: string },
  ): Promise<SessionRecord | null>;
  setRegion(appid: string, sessionId: string, region: Region): Promise<void>;
  /** Notes the rooms a session is in, so that whoever ends it can leave them. */
  addRoom(appid: string, sessionId: string, room: RoomKey): Promise<void>;
  removeRoom(appid: string, sessionId: string, room: RoomKey): Promise<void>;
  rooms(appid: string, sessionId: string): Promise<RoomKey[]>;
  /** `last`: the user went offline by it. */
  close(
    appid: string,
    sessionId: string,
  ): Promise<{ record: SessionRecord; rooms: RoomKey[]; last: boolean } | null>;
  ofUser(appid: string, uid: string): Promise<SessionRecord[]>;
  online(appid: string, uids: readonly string[]): Promise<string[]>;
  /** Of the uids those with a live session: told something now, they hear it. */
  connected(appid: string, uids: readonly string[]): Promise<string[]>;
}

/**
 * Single-use things that expire.
 *
 * INVARIANTS
 * - `burn` is true exactly once for an id until `expiresAt`.
 * - `take` answers what `put` kept exactly once, and null after `expiresAt`.
 */
export interface TokenStore {
  burn(id: string, expiresAt: number): Promise<boolean>;
  put(id: string, value: object, expiresAt: number): Promise<void>;
  take(id: string): Promise<object | null>;
}

/** All state that several server processes could share. */
export interface Store {
  readonly rooms: RoomStore;
  readonly inboxes: InboxStore;
  readonly sessions: SessionStore;
  readonly tokens: TokenStore;
  readonly invitations: InvitationStore;
  stats(): Promise<StoreStats>;
  close(): Promise<void>;
}

/** Sizes, for metrics and leak tests. */
export interface StoreStats {
  rooms: number;
  members: number;
  sessions: number;
  inboxes: number;
  streamEntries: number;
  streamBytes: number;
  remembered: number;
  /** Invitations that still ring, and all that are kept. */
  openInvitations: number;
  invitations: number;
}

/** What a store is made with. `createHummerServer({store})` takes such a function, so that clock and limits are one. */
export type StoreFactory = (context: { clock: Clock; limits: Limits; log: Log }) => Store | Promise<Store>;
