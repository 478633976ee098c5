import type { HummerInternals, MessageActions, RoomActions } from '../../core/internals.js';
import { roomMessagesOf } from '../../core/rooms/roomMessages.js';
import { absentActions, bindActions, type BoundActions } from './boundActions.js';
import { checkedBy } from './checkedActions.js';
import { checkMessage, type MessageDeclarations } from './messageCodec.js';

const ROOM = ['join', 'leave', 'sendMessage'] as const;
const MESSAGES = ['send', 'retry', 'discard'] as const;

export function roomActions(
  internals: HummerInternals,
  key: string | null,
  messages: MessageDeclarations | undefined,
): BoundActions<RoomActions> {
  if (key === null) return absentActions(internals, 'room', ROOM);
  const raw = roomMessagesOf(internals).actions(key);
  const checked = checkedBy(raw, messages, (declarations) => ({
    join: () => raw.join(),
    leave: () => raw.leave(),
    sendMessage: async (data, options) => {
      checkMessage(declarations, options?.type, data);
      await raw.sendMessage(data, options);
    },
  }));
  return bindActions(internals, { name: 'room', target: key }, checked, ROOM);
}

export function messageActions(
  internals: HummerInternals,
  key: string | null,
  messages: MessageDeclarations | undefined,
): BoundActions<MessageActions> {
  if (key === null) return absentActions(internals, 'messages', MESSAGES);
  const raw = roomMessagesOf(internals).messages(key);
  const checked = checkedBy(raw, messages, (declarations) => ({
    send: async (data, options) => {
      checkMessage(declarations, options?.type, data);
      await raw.send(data, options);
    },
    retry: (id) => raw.retry(id),
    discard: (id) => {
      raw.discard(id);
    },
  }));
  return bindActions(internals, { name: 'messages', target: key }, checked, MESSAGES);
}
