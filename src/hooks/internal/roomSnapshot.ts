import { memberKey, type ClientStore } from '../../store/clientStore.js';
import type { Member, RoomState } from '../../store/state.js';
import { createAttributeReader } from './attributeCodec.js';
import { NO_ATTRIBUTES, NO_STRINGS } from './frozen.js';
import { IDLE_ROOM } from './idle.js';
import { createMessageReader } from './messageCodec.js';
import type { AttributesOf, LogItemOf, PartOf, RoomShape, Untyped } from './roomShape.js';
import { NO_MESSAGES } from './useLog.js';
import type { Selectable } from './useSelection.js';

/**
 * A whole room at one moment, for `useRoomSelector`. Each part is put together when it is read, and keeps its object
 * until it changes.
 * @public
 */
export interface RoomSnapshot<Shape extends RoomShape = Untyped> extends RoomState {
  readonly members: readonly Member[];
  readonly attributes: AttributesOf<PartOf<Shape, 'attributes'>>;
  /** By uid, of those who have some. */
  readonly userAttributes: Readonly<Record<string, AttributesOf<PartOf<Shape, 'userAttributes'>>>>;
  readonly messages: readonly LogItemOf<PartOf<Shape, 'messages'>>[];
}

type AnySnapshot = RoomSnapshot<RoomShape>;

const NO_MEMBERS: readonly Member[] = Object.freeze([]);
const EMPTY: AnySnapshot = Object.freeze({
  ...IDLE_ROOM,
  members: NO_MEMBERS,
  attributes: NO_ATTRIBUTES,
  userAttributes: Object.freeze({}),
  messages: NO_MESSAGES,
});

const nothing = (): void => undefined;

/** Snapshots of a room as something to select from; null is an empty room. */
export function roomSnapshots(
  store: ClientStore,
  key: string | null,
  shape: RoomShape | null,
): Selectable<AnySnapshot> {
  const readInitial = (): AnySnapshot => EMPTY;
  if (key === null) return { read: readInitial, readInitial, subscribe: () => nothing };
  const { rooms, members, memberIds, roomAttributes, userAttributes, roomMessages } = store;
  const readRoom = shape?.attributes && createAttributeReader(shape.attributes);
  const readMessages = shape?.messages && createMessageReader(shape.messages);
  const readers = new Map<string, ReturnType<typeof createAttributeReader>>();
  let kept: AnySnapshot | null = null;
  let keptMembers = NO_MEMBERS;

  const userMap = (uid: string): object | undefined => {
    const map = userAttributes.get(memberKey(key, uid))?.attributes;
    const declarations = shape?.userAttributes;
    if (!map || !declarations) return map;
    let read = readers.get(uid);
    if (!read) readers.set(uid, (read = createAttributeReader(declarations)));
    return read(map).attributes;
  };
  const allMembers = (): readonly Member[] => {
    const now = (memberIds.get(key) ?? NO_STRINGS).flatMap((uid) => members.get(memberKey(key, uid)) ?? []);
    const same = now.length === keptMembers.length && now.every((member, at) => member === keptMembers[at]);
    return (keptMembers = same ? keptMembers : Object.freeze(now));
  };

  function take(id: string): AnySnapshot {
    return {
      ...(rooms.get(id) ?? IDLE_ROOM),
      get members() {
        return allMembers();
      },
      get attributes() {
        const map = roomAttributes.get(id)?.attributes ?? NO_ATTRIBUTES;
        return readRoom ? readRoom(map).attributes : map;
      },
      get userAttributes() {
        const entries = (memberIds.get(id) ?? NO_STRINGS).flatMap((uid) => {
          const map = userMap(uid);
          return map ? [[uid, map] as const] : [];
        });
        return Object.fromEntries(entries) as AnySnapshot['userAttributes'];
      },
      get messages() {
        const log = roomMessages.get(id) ?? NO_MESSAGES;
        return (readMessages ? readMessages(log).messages : log) as AnySnapshot['messages'];
      },
    };
  }

  return {
    readInitial,
    read: () => (kept ??= take(key)),
    subscribe(listener) {
      const changed = (): void => {
        kept = null;
        listener();
      };
      kept = null; // what changed before somebody listened
      const stops = [
        rooms.subscribe(key, changed),
        memberIds.subscribe(key, changed),
        roomAttributes.subscribe(key, changed),
        roomMessages.subscribe(key, changed),
        members.watch(memberKey(key, ''), changed),
        userAttributes.watch(memberKey(key, ''), changed),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
