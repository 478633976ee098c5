import type { Region } from '../../protocol/regions.js';
import type { AttributeMap, AttributeWrite } from '../../protocol/rooms.js';
import { inputError } from '../../protocol/errors.js';
import { checkListener, checkStrings, checkUid, given } from '../check.js';
import { Emitter } from '../../lib/emitter.js';
import { contentOfBytes } from '../delivery/messages.js';
import type { AttributeWriteOptions, DomainContext } from '../internals.js';
import { done, type Done, type WriteDone } from '../results.js';
import { ROOM_EVENTS, tell, type RoomEvents } from './roomEvents.js';
import { roomMessagesOf } from './roomMessages.js';
import type { RoomSession } from './roomSession.js';

/** A message as seed 000's calls take it. @public */
export interface MessageContent {
  /** A name that sender and receivers agree on. */
  type: string;
  /** At most 32 KiB; see `Hummer.Utify`. */
  content: Uint8Array;
  /** At most 16 entries, 4 KiB. */
  appExtras?: AttributeMap | null;
}

/**
 * One room: what `roomService.createRoom()` answers, one object per room and client. Nothing happens before
 * {@link Room.joinRoom}; a call outside the room rejects with 5101.
 *
 * @example
 * ```ts
 * const room = hummer.createInstance().createRoom({ region: 'cn', roomId: 'lesson-1' });
 * room.on('NotifyJoinRoom', ({ uids }) => console.log('here comes', uids));
 * await room.joinRoom();
 * ```
 * Source: seed 000, createRoom.
 * @public
 */
export class Room {
  readonly region: Region;
  readonly roomId: string;
  readonly #session: RoomSession;
  readonly #context: DomainContext;
  readonly #events = new Emitter<RoomEvents>();
  #unlisten: (() => void) | null = null;

  /** @internal */
  constructor(context: DomainContext, session: RoomSession) {
    this.#session = session;
    this.#context = context;
    this.region = session.address.region;
    this.roomId = session.address.roomId;
  }

  /**
   * Joins, and stays joined through reconnects until {@link Room.leaveRoom}. `extra` (4 KiB) goes into the others' event.
   * Rejects with 1001, 1007, 3000, 5102 or 5109. Joining twice is joining once. Source: seed 000.
   */
  async joinRoom({ extra }: { extra?: AttributeMap } = {}): Promise<Done> {
    await this.#session.join(true, extra);
    return done();
  }

  /**
   * Leaves; `extra` (4 KiB) goes into the others' event. Here it is done at once; the server is told until it knows, also
   * after this has resolved. Rejects with 5101 outside the room, and with 2007 if `extra` is too large: left all the same.
   * Source: seed 000.
   */
  async leaveRoom({ extra }: { extra?: AttributeMap } = {}): Promise<Done> {
    this.#session.requireMember('room:leave');
    await this.#session.leave(extra);
    return done();
  }

  /**
   * Sends a message to everybody in the room, this client too. While the link is down it waits, up to 60 s. With
   * `reliable: false` it is neither stored nor repeated and may be lost. Source: seed 000.
   */
  async sendMessageToRoom(input: MessageContent & { reliable?: boolean }): Promise<Done> {
    const { content, ...options } = given('sendMessageToRoom', input);
    const reliable: unknown = options.reliable;
    if (reliable !== undefined && typeof reliable !== 'boolean')
      throw inputError('reliable', 'reliable must be true or false', reliable);
    await roomMessagesOf(this.#context).of(this.#session).messages.publish(contentOfBytes(content), options);
    return done();
  }

  /** Replaces all attributes of the local user in this room. Source: seed 000. */
  async setLocalUserAttributes(
    input: { attributes: AttributeMap } & AttributeWriteOptions,
  ): Promise<WriteDone> {
    const { attributes } = given('setLocalUserAttributes', input);
    return this.#write({ op: 'set', attributes }, input);
  }

  /** Adds or changes attributes of the local user. Source: seed 000. */
  async addOrUpdateLocalUserAttributes(
    input: { attributes: AttributeMap } & AttributeWriteOptions,
  ): Promise<WriteDone> {
    const { attributes } = given('addOrUpdateLocalUserAttributes', input);
    return this.#write({ op: 'addOrUpdate', attributes }, input);
  }

  /** Deletes attributes of the local user. Source: seed 000, whose table says `attributes` where its example says `keys`. */
  async deleteLocalUserAttributesByKeys(
    input: { keys: readonly string[] } & AttributeWriteOptions,
  ): Promise<WriteDone> {
    const { keys } = given('deleteLocalUserAttributesByKeys', input);
    return this.#write({ op: 'delete', keys }, input);
  }

  /** Deletes all attributes of the local user. Source: seed 000. */
  clearLocalUserAttributes(input: AttributeWriteOptions = {}): Promise<WriteDone> {
    return this.#write({ op: 'clear' }, input);
  }

  /** Asks the server who is in the room. Source: seed 000. */
  async getRoomUserList(): Promise<Done & { appid: number; roomId: string; uids: string[] }> {
    return this.#answer(await this.#context.request('room:members', this.#session.address));
  }

  /** All attributes of a user in this room. Source: seed 000. */
  async getUserAttributes(input: {
    uid: string;
  }): Promise<Done & { appid: number; roomId: string; attributes: AttributeMap }> {
    const { uid } = given('getUserAttributes', input);
    return this.getUserAttributesByKeys({ uid });
  }

  /** Named attributes of a user in this room; a key that is not there is absent. Source: seed 000. */
  async getUserAttributesByKeys(input: {
    uid: string;
    keys?: readonly string[];
  }): Promise<Done & { appid: number; roomId: string; attributes: AttributeMap }> {
    const { uid, keys } = given('getUserAttributesByKeys', input);
    checkUid(uid);
    if (keys) checkStrings('keys', keys);
    const { attributes } = await this.#context.request('room:readUserAttributes', {
      ...this.#session.address,
      uid,
      ...(keys && { keys: [...keys] }),
    });
    return this.#answer({ attributes });
  }

  /**
   * Listens; the returned function stops. A handler runs after the state it tells of is applied. Throws 2001 for an event that
   * there is not.
   */
  on<E extends keyof RoomEvents>(event: E, handler: (payload: RoomEvents[E]) => void): () => void {
    checkListener(ROOM_EVENTS, event, handler);
    const off = this.#events.on(event, handler);
    this.#unlisten ??= this.#listen();
    return () => {
      off();
      this.#quiet();
    };
  }

  off<E extends keyof RoomEvents>(event: E, handler: (payload: RoomEvents[E]) => void): void {
    this.#events.off(event, handler);
    this.#quiet();
  }

  /** Hears the room while anybody hears this object. */
  #listen(): () => void {
    const { report, log } = this.#context;
    const emit = <E extends keyof RoomEvents>(event: E, payload: RoomEvents[E]): void => {
      this.#events.emit(event, payload, report);
    };
    const offPush = this.#session.on('push', ({ push }) => {
      tell(emit, push, log);
    });
    const offContinuity = this.#session.on('continuity', (change) => {
      emit('ContinuityChange', change);
    });
    return () => {
      offPush();
      offContinuity();
    };
  }

  #quiet(): void {
    if (this.#events.size > 0) return;
    this.#unlisten?.();
    this.#unlisten = null;
  }

  async #write(write: AttributeWrite, options: AttributeWriteOptions): Promise<WriteDone> {
    this.#session.requireMember('room:writeUserAttributes');
    return done(await this.#session.attributes.write(true, write, options));
  }

  #answer<T extends object>(body: T): Done & { appid: number; roomId: string } & T {
    return done({ appid: this.#context.appid, roomId: this.roomId, ...body });
  }
}
