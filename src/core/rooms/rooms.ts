import { CONNECTION_LOST } from '../../protocol/codes.js';
import type { Cursor } from '../../protocol/connection.js';
import { HummerError } from '../../protocol/errors.js';
import { roomAddressOf, roomKeyOf } from '../../protocol/regions.js';
import type { RoomAddress } from '../../protocol/rooms.js';
import type { EnvironmentEvent } from '../environment.js';
import type { DomainContext, RoomsPart } from '../internals.js';
import { createRoomSession, type RoomLifetime, type RoomSession } from './roomSession.js';

/** The rooms of one client. */
export interface Rooms extends RoomsPart {
  /** The one session of a room. */
  room(address: RoomAddress): RoomSession;
  byKey(roomKey: string): RoomSession;
  environmentChanged(event: EnvironmentEvent): void;
  /** Rooms in use, for leak tests. */
  readonly size: number;
}

export function createRooms(context: DomainContext): Rooms {
  /** They hear of the session. */
  const used = new Map<string, RoomSession>();
  /** One object per room for as long as anybody has it in hand, without keeping those that nobody has. */
  const known = new Map<string, WeakRef<RoomSession>>();
  const collected = new FinalizationRegistry<string>((key) => {
    if (!known.get(key)?.deref()) known.delete(key);
  });
  let linked = false;
  /**
   * Rooms that the session was in before this page had it. Whoever wants one finds it as it was, attributes too; those
   * that nobody has taken up by the time that a lost link would have cost them are left.
   */
  let untaken = new Map<string, Cursor>();
  let cancelTakeUp: (() => void) | null = null;
  let fresh = true;

  const lifetime: RoomLifetime = {
    inUse(room) {
      if (used.has(room.key)) return;
      used.set(room.key, room);
      untaken.delete(room.key);
      if (linked) room.opened(null);
    },
    maybeUnused(room) {
      if (!room.busy && used.delete(room.key)) room.dropped();
    },
  };

  function room({ region, roomId }: RoomAddress): RoomSession {
    const key = roomKeyOf(region, roomId);
    let found = used.get(key) ?? known.get(key)?.deref();
    if (!found) {
      found = createRoomSession(context, { region, roomId }, lifetime);
      known.set(key, new WeakRef(found));
      collected.register(found, key);
    }
    return found;
  }

  function byKey(roomKey: string): RoomSession {
    return room(roomAddressOf(roomKey));
  }

  function leaveUntaken(): void {
    cancelTakeUp = null;
    if (!linked) return; // the next session says what is left of them
    for (const [key, head] of untaken) {
      const target = byKey(key);
      lifetime.inUse(target);
      target.opened(head); // which nobody wants
      context.memory.setCursor(key, undefined);
    }
  }

  context.onNotification('room:pushed', ({ pushes }) => {
    const changed = new Set<RoomSession>();
    for (const push of pushes) {
      const target = used.get(roomKeyOf(push.region, push.roomId));
      target?.pushed(push);
      if (target) changed.add(target);
    }
    for (const target of changed) target.flush();
  });

  context.onNotification('room:evicted', ({ region, roomId, reason }) => {
    used.get(roomKeyOf(region, roomId))?.evicted(reason);
  });

  context.onSession((event) => {
    linked = event.type === 'opened';
    const rooms = [...used.values()];
    if (event.type === 'opened') {
      untaken = new Map(event.rooms.map((head) => [head.roomKey, head]));
      for (const target of rooms) {
        target.opened(untaken.get(target.key) ?? null);
        untaken.delete(target.key);
      }
      if (fresh && untaken.size) cancelTakeUp = context.clock.setTimeout(leaveUntaken, event.grace);
      else if (!cancelTakeUp) leaveUntaken();
      fresh = false;
      return;
    }
    for (const target of rooms) {
      target.dropped();
      if (event.type === 'closed') {
        const error = new HummerError(CONNECTION_LOST, 'The session is over: log in again.');
        target.closed(event.reason === 'refused' ? 'closed' : event.reason, error);
      }
    }
    if (event.type === 'closed') {
      cancelTakeUp?.();
      cancelTakeUp = null;
      fresh = true;
    }
  });

  return {
    room,
    byKey,
    acquire: (region, roomId, options) => room({ region, roomId }).hold(options),
    roomAttributes: (roomKey) => byKey(roomKey).roomActions,
    localUserAttributes: (roomKey) => byKey(roomKey).userActions,
    onPush: (roomKey, handler) =>
      byKey(roomKey).on('push', ({ push, replay }) => {
        handler(push, replay);
      }),
    onContinuity: (roomKey, handler) => byKey(roomKey).on('continuity', handler),
    environmentChanged(event) {
      if (event !== 'hide' && event !== 'show') return;
      for (const target of [...used.values()]) target.pageShown(event === 'show');
    },
    get size() {
      return used.size;
    },
  };
}
