import { HummerErrorCode } from '../../../protocol/codes.js';
import { HummerError } from '../../../protocol/errors.js';
import type { Limits } from '../../../protocol/limits.js';
import { roomKeyOf } from '../../../protocol/regions.js';
import type { RoomAddress } from '../../../protocol/rooms.js';
import type { Clock } from '../../ports/Clock.js';
import type { RoomKey, Store, StreamEntry } from '../../ports/Store.js';
import type { Outbox } from '../gateway/outbox.js';
import type { Permissions } from '../permissions.js';
import type { JoinedRoom, Session, SessionRegistry } from '../sessions/session.js';
import { roomTopic } from '../topics.js';

/** What the parts of the room domain share. */
export interface RoomContext {
  clock: Clock;
  limits: Limits;
  store: Store;
  outbox: Outbox;
  permissions: Permissions;
  registry: SessionRegistry;
}

export function keyOf(session: Session, { region, roomId }: RoomAddress): RoomKey {
  return { appid: session.appKey, region, roomId };
}

/** The room of the request, if the session is in it; else 5101. */
export function joinedRoom(session: Session, { region, roomId }: RoomAddress, event: string): JoinedRoom {
  const joined = session.rooms.get(roomKeyOf(region, roomId));
  if (joined) return joined;
  throw notInRoom(event, roomId);
}

export function notInRoom(event: string, roomId: string): HummerError {
  return new HummerError(HummerErrorCode.NOT_IN_ROOM, `Not in room ${roomId}: join it first.`, {
    context: { type: 'request', event, roomId, outcome: 'refused' },
  });
}

/** An entry of a room's stream in the form in which it travels. */
export function toRoomPush(key: RoomKey, epoch: string, entry: StreamEntry): object {
  const { region, roomId } = key;
  const { seq, prevSeq, event, data, ts } = entry;
  return { region, roomId, epoch, seq, prevSeq, event, data, ts };
}

export function pushAll(outbox: Outbox, key: RoomKey, epoch: string, entries: readonly StreamEntry[]): void {
  for (const entry of entries) outbox.push(roomTopic(key), 'room:pushed', toRoomPush(key, epoch, entry));
}
