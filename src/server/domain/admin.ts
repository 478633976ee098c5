import type { Region } from '../../protocol/regions.js';
import type {
  AttributeWrite,
  AttributeWriteResult,
  OutgoingMessage,
  PublishResult,
} from '../../protocol/rooms.js';
import type { Clock } from '../ports/Clock.js';
import type { RoomKey, Store } from '../ports/Store.js';
import type { MediaAccess } from '../ports/MediaAccess.js';
import type { Membership } from './rooms/membership.js';
import type { RoomAttributes } from './rooms/roomAttributes.js';
import type { RoomMessages } from './rooms/roomMessages.js';
import type { SessionService } from './sessions/sessionService.js';

/** What an operator may do, over HTTP or in the process (`server.admin`). @public */
export interface Admin {
  listRooms(appid: string): Promise<{ region: Region; roomId: string; members: number }[]>;
  members(room: RoomKey): Promise<{ uid: string; joinedAt: number; connections: number }[]>;
  /** Puts a user out of a room; it may come back. Resolves with whether it was in. */
  kick(room: RoomKey, uid: string): Promise<boolean>;
  /** Puts a user out and keeps it out for `seconds`; 0 lifts the ban. */
  ban(room: RoomKey, uid: string, seconds: number): Promise<boolean>;
  /** Puts everybody out; messages and attributes of the room are gone. Resolves with who was in. */
  dismiss(room: RoomKey): Promise<string[]>;
  /** A message from `$server` to everybody in the room. */
  sendMessage(room: RoomKey, message: OutgoingMessage): Promise<PublishResult>;
  /** Writes room attributes, those that begin with `$` too. */
  writeRoomAttributes(room: RoomKey, write: AttributeWrite): Promise<AttributeWriteResult>;
  /** Writes a member's attributes, those that begin with `$` too; null if it is not in the room. */
  writeUserAttributes(
    room: RoomKey,
    uid: string,
    write: AttributeWrite,
  ): Promise<AttributeWriteResult | null>;
  /** Ends every session of a user. */
  kickUser(appid: string, uid: string): Promise<void>;
}

export function createAdmin(context: {
  clock: Clock;
  store: Store;
  sessions: SessionService;
  membership: Membership;
  messages: RoomMessages;
  attributes: RoomAttributes;
  media: MediaAccess | null;
}): Admin {
  const { clock, store, sessions, membership, messages, attributes, media } = context;
  return {
    listRooms: (appid) => store.rooms.list(appid),
    async members(room) {
      const view = await store.rooms.view(room);
      return (view?.members ?? []).map(([uid, member]) => ({
        uid,
        joinedAt: member.joinedAt,
        connections: member.sessions.length,
      }));
    },
    async kick(room, uid) {
      const wasIn = await membership.expel(room, uid, 'kicked');
      media?.revokeUser(room, uid, 'kicked');
      return wasIn;
    },
    async ban(room, uid, seconds) {
      if (seconds <= 0) {
        await membership.unban(room, uid);
        return false;
      }
      const wasIn = await membership.expel(room, uid, 'banned', clock.now() + seconds * 1000);
      media?.revokeUser(room, uid, 'banned');
      return wasIn;
    },
    async dismiss(room) {
      const uids = await membership.dismiss(room);
      media?.revokeRoom(room, 'dismissed');
      return uids;
    },
    sendMessage: (room, message) => messages.publishAsServer(room, message),
    writeRoomAttributes: (room, write) => attributes.writeAsServer(room, write),
    writeUserAttributes: (room, uid, write) => attributes.writeUserAsServer(room, uid, write),
    kickUser: (appid, uid) => sessions.kickUser(appid, uid),
  };
}
