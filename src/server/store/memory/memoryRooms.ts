/* eslint-disable @typescript-eslint/require-await -- Memory has nothing to wait for; async turns a throw into a rejection. */
import { HummerErrorCode } from '../../../protocol/codes.js';
import { HummerError } from '../../../protocol/errors.js';
import type { Limits } from '../../../protocol/limits.js';
import { roomKeyOf } from '../../../protocol/regions.js';
import type { Clock } from '../../ports/Clock.js';
import type {
  AttributesRecord,
  MemberRecord,
  RoomDraft,
  RoomKey,
  RoomStore,
  StreamEntry,
} from '../../ports/Store.js';
import type { AppStreams } from './appStreams.js';
import type { Stream } from './stream.js';

const NEVER_WRITTEN: AttributesRecord = {
  attributes: {},
  revision: 0,
  lastUpdateUid: '',
  lastUpdateTs: '0',
};

/** At most this many clients may come back to a room's history; the longest known is forgotten first. */
const MAX_FLOORS = 10_000;

class Room {
  attributes = NEVER_WRITTEN;
  readonly members = new Map<string, MemberRecord>();
  floors: Map<string, number> | null = null;
  cancelDrop: (() => void) | null = null;

  constructor(
    readonly key: RoomKey,
    readonly stream: Stream,
  ) {}
}

/** Changes laid over a room, so that a transaction that throws leaves no trace. */
class Draft implements RoomDraft {
  readonly #room: Room;
  readonly #uids: readonly string[];
  readonly #bannedUntil: (uid: string) => number;
  readonly members = new Map<string, MemberRecord | undefined>();
  readonly bans = new Map<string, number>();
  readonly floors = new Map<string, number | undefined>();
  readonly appended: StreamEntry[] = [];
  newAttributes: AttributesRecord | null = null;
  memberCount: number;
  seq: number;

  constructor(room: Room, uids: readonly string[], bannedUntil: (uid: string) => number) {
    this.#room = room;
    this.#uids = uids;
    this.#bannedUntil = bannedUntil;
    this.memberCount = room.members.size;
    this.seq = room.stream.head;
  }

  get epoch(): string {
    return this.#room.stream.epoch;
  }

  get attributes(): AttributesRecord {
    return this.newAttributes ?? this.#room.attributes;
  }

  get changed(): boolean {
    const { members, bans, floors, appended } = this;
    return members.size + bans.size + floors.size + appended.length > 0 || this.newAttributes !== null;
  }

  member(uid: string): MemberRecord | undefined {
    this.#requireNamed(uid);
    return this.members.has(uid) ? this.members.get(uid) : this.#room.members.get(uid);
  }

  setMember(uid: string, member: MemberRecord): void {
    if (!this.member(uid)) this.memberCount++;
    this.members.set(uid, member);
  }

  removeMember(uid: string): void {
    if (!this.member(uid)) return;
    this.memberCount--;
    this.members.set(uid, undefined);
  }

  setAttributes(attributes: AttributesRecord): void {
    this.newAttributes = attributes;
  }

  bannedUntil(uid: string): number {
    return this.bans.get(uid) ?? this.#bannedUntil(uid);
  }

  ban(uid: string, until: number): void {
    this.bans.set(uid, until);
  }

  floor(visitor: string): number | undefined {
    return this.floors.has(visitor) ? this.floors.get(visitor) : this.#room.floors?.get(visitor);
  }

  setFloor(visitor: string, seq: number | undefined): void {
    this.floors.set(visitor, seq);
  }

  append(event: string, data: object, ts: number): number {
    const prevSeq = this.seq;
    this.seq = prevSeq + 1;
    this.appended.push({ seq: this.seq, prevSeq, event, data, ts });
    return this.seq;
  }

  /** The memory store has all members at hand; an adapter that loads them has not, so the contract is kept here too. */
  #requireNamed(uid: string): void {
    if (!this.#uids.includes(uid)) throw new Error(`The transaction did not name uid ${uid}.`);
  }
}

export interface MemoryRoomsContext {
  clock: Clock;
  limits: Limits;
  streams: (appid: string) => AppStreams;
}

export interface MemoryRooms extends RoomStore {
  sweep(now: number): void;
  sizes(): { rooms: number; members: number };
  close(): void;
}

export function createMemoryRooms({ clock, limits, streams }: MemoryRoomsContext): MemoryRooms {
  /** By app, then by room key. */
  const apps = new Map<string, Map<string, Room>>();
  /** By app and room, then by uid: until when. */
  const bans = new Map<string, Map<string, number>>();

  const banKey = ({ appid, region, roomId }: RoomKey): string => `${appid}/${roomKeyOf(region, roomId)}`;
  const find = (key: RoomKey): Room | undefined =>
    apps.get(key.appid)?.get(roomKeyOf(key.region, key.roomId));

  function create(key: RoomKey): Room {
    return new Room({ ...key }, streams(key.appid).createStream(limits.history));
  }

  function keep(room: Room): void {
    const { appid, region, roomId } = room.key;
    let rooms = apps.get(appid);
    if (!rooms) apps.set(appid, (rooms = new Map<string, Room>()));
    if (rooms.has(roomKeyOf(region, roomId))) return;
    if (rooms.size >= limits.rooms.perApp) {
      throw new HummerError(
        HummerErrorCode.TOO_MANY_ROOMS,
        `The app has ${limits.rooms.perApp} rooms, which is its limit: leave rooms that are not needed and try later.`,
      );
    }
    rooms.set(roomKeyOf(region, roomId), room);
  }

  function drop(room: Room): void {
    const { appid, region, roomId } = room.key;
    const rooms = apps.get(appid);
    if (rooms?.get(roomKeyOf(region, roomId)) !== room) return;
    rooms.delete(roomKeyOf(region, roomId));
    if (rooms.size === 0) apps.delete(appid);
    room.cancelDrop?.();
    room.cancelDrop = null;
    room.stream.clear();
  }

  /** An empty room has `emptyTtl` from its last change. */
  function watchEmpty(room: Room): void {
    room.cancelDrop?.();
    room.cancelDrop =
      room.members.size > 0
        ? null
        : clock.setTimeout(() => {
            drop(room);
          }, limits.rooms.emptyTtl);
  }

  function commit(room: Room, draft: Draft, onceKey: string | undefined): void {
    keep(room);
    for (const [uid, member] of draft.members) {
      if (member) room.members.set(uid, member);
      else room.members.delete(uid);
    }
    if (draft.newAttributes) room.attributes = draft.newAttributes;
    for (const [visitor, seq] of draft.floors) setFloor(room, visitor, seq);
    for (const [uid, until] of draft.bans) setBan(room.key, uid, until);
    const now = clock.now();
    for (const entry of draft.appended) room.stream.append(entry, now, onceKey);
    watchEmpty(room);
  }

  function setFloor(room: Room, visitor: string, seq: number | undefined): void {
    room.floors ??= new Map();
    room.floors.delete(visitor);
    if (seq === undefined) return;
    room.floors.set(visitor, seq);
    if (room.floors.size <= MAX_FLOORS) return;
    for (const oldest of room.floors.keys()) {
      room.floors.delete(oldest);
      return;
    }
  }

  function setBan(key: RoomKey, uid: string, until: number): void {
    const id = banKey(key);
    const banned = bans.get(id) ?? new Map<string, number>();
    if (until > clock.now()) banned.set(uid, until);
    else banned.delete(uid);
    if (banned.size > 0) bans.set(id, banned);
    else bans.delete(id);
  }

  return {
    async transact(key, { uids, once }, fn) {
      const app = streams(key.appid);
      const first = app.recall(once);
      const room = find(key) ?? create(key);
      const epoch = room.stream.epoch;
      // The store put it there as the result of the same request, so it has the type of this one's.
      if (first) return { value: first.value as ReturnType<typeof fn>, appended: [], repeated: true, epoch };
      const draft = new Draft(room, uids, (uid) => {
        const until = bans.get(banKey(key))?.get(uid) ?? 0;
        return until > clock.now() ? until : 0;
      });
      const value = fn(draft);
      if (draft.changed) commit(room, draft, once?.key);
      app.remember(once, value, draft.appended.length, clock.now());
      return { value, appended: draft.appended, repeated: false, epoch };
    },
    async view(key) {
      const room = find(key);
      if (!room) return null;
      const { stream, members, attributes } = room;
      return { epoch: stream.epoch, seq: stream.head, members: [...members], attributes };
    },
    async history(key, range) {
      const room = find(key);
      if (!room) return { gap: true, epoch: '', seq: 0 };
      room.stream.prune(clock.now());
      const { pageEntries: entries, pageBytes: bytes } = limits.history;
      return room.stream.page(range, { entries, bytes });
    },
    async counts(appid, region, roomIds) {
      const rooms = apps.get(appid);
      return roomIds.map((roomId) => rooms?.get(roomKeyOf(region, roomId))?.members.size ?? 0);
    },
    async list(appid) {
      const rooms = apps.get(appid)?.values() ?? [];
      return [...rooms].map(({ key, members }) => ({
        region: key.region,
        roomId: key.roomId,
        members: members.size,
      }));
    },
    async remove(key) {
      const room = find(key);
      if (!room) return [];
      const members = [...room.members];
      room.members.clear();
      drop(room);
      return members;
    },
    sweep(now) {
      for (const rooms of apps.values()) for (const room of rooms.values()) room.stream.prune(now);
      for (const [id, banned] of bans) {
        for (const [uid, until] of banned) if (until <= now) banned.delete(uid);
        if (banned.size === 0) bans.delete(id);
      }
    },
    sizes() {
      let rooms = 0;
      let members = 0;
      for (const app of apps.values()) {
        rooms += app.size;
        for (const room of app.values()) members += room.members.size;
      }
      return { rooms, members };
    },
    close() {
      for (const rooms of apps.values()) for (const room of rooms.values()) room.cancelDrop?.();
    },
  };
}
