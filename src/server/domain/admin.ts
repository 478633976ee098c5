import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import type { Limits } from '../../protocol/limits.js';
import type { MediaRole } from '../../protocol/media.js';
import type { Region } from '../../protocol/regions.js';
import type {
  AttributeWrite,
  AttributeWriteResult,
  OutgoingMessage,
  PublishResult,
} from '../../protocol/rooms.js';
import { adminDecoders } from '../../protocol/schemas/admin.js';
import { schemaContext } from '../../protocol/schemas/common.js';
import type { Clock } from '../ports/Clock.js';
import type { MediaAccess } from '../ports/MediaAccess.js';
import type { RoomKey, Store } from '../ports/Store.js';
import type { Membership } from './rooms/membership.js';
import type { RoomAttributes } from './rooms/roomAttributes.js';
import type { RoomMessages } from './rooms/roomMessages.js';
import type { SessionService } from './sessions/sessionService.js';

/** Names a room to the operator's calls. @public */
export interface AdminRoom {
  appid: number | string;
  /** Default: the server's default region. */
  region?: Region;
  roomId: string;
}

/** A message of the server. @public */
export interface AdminMessage extends Omit<OutgoingMessage, 'clientMsgId'> {
  /** The same id sends the same message once. Default: a new one. */
  clientMsgId?: string;
}

/**
 * What an operator may do, over HTTP or in the process (`server.admin`). Every call rejects with a `HummerError` 2001 if what
 * it is given is not of the stated form.
 *
 * @example
 * ```ts
 * await server.admin.kick({ appid: 1, roomId: 'lesson' }, 'ann');
 * await server.admin.writeUserAttributes({ appid: 1, roomId: 'lesson' }, 'ben', {
 *   op: 'addOrUpdate',
 *   attributes: { $role: 'teacher' },
 * });
 * ```
 * @public
 */
export interface Admin {
  /** The rooms of an app, with the number of their members. */
  listRooms(appid: number | string): Promise<{ region: Region; roomId: string; members: number }[]>;
  /** Who is in a room, since when (ms) and on how many connections. */
  members(room: AdminRoom): Promise<{ uid: string; joinedAt: number; connections: number }[]>;
  /** Puts a user out of a room and its media; it may come back. Resolves with whether it was in one of them. */
  kick(room: AdminRoom, uid: string): Promise<boolean>;
  /** The same, and keeps the user out for `seconds`; 0 lifts the ban. */
  ban(room: AdminRoom, uid: string, seconds: number): Promise<boolean>;
  /**
   * Makes a user a speaker (0) or a member of the audience (2) of the room's media, at once if it is in: what it publishes ends,
   * and its client is told. It counts above what tokens grant until nobody is left in the room's media; `authorize` is asked as
   * ever. Resolves with whether the user was in the room's media; rejects with 90100022 or 90100246 if the user speaks in another
   * room, or the room has no place for one more speaker, and with 2004 on a server without media.
   */
  setRole(room: AdminRoom, uid: string, role: MediaRole): Promise<boolean>;
  /** Puts everybody out of a room and its media; its messages and attributes are gone. Resolves with who was in. */
  dismiss(room: AdminRoom): Promise<string[]>;
  /** A message from `$server` to everybody in the room. */
  sendMessage(room: AdminRoom, message: AdminMessage): Promise<PublishResult>;
  /** Writes room attributes, those that begin with `$` too. */
  writeRoomAttributes(room: AdminRoom, write: AttributeWrite): Promise<AttributeWriteResult>;
  /** Writes a member's attributes, those that begin with `$` too; null if it is not in the room. */
  writeUserAttributes(
    room: AdminRoom,
    uid: string,
    write: AttributeWrite,
  ): Promise<AttributeWriteResult | null>;
  /** Ends every session of a user. */
  kickUser(appid: number | string, uid: string): Promise<void>;
}

export interface AdminContext {
  clock: Clock;
  limits: Limits;
  defaultRegion: Region;
  store: Store;
  sessions: SessionService;
  membership: Membership;
  messages: RoomMessages;
  attributes: RoomAttributes;
  media: MediaAccess | null;
}

export function createAdmin(context: AdminContext): Admin {
  const { clock, store, sessions, membership, messages, attributes, media } = context;
  const decoders = adminDecoders(schemaContext(context.limits, context.defaultRegion));
  const appOf = (appid: number | string): string => String(decoders.app({ appid }).appid);
  const uidOf = (uid: string): string => decoders.user({ uid }).uid;
  const keyOf = (room: AdminRoom): RoomKey => {
    const { appid, region, roomId } = decoders.room(room);
    return { appid: String(appid), region, roomId };
  };

  return {
    async listRooms(appid) {
      return store.rooms.list(appOf(appid));
    },
    async members(room) {
      const view = await store.rooms.view(keyOf(room));
      return (view?.members ?? []).map(([uid, member]) => ({
        uid,
        joinedAt: member.joinedAt,
        connections: member.sessions.length,
      }));
    },
    async kick(room, uid) {
      const key = keyOf(room);
      const wasMember = await membership.expel(key, uidOf(uid), 'kicked');
      const hadMedia = media?.revokeUser(key, uid, 'kicked') ?? false;
      return wasMember || hadMedia;
    },
    async ban(room, uid, seconds) {
      const key = keyOf(room);
      const ban = decoders.ban({ uid, seconds });
      if (ban.seconds === 0) {
        await membership.unban(key, uid);
        return false;
      }
      const wasMember = await membership.expel(key, uid, 'banned', clock.now() + ban.seconds * 1000);
      const hadMedia = media?.revokeUser(key, uid, 'banned') ?? false;
      return wasMember || hadMedia;
    },
    setRole: async (room, uid, role) => {
      const key = keyOf(room);
      const wish = decoders.role({ uid, role });
      if (media) return Promise.resolve(media.giveRole(key, wish.uid, wish.role));
      throw new HummerError(HummerErrorCode.NOT_FOUND, 'This server runs without media.');
    },
    async dismiss(room) {
      const key = keyOf(room);
      const members = await membership.dismiss(key);
      const inMedia = media?.revokeRoom(key, 'dismissed') ?? [];
      return [...new Set([...members, ...inMedia])];
    },
    async sendMessage(room, message) {
      const key = keyOf(room);
      return messages.publishAsServer(key, {
        clientMsgId: crypto.randomUUID(),
        ...decoders.message(message),
      });
    },
    async writeRoomAttributes(room, write) {
      return attributes.writeAsServer(keyOf(room), decoders.write(write));
    },
    async writeUserAttributes(room, uid, write) {
      return attributes.writeUserAsServer(keyOf(room), uidOf(uid), decoders.write(write));
    },
    async kickUser(appid, uid) {
      await sessions.kickUser(appOf(appid), uidOf(uid));
    },
  };
}
