/* eslint-disable @typescript-eslint/require-await -- Memory has nothing to wait for; async turns a throw into a rejection. */
import { roomKeyOf } from '../../../protocol/regions.js';
import type { RoomKey, SessionRecord, SessionStore } from '../../ports/Store.js';

interface Session {
  record: SessionRecord;
  live: boolean;
  readonly rooms: Map<string, RoomKey>;
}

export interface MemorySessions extends SessionStore {
  size(): number;
}

export function createMemorySessions(): MemorySessions {
  const sessions = new Map<string, Session>();
  /** Session ids by app and uid. */
  const users = new Map<string, Set<string>>();

  const userKey = (appid: string, uid: string): string => `${appid}/${uid}`;

  function find(appid: string, sessionId: string): Session | undefined {
    const session = sessions.get(sessionId);
    return session?.record.appid === appid ? session : undefined;
  }

  return {
    async create(record) {
      sessions.set(record.sessionId, { record, live: true, rooms: new Map() });
      const key = userKey(record.appid, record.uid);
      const ids = users.get(key);
      if (ids) ids.add(record.sessionId);
      else users.set(key, new Set([record.sessionId]));
      return !ids;
    },
    async get(appid, sessionId) {
      return find(appid, sessionId)?.record ?? null;
    },
    async suspend(appid, sessionId) {
      const session = find(appid, sessionId);
      if (session) session.live = false;
    },
    async resume(appid, { sessionId, uid, secretHash, nextSecretHash }) {
      const session = find(appid, sessionId);
      if (!session || session.live) return null;
      if (session.record.uid !== uid || session.record.secretHash !== secretHash) return null;
      session.live = true;
      session.record = { ...session.record, secretHash: nextSecretHash };
      return session.record;
    },
    async setRegion(appid, sessionId, region) {
      const session = find(appid, sessionId);
      if (session) session.record = { ...session.record, region };
    },
    async addRoom(appid, sessionId, room) {
      find(appid, sessionId)?.rooms.set(roomKeyOf(room.region, room.roomId), room);
    },
    async removeRoom(appid, sessionId, room) {
      find(appid, sessionId)?.rooms.delete(roomKeyOf(room.region, room.roomId));
    },
    async rooms(appid, sessionId) {
      return [...(find(appid, sessionId)?.rooms.values() ?? [])];
    },
    async close(appid, sessionId) {
      const session = find(appid, sessionId);
      if (!session) return null;
      sessions.delete(sessionId);
      const key = userKey(appid, session.record.uid);
      const ids = users.get(key);
      ids?.delete(sessionId);
      const last = ids?.size === 0;
      if (last) users.delete(key);
      return { record: session.record, rooms: [...session.rooms.values()], last };
    },
    async ofUser(appid, uid) {
      const ids = users.get(userKey(appid, uid)) ?? [];
      return [...ids].flatMap((id) => find(appid, id)?.record ?? []);
    },
    async online(appid, uids) {
      return uids.filter((uid) => users.has(userKey(appid, uid)));
    },
    async connected(appid, uids) {
      return uids.filter((uid) =>
        [...(users.get(userKey(appid, uid)) ?? [])].some((id) => sessions.get(id)?.live),
      );
    },
    size: () => sessions.size,
  };
}
