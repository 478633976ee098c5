import { createId } from '../../lib/id.js';
import type { AttributeWrite, AttributeWriteResult, RoomAddress } from '../../protocol/rooms.js';
import { acknowledge, addPending, confirm, dropPending } from '../../store/attributes.js';
import type { RoomWriter } from '../../store/roomWriter.js';
import type { AttributesState } from '../../store/state.js';
import { checkMap, checkStrings } from '../check.js';
import type { Outbox } from '../delivery/outbox.js';
import type { AttributeActions, AttributeWriteOptions, DomainContext } from '../internals.js';

/** Attributes of one room and of its users. A write is seen at once, folded over what is confirmed. */
export interface RoomAttributes {
  /** Writes the attributes of the room, or of the local user in it. */
  write(
    ofUser: boolean,
    write: AttributeWrite,
    options?: AttributeWriteOptions,
  ): Promise<AttributeWriteResult>;
  /** The four writes, as hooks hand them out. */
  actions(ofUser: boolean): AttributeActions;
  /** Reads a map that is further than its notifications. A read that fails is made good by the next change. */
  refresh(uid: string | null): Promise<void>;
}

/** The room around its attributes. */
export interface AttributesRoom {
  readonly address: RoomAddress;
  readonly writer: RoomWriter;
  readonly outbox: Outbox;
  /** Whether the store shows the room; its attributes can be written from outside too. */
  readonly shown: () => boolean;
  /** A write begins. */
  readonly inUse: () => void;
  /** A write has ended. */
  readonly maybeUnused: () => void;
}

export function createRoomAttributes(
  { request, uid, apply }: DomainContext,
  { address, writer, outbox, shown, inUse, maybeUnused }: AttributesRoom,
): RoomAttributes {
  function change(owner: string | null, next: (state: AttributesState) => AttributesState): void {
    apply(() => {
      if (shown()) writer.setAttributes(owner, next);
    });
  }

  const write: RoomAttributes['write'] = async (ofUser, asked, { ifRevision } = {}) => {
    if ('attributes' in asked) checkMap('attributes', asked.attributes);
    if ('keys' in asked) checkStrings('keys', asked.keys);
    const localUid = uid();
    const owner = ofUser ? localUid : null;
    const id = createId();
    const event = ofUser ? 'room:writeUserAttributes' : 'room:writeAttributes';
    const data = { ...address, ...asked, clientMsgId: id, ...(ifRevision !== undefined && { ifRevision }) };
    inUse();
    change(owner, (state) => addPending(state, { ...asked, id }));
    try {
      const answer = await outbox.add(event, () => request(event, data));
      change(owner, (state) => acknowledge(state, id, answer, localUid));
      return answer;
    } catch (error) {
      change(owner, (state) => dropPending(state, id));
      throw error;
    } finally {
      maybeUnused();
    }
  };

  return {
    write,
    actions(ofUser) {
      const done = async (asked: AttributeWrite, options?: AttributeWriteOptions): Promise<void> => {
        await write(ofUser, asked, options);
      };
      return {
        set: (attributes, options) => done({ op: 'set', attributes }, options),
        addOrUpdate: (attributes, options) => done({ op: 'addOrUpdate', attributes }, options),
        deleteByKeys: (keys, options) => done({ op: 'delete', keys }, options),
        clear: (options) => done({ op: 'clear' }, options),
      };
    },
    async refresh(owner) {
      const read =
        owner === null
          ? request('room:readAttributes', address)
          : request('room:readUserAttributes', { ...address, uid: owner });
      const wire = await read.catch(() => null);
      if (!wire) return;
      change(owner, (state) => {
        const { attributes, revision } = wire;
        if (revision <= state.revision) return state;
        return confirm(state, attributes, { lastUpdateUid: '', lastUpdateTs: '', ...wire });
      });
    },
  };
}
