import { createId } from '../../lib/id.js';
import { toHummerError } from '../../protocol/errors.js';
import type {
  AttributeRevision,
  AttributeWrite,
  AttributeWriteResult,
  RoomAddress,
  WireAttributes,
} from '../../protocol/rooms.js';
import { acknowledge, addPending, confirm, dropPending } from '../../store/attributes.js';
import type { RoomWriter } from '../../store/roomWriter.js';
import type { AttributesState } from '../../store/state.js';
import { checkMap, checkStrings } from '../check.js';
import type { DomainContext } from '../context.js';
import type { Outbox } from '../delivery/outbox.js';
import type { AttributeActions, AttributeWriteOptions } from '../internals.js';

/** The room around its attributes. */
export interface AttributesRoom {
  /** Whether the store shows the room; its attributes can be written from outside too. */
  shown(): boolean;
  /** A write begins, and has ended. */
  inUse(): void;
  settled(): void;
}

/** Writes and reads the attributes of one room and of its users. A write is seen at once, folded over what is confirmed. */
export class RoomAttributes {
  readonly #context: DomainContext;
  readonly #address: RoomAddress;
  readonly #writer: RoomWriter;
  readonly #outbox: Outbox;
  readonly #room: AttributesRoom;

  constructor(
    context: DomainContext,
    address: RoomAddress,
    writer: RoomWriter,
    outbox: Outbox,
    room: AttributesRoom,
  ) {
    this.#context = context;
    this.#address = address;
    this.#writer = writer;
    this.#outbox = outbox;
    this.#room = room;
  }

  /** Writes the attributes of the room, or of the local user in it. */
  async write(
    whose: 'room' | 'user',
    write: AttributeWrite,
    { ifRevision }: AttributeWriteOptions = {},
  ): Promise<AttributeWriteResult> {
    if ('attributes' in write) checkMap('attributes', write.attributes);
    if ('keys' in write) checkStrings('keys', write.keys);
    const { request, uid } = this.#context;
    const localUid = uid();
    const owner = whose === 'user' ? localUid : null;
    const id = createId();
    const event = whose === 'user' ? 'room:writeUserAttributes' : 'room:writeAttributes';
    const data = {
      ...this.#address,
      ...write,
      clientMsgId: id,
      ...(ifRevision !== undefined && { ifRevision }),
    };
    this.#room.inUse();
    this.#change(owner, (state) => addPending(state, { ...write, id }));
    try {
      const answer = await this.#outbox.add(event, () => request(event, data));
      this.#change(owner, (state) => acknowledge(state, id, answer, localUid));
      return answer;
    } catch (cause) {
      this.#change(owner, (state) => dropPending(state, id));
      throw toHummerError(cause);
    } finally {
      this.#room.settled();
    }
  }

  read(keys?: readonly string[]): Promise<WireAttributes> {
    if (keys) checkStrings('keys', keys);
    return this.#context.request('room:readAttributes', {
      ...this.#address,
      ...(keys && { keys: [...keys] }),
    });
  }

  readUser(uid: string, keys?: readonly string[]): Promise<Pick<WireAttributes, 'attributes' | 'revision'>> {
    if (keys) checkStrings('keys', keys);
    return this.#context.request('room:readUserAttributes', {
      ...this.#address,
      uid,
      ...(keys && { keys: [...keys] }),
    });
  }

  /** Takes a map from the server that is further than its notifications. A read that fails is made good by the next change. */
  async refresh(uid: string | null): Promise<void> {
    const unknown: AttributeRevision = { revision: 0, lastUpdateUid: uid ?? '', lastUpdateTs: '' };
    const read = uid === null ? this.read() : this.readUser(uid);
    const wire = await read.catch(() => null);
    if (!wire) return;
    this.#change(uid, (state) =>
      wire.revision > state.revision ? confirm(state, wire.attributes, { ...unknown, ...wire }) : state,
    );
  }

  /** The four writes, as hooks hand them out. */
  actions(whose: 'room' | 'user'): AttributeActions {
    const write = async (change: AttributeWrite, options?: AttributeWriteOptions): Promise<void> => {
      await this.write(whose, change, options);
    };
    return {
      set: (attributes, options) => write({ op: 'set', attributes }, options),
      addOrUpdate: (attributes, options) => write({ op: 'addOrUpdate', attributes }, options),
      deleteByKeys: (keys, options) => write({ op: 'delete', keys }, options),
      clear: (options) => write({ op: 'clear' }, options),
    };
  }

  #change(uid: string | null, change: (state: AttributesState) => AttributesState): void {
    if (this.#room.shown()) this.#context.apply(() => this.#writer.setAttributes(uid, change));
  }
}
