import type { OutgoingMessage, PublishResult } from '../../protocol/rooms.js';
import { EMPTY_LOG, incomingRow, putGap, putRow } from '../../store/messageLog.js';
import { createMessages, type Messages } from '../delivery/messages.js';
import { createVolatile } from '../delivery/volatile.js';
import type { DomainContext, RoomActions, RoomMessagesPart } from '../internals.js';
import type { Rooms } from './rooms.js';
import type { RoomSession } from './roomSession.js';

/** Messages of one room: its log, and what sends them. */
export interface RoomMessages extends RoomActions {
  readonly messages: Messages;
}

/** Messages of all rooms of a client. */
export interface AllRoomMessages extends RoomMessagesPart {
  of(room: RoomSession): RoomMessages;
}

/** The part of a client that reads and sends room messages. */
export function roomMessagesOf(context: DomainContext): AllRoomMessages {
  return context.bring('roomMessages', createRoomMessages);
}

function createRoomMessages(context: DomainContext): AllRoomMessages {
  const made = new WeakMap<RoomSession, RoomMessages>();
  const rooms = context.rooms as Rooms;

  function of(room: RoomSession): RoomMessages {
    let messages = made.get(room);
    if (!messages) made.set(room, (messages = createMessagesOf(context, room)));
    return messages;
  }

  return {
    of,
    actions: (roomKey) => of(rooms.byKey(roomKey)),
    messages: (roomKey) => of(rooms.byKey(roomKey)).messages,
  };
}

function createMessagesOf(context: DomainContext, room: RoomSession): RoomMessages {
  const { clock, store, log, request, apply, uid } = context;
  const { key, address, outbox } = room;
  const { roomMessages } = store;

  room.read((item) => {
    const known = roomMessages.get(key) ?? EMPTY_LOG;
    if (item.event === 'gap') {
      roomMessages.set(key, putGap(known, item.missed));
    } else if (item.seq !== null) {
      try {
        roomMessages.set(key, putRow(known, incomingRow(item.data, item.seq, item.ts, uid()), item.seq));
      } catch (error) {
        log.error(`A message of room ${key} could not be read.`, error);
      }
    }
  });

  const publish = (message: OutgoingMessage, reliable: boolean): Promise<PublishResult> =>
    request('room:publish', { ...address, ...message, reliable });
  const sendVolatile = createVolatile(context);

  const messages = createMessages({
    table: roomMessages,
    logs: () => [key],
    now: () => clock.now(),
    sender: () => room.requireMember('room:publish'),
    transmit: (message, reliable) =>
      reliable
        ? outbox.add('room:publish', () => publish(message, true))
        : sendVolatile(message.type, () => publish(message, false)),
    apply,
  });
  return {
    messages,
    join: () => room.join(false),
    leave: () => room.leave(),
    sendMessage: (data, options) => messages.send(data, options),
  };
}
