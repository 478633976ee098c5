import type {
  AttributeActions,
  AttributeWriteOptions,
  HummerInternals,
  MessageActions,
  RoomActions,
} from '../../core/internals.js';
import { absentActions, bindActions, type BoundActions } from './boundActions.js';
import { writeAttributes, type Declarations } from './attributeCodec.js';
import { checkMessage, type MessageDeclarations } from './messageCodec.js';

const ROOM = ['join', 'leave', 'sendMessage'] as const;
const MESSAGES = ['send', 'retry', 'discard'] as const;
const ATTRIBUTES = ['set', 'addOrUpdate', 'deleteByKeys', 'clear'] as const;

export function roomActions(
  internals: HummerInternals,
  key: string | null,
  messages: MessageDeclarations | undefined,
): BoundActions<RoomActions> {
  if (key === null) return absentActions(internals, 'room', ROOM);
  const raw = internals.rooms.actions(key);
  const checked = declared(raw, messages, (declarations) => ({
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
  const raw = internals.rooms.messages(key);
  const checked = declared(raw, messages, (declarations) => ({
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

export function attributeActions(
  internals: HummerInternals,
  of: 'roomAttributes' | 'localUserAttributes',
  key: string | null,
  attributes: Declarations | undefined,
): BoundActions<AttributeActions> {
  if (key === null) return absentActions(internals, of, ATTRIBUTES);
  const raw = internals.rooms[of](key);
  const checked = declared(raw, attributes, (declarations) => ({
    set: async (values: Readonly<Record<string, unknown>>, options?: AttributeWriteOptions) => {
      await raw.set(writeAttributes(declarations, values), options);
    },
    addOrUpdate: async (values: Readonly<Record<string, unknown>>, options?: AttributeWriteOptions) => {
      await raw.addOrUpdate(writeAttributes(declarations, values), options);
    },
    deleteByKeys: (keys, options) => raw.deleteByKeys(keys, options),
    clear: (options) => raw.clear(options),
  }));
  return bindActions(internals, { name: of, target: key }, checked, ATTRIBUTES);
}

/** Actions that check against declarations: one object for each pair of core's actions and declarations. */
function declared<A extends object, D extends object>(
  raw: A,
  declarations: D | undefined,
  make: (declarations: D) => A,
): A {
  if (!declarations) return raw;
  let made = checkedActions.get(raw);
  if (!made) checkedActions.set(raw, (made = new WeakMap()));
  let actions = made.get(declarations) as A | undefined;
  if (!actions) made.set(declarations, (actions = make(declarations)));
  return actions;
}

const checkedActions = /* @__PURE__ */ new WeakMap<object, WeakMap<object, object>>();
