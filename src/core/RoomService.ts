import type { Region } from '../protocol/regions.js';
import type { AttributeMap, AttributeWrite } from '../protocol/rooms.js';
import { checkListener, checkStrings, checkUid, given, roomAddress } from './check.js';
import { contentOfBytes } from './delivery/messages.js';
import type { AttributeWriteOptions, DomainContext } from './internals.js';
import { registerPart } from './parts.js';
import { PEER_EVENTS, peersOf, type PeerEvents, type Peers } from './peers/peers.js';
import { done, type Done, type WriteDone } from './results.js';
import { Room, type MessageContent } from './rooms/Room.js';
import type { RoomSession } from './rooms/roomSession.js';
import type { Rooms } from './rooms/rooms.js';

/** Names a room: without a region in the default one, `cn`, so that two users meet. @public */
export interface RoomName {
  region?: Region;
  roomId: string;
}

/** Names a room and the attributes to write. @public */
export type RoomAttributesInput = RoomName & { attributes: AttributeMap } & AttributeWriteOptions;
/** Names a room and the keys to delete. @public */
export type RoomKeysInput = RoomName & { keys: readonly string[] } & AttributeWriteOptions;

/**
 * Rooms, and messages between users: what `hummer.createInstance()` answers. A room's attributes can be written and read
 * without joining it.
 *
 * @example
 * ```ts
 * const service = hummer.createInstance();
 * service.on('MessageFromUser', ({ fromUid, message }) => console.log(fromUid, message.type));
 * const { userCount } = await service.getRoomUserCount({ roomIds: ['lesson-1'] });
 * ```
 * Source: seed 000, createInstance.
 * @public
 */
export class RoomService {
  readonly #context: DomainContext;
  readonly #rooms: Rooms;
  readonly #peers: Peers;
  readonly #facades = new WeakMap<RoomSession, Room>();

  /** @internal */
  constructor(context: DomainContext) {
    this.#context = context;
    this.#rooms = context.rooms as Rooms;
    this.#peers = peersOf(context);
  }

  /** The one object of a room; many rooms at once, across regions. Joins nothing. Source: seed 000. */
  createRoom(name: RoomName): Room {
    const session = this.#session(given('createRoom', name));
    let room = this.#facades.get(session);
    if (!room) this.#facades.set(session, (room = new Room(this.#context, session)));
    return room;
  }

  /**
   * Sends a message to a user; stored if the user is offline. While the link is down it waits, up to 60 s.
   * Rejects with 2001, 2004 or 2007. Source: seed 000.
   */
  async sendMessageToUser(input: MessageContent & { receiver: string }): Promise<Done> {
    const { receiver, content, ...options } = given('sendMessageToUser', input);
    checkUid(receiver, 'receiver');
    await this.#peers.messages(receiver).publish(contentOfBytes(content), { ...options, reliable: true });
    return done();
  }

  /** Which of at most 500 users are online; one within the grace after a drop still is. Source: seed 000. */
  async queryUsersOnlineStatus(input: { uids: readonly string[] }): Promise<Done & { onlineUids: string[] }> {
    const { uids } = given('queryUsersOnlineStatus', input);
    checkStrings('uids', uids);
    return done(await this.#context.request('peer:queryOnline', { uids: [...uids] }));
  }

  /** Replaces all attributes of a room. Source: seed 000, where it is also spelled `setroomAttributes`. */
  async setRoomAttributes(input: RoomAttributesInput): Promise<WriteDone> {
    const { attributes } = given('setRoomAttributes', input);
    return this.#write(input, { op: 'set', attributes });
  }

  /** @deprecated Spelling of seed 000's example: use {@link RoomService.setRoomAttributes}. */
  setroomAttributes(input: RoomAttributesInput): Promise<WriteDone> {
    return this.setRoomAttributes(input);
  }

  /** Adds or changes attributes of a room. Source: seed 000. */
  async addOrUpdateRoomAttributes(input: RoomAttributesInput): Promise<WriteDone> {
    const { attributes } = given('addOrUpdateRoomAttributes', input);
    return this.#write(input, { op: 'addOrUpdate', attributes });
  }

  /** Deletes attributes of a room. Source: seed 000. */
  async deleteRoomAttributesByKeys(input: RoomKeysInput): Promise<WriteDone> {
    const { keys } = given('deleteRoomAttributesByKeys', input);
    return this.#write(input, { op: 'delete', keys });
  }

  /** @deprecated Spelling of seed 000's example: use {@link RoomService.deleteRoomAttributesByKeys}. */
  deleteroomAttributesByKeys(input: RoomKeysInput): Promise<WriteDone> {
    return this.deleteRoomAttributesByKeys(input);
  }

  /** Deletes all attributes of a room. Source: seed 000. */
  async clearRoomAttributes(input: RoomName & AttributeWriteOptions): Promise<WriteDone> {
    return this.#write(given('clearRoomAttributes', input), { op: 'clear' });
  }

  /** All attributes of a room, from the server. Source: seed 000. */
  getRoomAttributes(name: RoomName): Promise<Done & { attributes: AttributeMap }> {
    return this.getRoomAttributesByKeys(name);
  }

  /** Named attributes of a room; a key that is not there is absent. Source: seed 000. */
  async getRoomAttributesByKeys(
    input: RoomName & { keys?: readonly string[] },
  ): Promise<Done & { attributes: AttributeMap }> {
    const { keys, ...name } = given('getRoomAttributes', input);
    if (keys) checkStrings('keys', keys);
    const { attributes } = await this.#context.request('room:readAttributes', {
      ...roomAddress(name),
      ...(keys && { keys: [...keys] }),
    });
    return done({ attributes });
  }

  /** How many users are in each of at most 100 rooms of a region. Source: seed 000. */
  async getRoomUserCount(input: {
    region?: Region;
    roomIds: readonly string[];
  }): Promise<Done & { appid: number; userCount: Record<string, number> }> {
    const { region, roomIds } = given('getRoomUserCount', input);
    checkStrings('roomIds', roomIds);
    const { appid, request } = this.#context;
    const address = roomAddress({ region, roomId: '-' });
    const { userCount } = await request('room:userCount', { region: address.region, roomIds: [...roomIds] });
    return done({ appid, userCount });
  }

  /** Listens; the returned function stops. Throws 2001 for an event that there is not. */
  on<E extends keyof PeerEvents>(event: E, handler: (payload: PeerEvents[E]) => void): () => void {
    checkListener(PEER_EVENTS, event, handler);
    return this.#peers.events.on(event, handler);
  }

  off<E extends keyof PeerEvents>(event: E, handler: (payload: PeerEvents[E]) => void): void {
    this.#peers.events.off(event, handler);
  }

  #session(name: RoomName): RoomSession {
    return this.#rooms.room(roomAddress(name));
  }

  async #write(input: RoomName & AttributeWriteOptions, write: AttributeWrite): Promise<WriteDone> {
    return done(await this.#session(input).attributes.write(false, write, input));
  }
}

/** Loads what `hummer.createInstance()` makes. */
export function bringRoomService(): void {
  registerPart('service', (context) => new RoomService(context));
}
