import {
  SERVER_UID,
  type HistoryPage,
  type IncomingMessage,
  type OutgoingMessage,
  type PublishResult,
  type RoomPush,
  type RoomRequests,
} from '../../../protocol/rooms.js';
import type { RoomKey, StreamEntry } from '../../ports/Store.js';
import { fingerprint } from '../secrets.js';
import type { Session } from '../sessions/session.js';
import { roomTopic } from '../topics.js';
import { joinedRoom, notInRoom, pushAll, toRoomPush, type RoomContext } from './roomContext.js';

/** Messages of a room and the way back to those that were missed. */
export interface RoomMessages {
  publish(session: Session, data: RoomRequests['room:publish']['data']): Promise<PublishResult>;
  /** The server's own message. */
  publishAsServer(key: RoomKey, message: OutgoingMessage): Promise<PublishResult>;
  history(session: Session, data: RoomRequests['room:history']['data']): Promise<HistoryPage<RoomPush>>;
}

export function createRoomMessages(context: RoomContext): RoomMessages {
  const { clock, store, outbox, permissions } = context;

  return {
    async publish(session, { region, roomId, reliable = true, ...message }) {
      const { key, epoch: current } = joinedRoom(session, { region, roomId }, 'room:publish');
      const { uid, sessionId } = session;
      const messageId = crypto.randomUUID();
      const ts = clock.now();
      const data: IncomingMessage = { ...message, fromUid: uid, messageId };
      if (!reliable) {
        const push = {
          region,
          roomId,
          epoch: current,
          seq: null,
          prevSeq: null,
          event: 'room:message',
          data,
          ts,
        };
        outbox.push(roomTopic(key), 'room:pushed', push);
        return { messageId, seq: null, serverTime: ts };
      }
      const once = {
        key: `room:publish\n${uid}\n${message.clientMsgId}`,
        hash: fingerprint(region, roomId, message.type, message.content, message.encoding, message.appExtras),
      };
      const { value, appended, epoch } = await store.rooms.transact(key, { uids: [uid], once }, (room) => {
        if (!room.member(uid)?.sessions.includes(sessionId)) throw notInRoom('room:publish', roomId);
        return { messageId, seq: room.append('room:message', data, ts), serverTime: ts };
      });
      pushAll(outbox, key, epoch, appended);
      return value;
    },

    async publishAsServer(key, message) {
      const messageId = crypto.randomUUID();
      const ts = clock.now();
      const data: IncomingMessage = { ...message, fromUid: SERVER_UID, messageId };
      const once = {
        key: `room:publish\n${SERVER_UID}\n${message.clientMsgId}`,
        hash: fingerprint(key.region, key.roomId, { ...message, clientMsgId: undefined }),
      };
      const { value, appended, epoch } = await store.rooms.transact(key, { uids: [], once }, (room) => ({
        messageId,
        seq: room.append('room:message', data, ts),
        serverTime: ts,
      }));
      pushAll(outbox, key, epoch, appended);
      return value;
    },

    async history(session, { region, roomId, ...range }) {
      const { key } = joinedRoom(session, { region, roomId }, 'room:history');
      await permissions.require(session, 'history', key);
      const { value: room, epoch } = await store.rooms.transact(key, { uids: [] }, (draft) => ({
        seq: draft.seq,
        floor: draft.floor(session.visitor),
      }));
      if (room.floor === undefined || range.from < room.floor) return { gap: true, epoch, seq: room.seq };
      const page = await store.rooms.history(key, range);
      if (page.gap) return page;
      // Entries were written by this domain as pushes of these events.
      const pushes = page.pushes.map((entry: StreamEntry) => toRoomPush(key, page.epoch, entry) as RoomPush);
      return { ...page, pushes };
    },
  };
}
