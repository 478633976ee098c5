import { HummerErrorCode } from '../../../protocol/codes.js';
import { HummerError } from '../../../protocol/errors.js';
import { roomKeyOf } from '../../../protocol/regions.js';
import type {
  AttributeMap,
  LeaveReason,
  RoomAddress,
  RoomRequests,
  RoomSnapshot,
  WireMember,
} from '../../../protocol/rooms.js';
import type { MemberRecord, RoomDraft, RoomKey, RoomView } from '../../ports/Store.js';
import { notLoggedIn } from '../sessions/sessionService.js';
import { visitorOf, type Session } from '../sessions/session.js';
import { roomTopic } from '../topics.js';
import { joinedRoom, keyOf, notInRoom, pushAll, type RoomContext } from './roomContext.js';

/** Who is in a room. A uid is a member while at least one of its sessions is in: two tabs are one member. */
export interface Membership {
  join(session: Session, data: RoomRequests['room:join']['data']): Promise<RoomSnapshot>;
  leave(session: Session, data: RoomRequests['room:leave']['data']): Promise<void>;
  /** A session that is over leaves all its rooms. */
  leaveAll(end: {
    sessionId: string;
    uid: string;
    rooms: readonly RoomKey[];
    reason: LeaveReason;
  }): Promise<void>;
  snapshot(session: Session, address: RoomAddress): Promise<RoomSnapshot>;
  members(session: Session, address: RoomAddress): Promise<string[]>;
  userCount(session: Session, data: RoomRequests['room:userCount']['data']): Promise<Record<string, number>>;
  /** Puts a uid out, and keeps it out until `bannedUntil`. Resolves with whether it was in. */
  expel(key: RoomKey, uid: string, reason: 'kicked' | 'banned', bannedUntil?: number): Promise<boolean>;
  unban(key: RoomKey, uid: string): Promise<void>;
  /** Puts everybody out and forgets the room. Resolves with the uids that were in. */
  dismiss(key: RoomKey): Promise<string[]>;
}

export function createMembership(context: RoomContext): Membership {
  const { clock, limits, store, outbox, permissions, registry } = context;

  async function snapshotOf(key: RoomKey): Promise<RoomSnapshot> {
    const view = await store.rooms.view(key);
    if (!view) throw notInRoom('room:snapshot', key.roomId);
    return toSnapshot(key, view, clock.now());
  }

  function enter(room: RoomDraft, session: Session, extra: AttributeMap | undefined, now: number): void {
    const { uid, sessionId, visitor } = session;
    const until = room.bannedUntil(uid);
    if (until > 0) {
      throw new HummerError(
        HummerErrorCode.NO_PERMISSION,
        `${uid} is banned from the room until ${new Date(until).toISOString()}.`,
      );
    }
    const member = room.member(uid);
    if (!member) {
      const fresh = { joinedAt: now, attributes: {}, revision: 0, sessions: [sessionId] };
      const record: MemberRecord = extra ? { ...fresh, extra } : fresh;
      room.setMember(uid, record);
      room.append('room:joined', { members: [toWireMember(uid, record)] }, now);
    } else if (!member.sessions.includes(sessionId)) {
      room.setMember(uid, { ...member, sessions: [...member.sessions, sessionId] });
    }
    if (room.floor(visitor) === undefined) room.setFloor(visitor, room.seq);
  }

  async function exit(
    key: RoomKey,
    uid: string,
    sessionId: string,
    reason: LeaveReason,
    extra?: AttributeMap,
  ): Promise<void> {
    const now = clock.now();
    const { appended, epoch } = await store.rooms.transact(key, { uids: [uid] }, (room) => {
      const member = room.member(uid);
      if (!member?.sessions.includes(sessionId)) return;
      const sessions = member.sessions.filter((id) => id !== sessionId);
      if (sessions.length > 0) {
        room.setMember(uid, { ...member, sessions });
        return;
      }
      room.removeMember(uid);
      room.append('room:left', { members: [extra ? { uid, reason, extra } : { uid, reason }] }, now);
    });
    pushAll(outbox, key, epoch, appended);
  }

  /** Tells the sessions of somebody who was put out, and forgets the room with them. */
  async function evict(key: RoomKey, sessionIds: readonly string[], reason: LeaveReason): Promise<void> {
    const { appid, region, roomId } = key;
    for (const sessionId of sessionIds) {
      const session = registry.get(sessionId);
      if (session?.rooms.delete(roomKeyOf(region, roomId))) {
        session.link.unfollow(roomTopic(key));
        session.link.notify('room:evicted', { region, roomId, reason });
      }
      await store.sessions.removeRoom(appid, sessionId, key);
    }
  }

  return {
    async join(session, { region, roomId, extra }) {
      const key = keyOf(session, { region, roomId });
      const id = roomKeyOf(region, roomId);
      if (session.rooms.has(id)) return snapshotOf(key);
      await permissions.require(session, 'join', key);
      if (session.rooms.size >= limits.rooms.perConnection) {
        throw new HummerError(
          HummerErrorCode.TOO_MANY_ROOMS,
          `The connection is in ${limits.rooms.perConnection} rooms, which is the limit: leave one first.`,
        );
      }
      const now = clock.now();
      const { appended, epoch } = await store.rooms.transact(key, { uids: [session.uid] }, (room) => {
        enter(room, session, extra, now);
      });
      // Followed before the snapshot is read: whatever comes after the snapshot is delivered.
      session.link.follow(roomTopic(key));
      pushAll(outbox, key, epoch, appended);
      if (!session.attached) {
        await exit(key, session.uid, session.sessionId, 'leave');
        throw notLoggedIn('room:join');
      }
      session.rooms.set(id, { key, epoch });
      await store.sessions.addRoom(session.appKey, session.sessionId, key);
      return snapshotOf(key);
    },

    async leave(session, { region, roomId, extra }) {
      const { key } = joinedRoom(session, { region, roomId }, 'room:leave');
      session.rooms.delete(roomKeyOf(region, roomId));
      session.link.unfollow(roomTopic(key));
      await store.sessions.removeRoom(session.appKey, session.sessionId, key);
      await exit(key, session.uid, session.sessionId, 'leave', extra);
    },

    async leaveAll({ sessionId, uid, rooms, reason }) {
      for (const key of rooms) await exit(key, uid, sessionId, reason);
    },

    async snapshot(session, address) {
      return snapshotOf(joinedRoom(session, address, 'room:snapshot').key);
    },

    async members(session, address) {
      const { key } = joinedRoom(session, address, 'room:members');
      const view = await store.rooms.view(key);
      return view ? view.members.map(([uid]) => uid) : [];
    },

    async userCount(session, { region, roomIds }) {
      const counts = await store.rooms.counts(session.appKey, region, roomIds);
      return Object.fromEntries(roomIds.map((roomId, i) => [roomId, counts[i] ?? 0]));
    },

    async expel(key, uid, reason, bannedUntil) {
      const now = clock.now();
      const instances = await store.sessions.ofUser(key.appid, uid);
      const {
        value: sessions,
        appended,
        epoch,
      } = await store.rooms.transact(key, { uids: [uid] }, (room) => {
        const member = room.member(uid);
        if (bannedUntil !== undefined) room.ban(uid, bannedUntil);
        if (!member) return null;
        room.removeMember(uid);
        for (const { instance } of instances) room.setFloor(visitorOf(uid, instance), undefined);
        room.append('room:left', { members: [{ uid, reason }] }, now);
        return member.sessions;
      });
      pushAll(outbox, key, epoch, appended);
      if (sessions) await evict(key, sessions, reason);
      return sessions !== null;
    },

    async unban(key, uid) {
      await store.rooms.transact(key, { uids: [uid] }, (room) => {
        if (room.bannedUntil(uid) > 0) room.ban(uid, 0);
      });
    },

    async dismiss(key) {
      const members = await store.rooms.remove(key);
      for (const [, { sessions }] of members) await evict(key, sessions, 'dismissed');
      return members.map(([uid]) => uid);
    },
  };
}

function toWireMember(uid: string, { joinedAt, extra, attributes, revision }: MemberRecord): WireMember {
  return extra ? { uid, joinedAt, extra, attributes, revision } : { uid, joinedAt, attributes, revision };
}

function toSnapshot({ region, roomId }: RoomKey, view: RoomView, serverTime: number): RoomSnapshot {
  const { epoch, seq, attributes } = view;
  const members = view.members.map(([uid, member]) => toWireMember(uid, member));
  return { region, roomId, epoch, seq, members, attributes, serverTime };
}
