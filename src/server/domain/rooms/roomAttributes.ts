import { HummerErrorCode } from '../../../protocol/codes.js';
import { HummerError } from '../../../protocol/errors.js';
import {
  SERVER_UID,
  type AttributeMap,
  type AttributeWrite,
  type AttributeWriteRequest,
  type AttributeWriteResult,
  type RoomRequests,
  type WireAttributes,
} from '../../../protocol/rooms.js';
import type { RoomKey } from '../../ports/Store.js';
import { mayEnter, noPermission } from '../permissions.js';
import { fingerprint } from '../secrets.js';
import type { Session } from '../sessions/session.js';
import { applyAttributeWrite, checkAttributeLimits, pickKeys, type AttributeWriter } from './attributes.js';
import { joinedRoom, keyOf, notInRoom, pushAll, type RoomContext } from './roomContext.js';

/** Attributes of rooms, which need no membership, and of members, which die with it. */
export interface RoomAttributes {
  writeRoom(
    session: Session,
    data: RoomRequests['room:writeAttributes']['data'],
  ): Promise<AttributeWriteResult>;
  readRoom(session: Session, data: RoomRequests['room:readAttributes']['data']): Promise<WireAttributes>;
  writeUser(
    session: Session,
    data: RoomRequests['room:writeUserAttributes']['data'],
  ): Promise<AttributeWriteResult>;
  readUser(
    session: Session,
    data: RoomRequests['room:readUserAttributes']['data'],
  ): Promise<{ attributes: AttributeMap; revision: number }>;
  /** The server's own write, `$` keys included. */
  writeAsServer(key: RoomKey, write: AttributeWrite): Promise<AttributeWriteResult>;
  /** The server's own write of a member's attributes; null if the uid is not in the room. */
  writeUserAsServer(key: RoomKey, uid: string, write: AttributeWrite): Promise<AttributeWriteResult | null>;
}

const SUFFIX: Record<AttributeWrite['op'], string> = {
  set: 'Set',
  addOrUpdate: 'AddedOrUpdated',
  delete: 'Deleted',
  clear: 'Cleared',
};

/** One write on its way into a room. */
interface Writing {
  write: AttributeWrite;
  writer: AttributeWriter;
  author: string;
  clientMsgId?: string;
  ifRevision?: number;
}

export function createRoomAttributes(context: RoomContext): RoomAttributes {
  const { clock, limits, store, outbox, permissions } = context;

  async function writeRoom(key: RoomKey, writing: Writing, hash?: string): Promise<AttributeWriteResult> {
    const { write, writer, author } = writing;
    const lastUpdateTs = String(clock.now());
    const once = onceOf('room:writeAttributes', writing, hash);
    const { value, appended, epoch } = await store.rooms.transact(key, { uids: [], ...once }, (room) => {
      const current = room.attributes;
      checkRevision(writing, current.revision);
      const change = applyAttributeWrite(current.attributes, write, writer);
      checkAttributeLimits(change, write, 'room', limits.attributes);
      const revision = current.revision + 1;
      const stamp = { revision, lastUpdateUid: author, lastUpdateTs };
      room.setAttributes({ ...stamp, attributes: change.attributes });
      const data = { ...stamp, attributes: change.notified, ...echo(writing) };
      room.append(`room:attributes${SUFFIX[write.op]}`, data, Number(lastUpdateTs));
      return { revision, lastUpdateTs };
    });
    pushAll(outbox, key, epoch, appended);
    return value;
  }

  async function writeUser(
    key: RoomKey,
    uid: string,
    writing: Writing,
    sessionId?: string,
    hash?: string,
  ): Promise<AttributeWriteResult | null> {
    const { write, writer, author } = writing;
    const lastUpdateTs = String(clock.now());
    const once = onceOf('room:writeUserAttributes', writing, hash);
    const { value, appended, epoch } = await store.rooms.transact(key, { uids: [uid], ...once }, (room) => {
      const member = room.member(uid);
      if (!member || (sessionId !== undefined && !member.sessions.includes(sessionId))) return null;
      checkRevision(writing, member.revision);
      const change = applyAttributeWrite(member.attributes, write, writer);
      checkAttributeLimits(change, write, 'user', limits.attributes);
      const revision = member.revision + 1;
      room.setMember(uid, { ...member, attributes: change.attributes, revision });
      const stamp = { revision, lastUpdateUid: author, lastUpdateTs };
      const data = { uid, ...stamp, attributes: change.notified, ...echo(writing) };
      room.append(`room:userAttributes${SUFFIX[write.op]}`, data, Number(lastUpdateTs));
      return { revision, lastUpdateTs };
    });
    pushAll(outbox, key, epoch, appended);
    return value;
  }

  async function requireRoomWrite(session: Session, key: RoomKey, event: string): Promise<void> {
    await permissions.require(session, 'writeAttributes', key);
    const who = session.grants.writeRoomAttributes ?? 'any';
    if (who === 'any') return;
    if (who === 'joined') {
      joinedRoom(session, key, event);
      return;
    }
    throw noPermission(`${session.uid} may not write attributes of rooms.`, event, key.roomId);
  }

  return {
    async writeRoom(session, { region, roomId, ...request }) {
      const key = keyOf(session, { region, roomId });
      await requireRoomWrite(session, key, 'room:writeAttributes');
      return writeRoom(key, writingOf(session, request), hashOf(key, request));
    },

    async readRoom(session, { region, roomId, keys }) {
      const key = keyOf(session, { region, roomId });
      if (!mayEnter(session.grants, roomId)) {
        throw noPermission(`${session.uid} may not read room ${roomId}.`, 'room:readAttributes', roomId);
      }
      const { value } = await store.rooms.transact(key, { uids: [] }, (room) => room.attributes);
      return { ...value, attributes: pickKeys(value.attributes, keys) };
    },

    async writeUser(session, { region, roomId, ...request }) {
      const { key } = joinedRoom(session, { region, roomId }, 'room:writeUserAttributes');
      const { uid, sessionId } = session;
      const result = await writeUser(key, uid, writingOf(session, request), sessionId, hashOf(key, request));
      if (!result) throw notInRoom('room:writeUserAttributes', roomId);
      return result;
    },

    async readUser(session, { region, roomId, uid, keys }) {
      const { key } = joinedRoom(session, { region, roomId }, 'room:readUserAttributes');
      const { value: member } = await store.rooms.transact(key, { uids: [uid] }, (room) => room.member(uid));
      if (!member) {
        throw new HummerError(HummerErrorCode.NOT_FOUND, `${uid} is not in room ${roomId}.`, {
          context: { type: 'request', event: 'room:readUserAttributes', roomId, outcome: 'refused' },
        });
      }
      return { attributes: pickKeys(member.attributes, keys), revision: member.revision };
    },

    writeAsServer: (key, write) => writeRoom(key, { write, writer: 'server', author: SERVER_UID }),
    writeUserAsServer: (key, uid, write) =>
      writeUser(key, uid, { write, writer: 'server', author: SERVER_UID }),
  };
}

function writingOf(session: Session, { clientMsgId, ifRevision, ...write }: AttributeWriteRequest): Writing {
  const writing: Writing = { write, writer: 'client', author: session.uid, clientMsgId };
  return ifRevision === undefined ? writing : { ...writing, ifRevision };
}

function hashOf({ region, roomId }: RoomKey, request: AttributeWriteRequest): string {
  return fingerprint(region, roomId, { ...request, clientMsgId: undefined });
}

function onceOf(verb: string, { author, clientMsgId }: Writing, hash: string | undefined) {
  if (clientMsgId === undefined || hash === undefined) return {};
  return { once: { key: `${verb}\n${author}\n${clientMsgId}`, hash } };
}

function echo({ clientMsgId }: Writing): { clientMsgId?: string } {
  return clientMsgId === undefined ? {} : { clientMsgId };
}

function checkRevision({ ifRevision }: Writing, revision: number): void {
  if (ifRevision === undefined || ifRevision === revision) return;
  throw new HummerError(
    HummerErrorCode.STALE_REVISION,
    `The attributes are at revision ${revision}, not ${ifRevision}: read them again and decide anew.`,
  );
}
