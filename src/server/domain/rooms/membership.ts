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
import type { MemberRecord, RoomKey, RoomView } from '../../ports/Store.js';
import { notLoggedIn } from '../sessions/sessionService.js';
import { visitorOf, type Session } from '../sessions/session.js';
import { roomTopic } from '../topics.js';
import type { CrossingChange, Crossings } from './crossings.js';
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

export function createMembership(context: RoomContext, crossings: Crossings): Membership {
  const { clock, limits, store, outbox, permissions, registry } = context;

  async function snapshotOf(key: RoomKey): Promise<RoomSnapshot> {
    const view = await store.rooms.view(key);
    if (!view) throw notInRoom('room:snapshot', key.roomId);
    return toSnapshot(key, view, clock.now());
  }

  function enter(session: Session, extra: AttributeMap | undefined): CrossingChange<void> {
    const { uid, sessionId, visitor } = session;
    const joinedAt = clock.now();
    return (room) => {
      refuseBanned(uid, room.bannedUntil(uid));
      const member = room.member(uid);
      const after = (): void => {
        if (room.floor(visitor) === undefined) room.setFloor(visitor, room.seq);
      };
      if (member) {
        if (!member.sessions.includes(sessionId)) {
          room.setMember(uid, { ...member, sessions: [...member.sessions, sessionId] });
        }
        return { value: undefined, after };
      }
      const fresh = { joinedAt, attributes: {}, revision: 0, sessions: [sessionId] };
      const record: MemberRecord = extra ? { ...fresh, extra } : fresh;
      room.setMember(uid, record);
      const crossing = { event: 'room:joined', member: toWireMember(uid, record) } as const;
      return { value: undefined, crossing, after };
    };
  }

  function exit(
    uid: string,
    sessionId: string,
    reason: LeaveReason,
    extra?: AttributeMap,
  ): CrossingChange<void> {
    return (room) => {
      const member = room.member(uid);
      if (!member?.sessions.includes(sessionId)) return { value: undefined };
      const sessions = member.sessions.filter((id) => id !== sessionId);
      if (sessions.length > 0) {
        room.setMember(uid, { ...member, sessions });
        return { value: undefined };
      }
      room.removeMember(uid);
      const left = extra ? { uid, reason, extra } : { uid, reason };
      return { value: undefined, crossing: { event: 'room:left', member: left } };
    };
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
      const { epoch } = await crossings.apply(key, session.uid, enter(session, extra), () => {
        // Not before, for it may be refused; and before the snapshot is read, so that what comes after it is delivered.
        session.link.follow(roomTopic(key));
      });
      if (!session.attached) {
        session.link.unfollow(roomTopic(key));
        await crossings.apply(key, session.uid, exit(session.uid, session.sessionId, 'leave'));
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
      const { uid, sessionId } = session;
      await crossings.apply(key, uid, exit(uid, sessionId, 'leave', extra));
    },

    async leaveAll({ sessionId, uid, rooms, reason }) {
      await Promise.all(rooms.map((key) => crossings.apply(key, uid, exit(uid, sessionId, reason))));
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

function refuseBanned(uid: string, until: number): void {
  if (until === 0) return;
  throw new HummerError(
    HummerErrorCode.NO_PERMISSION,
    `${uid} is banned from the room until ${new Date(until).toISOString()}.`,
  );
}

function toWireMember(uid: string, { joinedAt, extra, attributes, revision }: MemberRecord): WireMember {
  return extra ? { uid, joinedAt, extra, attributes, revision } : { uid, joinedAt, attributes, revision };
}

function toSnapshot({ region, roomId }: RoomKey, view: RoomView, serverTime: number): RoomSnapshot {
  const { epoch, seq, attributes } = view;
  const members = view.members.map(([uid, member]) => toWireMember(uid, member));
  return { region, roomId, epoch, seq, members, attributes, serverTime };
}
