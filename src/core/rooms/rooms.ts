import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import { roomKeyOf, type Region } from '../../protocol/regions.js';
import type { RoomAddress, RoomPush } from '../../protocol/rooms.js';
import type { DomainContext } from '../context.js';
import type { EnvironmentEvent } from '../environment.js';
import type { AttributeActions, MessageActions, RoomActions, RoomsPart, SessionEvent } from '../internals.js';
import type { HoldOptions } from './membership.js';
import { RoomSession, type RoomLifetime } from './roomSession.js';

/** The rooms of one client. */
export class Rooms implements RoomsPart, RoomLifetime {
  readonly #context: DomainContext;
  /** Those in use: they hear of the session. */
  readonly #used = new Map<string, RoomSession>();
  /** One object per room for as long as anybody has it in hand, without keeping those that nobody has. */
  readonly #known = new Map<string, WeakRef<RoomSession>>();
  readonly #collected = new FinalizationRegistry<string>((key) => {
    if (!this.#known.get(key)?.deref()) this.#known.delete(key);
  });
  #linked = false;

  constructor(context: DomainContext) {
    this.#context = context;
    context.onSession((event) => this.#session(event));
    context.onNotification('room:pushed', ({ pushes }) => this.#pushed(pushes));
    context.onNotification('room:evicted', ({ region, roomId, reason }) => {
      this.#used.get(roomKeyOf(region, roomId))?.membership.evicted(reason);
    });
  }

  /** The one session of a room. */
  room({ region, roomId }: RoomAddress): RoomSession {
    const key = roomKeyOf(region, roomId);
    const known = this.#used.get(key) ?? this.#known.get(key)?.deref();
    if (known) return known;
    const room = new RoomSession(this.#context, Object.freeze({ region, roomId }), this);
    this.#known.set(key, new WeakRef(room));
    this.#collected.register(room, key);
    return room;
  }

  acquire(region: Region, roomId: string, options: HoldOptions): () => void {
    return this.room({ region, roomId }).hold(options);
  }

  actions(roomKey: string): RoomActions {
    return this.#byKey(roomKey).actions;
  }

  messages(roomKey: string): MessageActions {
    return this.#byKey(roomKey).messages;
  }

  roomAttributes(roomKey: string): AttributeActions {
    return this.#byKey(roomKey).roomActions;
  }

  localUserAttributes(roomKey: string): AttributeActions {
    return this.#byKey(roomKey).userActions;
  }

  onPush(roomKey: string, handler: (push: RoomPush, replay: boolean) => void): () => void {
    const room = this.#byKey(roomKey);
    return room.listen(() => room.pushes.on('push', ({ push, replay }) => handler(push, replay)));
  }

  inUse(room: RoomSession): void {
    if (this.#used.has(room.key)) return;
    this.#used.set(room.key, room);
    if (this.#linked) room.opened(null);
  }

  maybeUnused(room: RoomSession): void {
    if (!room.busy && this.#used.delete(room.key)) room.dropped();
  }

  environmentChanged(event: EnvironmentEvent): void {
    if (event !== 'hide' && event !== 'show') return;
    for (const room of [...this.#used.values()]) room.membership.pageShown(event === 'show');
  }

  /** Rooms in use, for leak tests. */
  get size(): number {
    return this.#used.size;
  }

  #byKey(roomKey: string): RoomSession {
    const at = roomKey.indexOf(':');
    return this.room({ region: roomKey.slice(0, at) as Region, roomId: roomKey.slice(at + 1) });
  }

  #pushed(pushes: readonly RoomPush[]): void {
    const changed = new Set<RoomSession>();
    for (const push of pushes) {
      const room = this.#used.get(roomKeyOf(push.region, push.roomId));
      if (!room) continue;
      room.pushed(push);
      changed.add(room);
    }
    for (const room of changed) room.flush();
  }

  #session(event: SessionEvent): void {
    this.#linked = event.type === 'opened';
    const rooms = [...this.#used.values()];
    if (event.type === 'opened') {
      const heads = new Map(event.rooms.map((room) => [room.roomKey, room]));
      for (const room of rooms) room.opened(heads.get(room.key) ?? null);
      for (const roomKey of heads.keys()) if (!this.#used.has(roomKey)) void this.#leave(roomKey);
    } else if (event.type === 'dropped') {
      for (const room of rooms) room.dropped();
    } else {
      const reason = event.reason === 'refused' ? 'closed' : event.reason;
      const error = new HummerError(HummerErrorCode.CONNECTION_LOST, 'The session is over: log in again.');
      for (const room of rooms) {
        room.dropped();
        room.closed(reason, error);
      }
    }
  }

  /** Left while the link was down. */
  async #leave(roomKey: string): Promise<void> {
    await this.#context.request('room:leave', this.#byKey(roomKey).address).catch(() => undefined);
  }
}
