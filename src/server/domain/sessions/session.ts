import type { Region } from '../../../protocol/regions.js';
import type { Link } from '../../ports/Link.js';
import type { RoomKey, SessionRecord } from '../../ports/Store.js';
import type { Grants } from '../../ports/TokenSigner.js';
import type { AuthorizeContext } from '../permissions.js';
import type { Credentials } from '../tokens/loginTokens.js';

/** A room that a session is in. */
export interface JoinedRoom {
  readonly key: RoomKey;
  readonly epoch: string;
}

/** A session that has a link to this server right now. */
export class Session implements AuthorizeContext {
  readonly sessionId: string;
  readonly appKey: string;
  readonly uid: string;
  readonly instance: string;
  readonly instanceId: number;
  readonly isAnonymous: boolean;
  readonly link: Link;
  region: Region;
  grants: Grants;
  expiresAt: number | null;
  /** By `roomKeyOf`. */
  readonly rooms = new Map<string, JoinedRoom>();
  /** The users whose online status this connection watches. */
  readonly watched = new Set<string>();
  /** False once the session is over or its link is gone: what was under way must not take hold any more. */
  attached = true;
  /** Stops the watch over the token's expiry. */
  cancelExpiry: () => void = () => {};

  constructor(record: SessionRecord, credentials: Credentials, link: Link) {
    this.sessionId = record.sessionId;
    this.appKey = record.appid;
    this.uid = record.uid;
    this.instance = record.instance;
    this.instanceId = record.instanceId;
    this.region = record.region;
    this.isAnonymous = credentials.isAnonymous;
    this.grants = credentials.grants;
    this.expiresAt = credentials.expiresAt;
    this.link = link;
  }

  get appid(): number {
    return Number(this.appKey);
  }

  /** Who reads a room's history: a uid on one client, over its sessions (SETTLED 10). */
  get visitor(): string {
    return visitorOf(this.uid, this.instance);
  }
}

export function visitorOf(uid: string, instance: string): string {
  return `${uid}\n${instance}`;
}

/** The sessions that are linked to this server. */
export class SessionRegistry {
  readonly #byId = new Map<string, Session>();
  readonly #byUser = new Map<string, Set<Session>>();

  add(session: Session): void {
    this.#byId.set(session.sessionId, session);
    const key = `${session.appKey}/${session.uid}`;
    const sessions = this.#byUser.get(key);
    if (sessions) sessions.add(session);
    else this.#byUser.set(key, new Set([session]));
  }

  remove(session: Session): void {
    if (this.#byId.get(session.sessionId) === session) this.#byId.delete(session.sessionId);
    const key = `${session.appKey}/${session.uid}`;
    const sessions = this.#byUser.get(key);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#byUser.delete(key);
  }

  get(sessionId: string): Session | undefined {
    return this.#byId.get(sessionId);
  }

  ofUser(appKey: string, uid: string): Session[] {
    return [...(this.#byUser.get(`${appKey}/${uid}`) ?? [])];
  }

  all(): IterableIterator<Session> {
    return this.#byId.values();
  }

  get size(): number {
    return this.#byId.size;
  }
}
