import type {
  AttributeMap,
  AttributeWrite,
  RoomPush,
  RoomSnapshot,
  WireAttributes,
  WireMember,
} from '../protocol/rooms.js';
import { applyWrite, confirm, EMPTY_ATTRIBUTES } from './attributes.js';
import { memberKey, type ClientStore } from './clientStore.js';
import type { AttributesState } from './state.js';

const NO_EXTRA = Object.freeze({});
const OPS: Readonly<Record<string, AttributeWrite['op']>> = {
  Set: 'set',
  AddedOrUpdated: 'addOrUpdate',
  Deleted: 'delete',
  Cleared: 'clear',
};

/** What a push about attributes says by its name. */
export interface AttributeEventName {
  ofUser: boolean;
  op: AttributeWrite['op'];
}

/** Reads the name of an attribute push; null for another event. */
export function attributeEvent(event: string): AttributeEventName | null {
  const [, user, name = ''] = /^room:(user)?[aA]ttributes(.*)/.exec(event) ?? [];
  const op = OPS[name];
  return op ? { ofUser: user !== undefined, op } : null;
}

/**
 * Writes what happens in one room into the store. Everything but the member list is one entity per event; the list is
 * changed in a copy that is published once a frame.
 */
export class RoomWriter {
  readonly #store: ClientStore;
  readonly #key: string;
  #ids: Set<string> | null = null;
  /** Users with attributes here; the local one may write before it is a member. */
  readonly #owners = new Set<string>();

  constructor(store: ClientStore, key: string) {
    this.#store = store;
    this.#key = key;
  }

  /** The whole state of the room, in place of what is known; members that did not change keep their identity. */
  reset(snapshot: RoomSnapshot, localUid: string): void {
    const ids = new Set<string>();
    for (const member of snapshot.members) {
      ids.add(member.uid);
      this.#remember(member, localUid);
    }
    for (const uid of this.#memberIds()) if (!ids.has(uid)) this.#forget(uid);
    this.setAttributes(null, (state) => confirm(state, snapshot.attributes.attributes, snapshot.attributes));
    this.#ids = ids;
    this.flush();
  }

  /** Applies one push; false if it is about a map of another revision than the one before it, to be read anew. */
  apply(push: RoomPush, localUid: string): boolean {
    const { event, data } = push;
    if (event === 'room:joined') {
      for (const member of data.members) {
        this.#remember(member, localUid);
        this.#list().add(member.uid);
      }
    } else if (event === 'room:left') {
      for (const { uid } of data.members) {
        this.#forget(uid);
        this.#list().delete(uid);
      }
    } else if (event !== 'room:message') {
      return this.#confirm(attributeEvent(event)?.op ?? 'set', data);
    }
    return true;
  }

  /** Publishes the member list if this frame changed it. */
  flush(): void {
    if (this.#ids) this.#store.memberIds.set(this.#key, Object.freeze([...this.#ids]));
    this.#ids = null;
  }

  /** The attributes of a user, or of the room for null. */
  attributes(uid: string | null): AttributesState {
    const { userAttributes, roomAttributes } = this.#store;
    const state =
      uid === null ? roomAttributes.get(this.#key) : userAttributes.get(memberKey(this.#key, uid));
    return state ?? EMPTY_ATTRIBUTES;
  }

  setAttributes(uid: string | null, change: (state: AttributesState) => AttributesState): void {
    const { userAttributes, roomAttributes } = this.#store;
    const state = this.attributes(uid);
    const next = change(state);
    if (next === state) return;
    if (uid === null) roomAttributes.set(this.#key, next);
    else {
      this.#owners.add(uid);
      userAttributes.set(memberKey(this.#key, uid), next);
    }
  }

  /** Members and attributes go; the messages stay to be read. */
  clear(): void {
    for (const uid of [...this.#memberIds(), ...this.#owners]) this.#forget(uid);
    this.#store.memberIds.delete(this.#key);
    this.#store.roomAttributes.delete(this.#key);
    this.#ids = null;
  }

  #confirm(op: AttributeWrite['op'], data: WireAttributes & { uid?: string; clientMsgId?: string }): boolean {
    const uid = data.uid ?? null;
    const { revision } = this.attributes(uid);
    if (data.revision === revision + 1) {
      this.setAttributes(uid, (state) =>
        confirm(state, changed(state.confirmed, op, data.attributes), data, data.clientMsgId),
      );
    }
    return data.revision <= revision + 1;
  }

  #remember({ uid, joinedAt, extra = NO_EXTRA, attributes, revision }: WireMember, localUid: string): void {
    const { members, userAttributes } = this.#store;
    const id = memberKey(this.#key, uid);
    if (members.get(id)?.joinedAt !== joinedAt) {
      members.set(id, Object.freeze({ uid, isLocal: uid === localUid, joinedAt, extra }));
    }
    if (revision > 0 || userAttributes.get(id)) {
      this.setAttributes(uid, (state) =>
        confirm(state, attributes, { revision, lastUpdateUid: uid, lastUpdateTs: '' }),
      );
    }
  }

  #forget(uid: string): void {
    const id = memberKey(this.#key, uid);
    this.#store.members.delete(id);
    this.#store.userAttributes.delete(id);
    this.#owners.delete(uid);
  }

  #memberIds(): Iterable<string> {
    return this.#ids ?? this.#store.memberIds.get(this.#key) ?? [];
  }

  #list(): Set<string> {
    return (this.#ids ??= new Set(this.#memberIds()));
  }
}

/** What a push makes of a map: a set carries the whole of it, a delete or clear what was removed. */
function changed(map: AttributeMap, op: AttributeWrite['op'], carried: AttributeMap): AttributeMap {
  if (op === 'set') return carried;
  return applyWrite(
    map,
    op === 'addOrUpdate' ? { op, attributes: carried } : { op: 'delete', keys: Object.keys(carried) },
  );
}
