import { HummerErrorCode } from '../../../protocol/codes.js';
import type { ConnectionRequests, Cursor, ResumedRoom } from '../../../protocol/connection.js';
import { HummerError } from '../../../protocol/errors.js';
import type { Limits } from '../../../protocol/limits.js';
import { roomKeyOf, type Region } from '../../../protocol/regions.js';
import type { LeaveReason } from '../../../protocol/rooms.js';
import type { Clock } from '../../ports/Clock.js';
import type { Link } from '../../ports/Link.js';
import type { Log } from '../../ports/Log.js';
import type { RoomKey, SessionRecord, Store } from '../../ports/Store.js';
import { createInstanceId, createSecret, hashSecret } from '../secrets.js';
import { used, type Credentials, type LoginTokens } from '../tokens/loginTokens.js';
import { onlineTopic, roomTopic, userTopic } from '../topics.js';
import { Session, type SessionRegistry } from './session.js';
import { SessionTimers } from './sessionTimers.js';

type LoginData = ConnectionRequests['session:login']['data'];
type LoginResult = ConnectionRequests['session:login']['result'];

/** How long a session whose resume is asked for may take to show that its own link lives. */
const RESUME_PROBE = 2_000;

export interface SessionContext {
  clock: Clock;
  log: Log;
  limits: Limits;
  store: Store;
  registry: SessionRegistry;
  loginTokens: LoginTokens;
  defaultRegion: Region;
  kickOnRemoteLogin: boolean;
  /** A user came online or went offline. */
  onlineChanged(appKey: string, uid: string, online: boolean): void;
  /** The session is over for good: its rooms are to be left, its media closed. */
  ended(record: SessionRecord, rooms: RoomKey[], reason: LeaveReason): Promise<void>;
}

/** Logins and their ends. A session outlives its link by the presence grace, and is resumed by a secret. */
export interface SessionService {
  login(link: Link, data: LoginData): Promise<{ session: Session; result: LoginResult }>;
  logout(session: Session): Promise<void>;
  /** The link is gone; the client may come back within the grace. */
  dropped(session: Session): Promise<void>;
  refreshToken(session: Session, token: string): Promise<{ expiresAt?: number }>;
  setRegion(session: Session, region: Region): Promise<void>;
  /** Ends every session of a user. */
  kickUser(appKey: string, uid: string): Promise<void>;
  /** Stops all timers, without any event. */
  close(): void;
}

export function createSessionService(context: SessionContext): SessionService {
  const { clock, log, limits, store, registry, loginTokens } = context;
  const { sessions } = store;
  const timers = new SessionTimers(clock, limits.presenceGrace);

  async function findResumable(data: LoginData): Promise<SessionRecord | null> {
    if (!data.resume) return null;
    const record = await sessions.get(String(data.appid), data.resume.sessionId);
    if (record?.uid !== data.uid || record.secretHash !== (await hashSecret(data.resume.secret))) return null;
    const linked = registry.get(record.sessionId);
    if (linked) {
      // A duplicated tab has the secret too: only a link that is really dead gives its session away (SETTLED 4).
      if (await linked.link.alive(RESUME_PROBE)) return null;
      linked.link.close();
      await detach(linked);
    }
    return record;
  }

  async function open(link: Link, data: LoginData, credentials: Credentials): Promise<[Session, string]> {
    const appKey = String(data.appid);
    if (credentials.resumeOnly) throw used();
    const secret = createSecret();
    const record: SessionRecord = {
      sessionId: crypto.randomUUID(),
      appid: appKey,
      uid: data.uid,
      instance: data.instance,
      instanceId: createInstanceId(),
      region: data.region ?? context.defaultRegion,
      secretHash: await hashSecret(secret),
      ...(credentials.temporaryJti !== null && { temporaryJti: credentials.temporaryJti }),
    };
    // Counted and entered in one turn, so that many logins at once do not all fit.
    if (registry.ofUser(appKey, data.uid).length >= limits.connections.perUid) {
      const most = limits.connections.perUid;
      throw new HummerError(
        HummerErrorCode.NO_PERMISSION,
        `${data.uid} has ${most} connections, which is the limit: close one first.`,
      );
    }
    const session = new Session(record, credentials, link);
    registry.add(session);
    if (await sessions.create(record)) context.onlineChanged(appKey, data.uid, true);
    return [session, secret];
  }

  async function resume(
    link: Link,
    found: SessionRecord,
    data: LoginData,
    credentials: Credentials,
  ): Promise<[Session, string] | null> {
    const nextSecret = createSecret();
    const record = await sessions.resume(found.appid, {
      sessionId: found.sessionId,
      uid: found.uid,
      secretHash: await hashSecret(data.resume?.secret ?? ''),
      nextSecretHash: await hashSecret(nextSecret),
    });
    if (!record) return null;
    timers.endGrace(record.sessionId);
    const session = new Session(record, credentials, link);
    registry.add(session);
    if (data.region) await setRegion(session, data.region);
    for (const key of await sessions.rooms(record.appid, record.sessionId)) {
      session.rooms.set(roomKeyOf(key.region, key.roomId), { key, epoch: '' });
    }
    return [session, nextSecret];
  }

  /** Puts the session back into its rooms, and answers where their streams are. */
  async function recoverRooms(session: Session): Promise<ResumedRoom[]> {
    const recovered: ResumedRoom[] = [];
    for (const [id, { key }] of session.rooms) {
      session.link.follow(roomTopic(key));
      const { value: inRoom, epoch } = await store.rooms.transact(key, { uids: [session.uid] }, (room) =>
        room.member(session.uid)?.sessions.includes(session.sessionId) ? room.seq : null,
      );
      if (inRoom === null) {
        session.rooms.delete(id);
        session.link.unfollow(roomTopic(key));
        await sessions.removeRoom(session.appKey, session.sessionId, key);
      } else {
        session.rooms.set(id, { key, epoch });
        recovered.push({ region: key.region, roomId: key.roomId, epoch, seq: inRoom });
      }
    }
    return recovered;
  }

  /** Parts a session from its link. Idempotent. */
  async function detach(session: Session): Promise<void> {
    if (!session.attached) return;
    release(session);
    await sessions.suspend(session.appKey, session.sessionId);
    timers.startGrace(session.sessionId, () => {
      end(session.appKey, session.sessionId, 'timeout').catch((error: unknown) => {
        log.error({ error, sessionId: session.sessionId }, 'A session could not be ended.');
      });
    });
  }

  function release(session: Session): void {
    session.attached = false;
    session.cancelExpiry();
    registry.remove(session);
    session.link.unfollow(userTopic(session.appKey, session.uid));
    for (const { key } of session.rooms.values()) session.link.unfollow(roomTopic(key));
    for (const uid of session.watched) session.link.unfollow(onlineTopic(session.appKey, uid));
  }

  async function end(appKey: string, sessionId: string, reason: LeaveReason): Promise<void> {
    timers.endGrace(sessionId);
    const closed = await sessions.close(appKey, sessionId);
    if (!closed) return;
    if (closed.last) context.onlineChanged(appKey, closed.record.uid, false);
    await context.ended(closed.record, closed.rooms, reason);
  }

  async function kick(appKey: string, sessionId: string, why: 'remote-login' | 'admin'): Promise<void> {
    const session = registry.get(sessionId);
    if (session) {
      release(session);
      session.link.notify('session:kicked', { reason: why });
      session.link.close();
    }
    await end(appKey, sessionId, 'kicked');
  }

  async function kickOthers(session: Session): Promise<void> {
    for (const { sessionId } of await sessions.ofUser(session.appKey, session.uid)) {
      // Of two logins at once the one that was kicked first does not kick back.
      if (session.attached && sessionId !== session.sessionId) {
        await kick(session.appKey, sessionId, 'remote-login');
      }
    }
  }

  /** Connects a session to its link. If that fails there is no session. */
  async function attach(session: Session): Promise<{ inbox: Cursor; rooms: ResumedRoom[] }> {
    const { appKey, uid, sessionId } = session;
    try {
      session.link.follow(userTopic(appKey, uid));
      const inbox = await store.inboxes.open(appKey, uid);
      const rooms = await recoverRooms(session);
      timers.watchExpiry(session);
      return { inbox, rooms };
    } catch (error) {
      release(session);
      await end(appKey, sessionId, 'timeout');
      throw error;
    }
  }

  async function setRegion(session: Session, region: Region): Promise<void> {
    session.region = region;
    await sessions.setRegion(session.appKey, session.sessionId, region);
  }

  return {
    async login(link, data) {
      const appKey = String(data.appid);
      const found = await findResumable(data);
      const credentials = await loginTokens.check({
        appid: appKey,
        uid: data.uid,
        token: data.token,
        resumed: found,
      });
      const back = found ? await resume(link, found, data, credentials) : null;
      const [session, secret] = back ?? (await open(link, data, credentials));
      const { inbox, rooms } = await attach(session);
      if (!back && context.kickOnRemoteLogin) await kickOthers(session);
      const { sessionId, instanceId, isAnonymous, expiresAt } = session;
      const result: LoginResult = {
        sessionId,
        secret,
        instanceId,
        resumed: back !== null,
        rooms,
        inbox,
        serverTime: clock.now(),
        isAnonymous,
        grace: limits.presenceGrace,
        requests: limits.requests,
        ...(expiresAt !== null && { expiresAt }),
      };
      return { session, result };
    },

    async logout(session) {
      release(session);
      await end(session.appKey, session.sessionId, 'leave');
    },

    dropped: detach,

    async refreshToken(session, token) {
      const { appKey, uid } = session;
      const credentials = await loginTokens.renew({ appid: appKey, uid, token });
      session.grants = credentials.grants;
      session.expiresAt = credentials.expiresAt;
      if (session.attached) timers.watchExpiry(session);
      return credentials.expiresAt === null ? {} : { expiresAt: credentials.expiresAt };
    },

    setRegion,

    async kickUser(appKey, uid) {
      for (const { sessionId } of await sessions.ofUser(appKey, uid)) await kick(appKey, sessionId, 'admin');
    },

    close() {
      timers.close();
      for (const session of registry.all()) session.cancelExpiry();
    },
  };
}

/** The error of a request that needs a login. */
export function notLoggedIn(event: string): HummerError {
  return new HummerError(HummerErrorCode.NOT_LOGGED_IN, 'Log in first: call login() and wait for it.', {
    context: { type: 'request', event, outcome: 'refused' },
  });
}
