import type { AttributeMap, LeaveReason, RoomPush } from '../../protocol/rooms.js';
import type { Logger } from '../../lib/logger.js';
import { incomingRow } from '../../store/messageLog.js';
import type { EventNames } from '../check.js';
import { received, type ReceivedMessage } from '../delivery/received.js';
import { attributeEvent } from '../../store/roomWriter.js';
import type { Continuity } from '../../store/state.js';

/** A change of a user's attributes. Delete and Clear carry what was removed. @public */
export interface UserAttributesEvent {
  uid: string;
  attributes: AttributeMap;
  /** Milliseconds. */
  lastUpdateTs: string;
}

/** A change of a room's attributes. Delete and Clear carry what was removed. @public */
export interface RoomAttributesEvent {
  lastUpdateUid: string;
  lastUpdateTs: string;
  attributes: AttributeMap;
}

/** Events of a room: seed 000's, and `ContinuityChange`. @public */
export interface RoomEvents {
  RoomMessage: ReceivedMessage & { roomId: string };
  /** `extras[i]` is what `uids[i]` gave at the join. */
  NotifyJoinRoom: { uids: string[]; extras: AttributeMap[] };
  NotifyLeaveRoom: { uids: string[]; reasons: LeaveReason[]; extras: AttributeMap[] };
  NotifyUserAttributesSet: UserAttributesEvent;
  NotifyUserAttributesDelete: UserAttributesEvent;
  NotifyUserAttributesClear: UserAttributesEvent;
  NotifyUserAttributesAddOrUpdate: UserAttributesEvent;
  NotifyRoomAttributesSet: RoomAttributesEvent;
  NotifyRoomAttributesDelete: RoomAttributesEvent;
  NotifyRoomAttributesClear: RoomAttributesEvent;
  NotifyRoomAttributesAddOrUpdate: RoomAttributesEvent;
  /** Whether anything was missed: `missed` names what is gone for good. */
  ContinuityChange: { continuity: Continuity; missed?: { from: number; to: number } };
}

export const ROOM_EVENTS: EventNames<RoomEvents> = {
  RoomMessage: 1,
  NotifyJoinRoom: 1,
  NotifyLeaveRoom: 1,
  NotifyUserAttributesSet: 1,
  NotifyUserAttributesDelete: 1,
  NotifyUserAttributesClear: 1,
  NotifyUserAttributesAddOrUpdate: 1,
  NotifyRoomAttributesSet: 1,
  NotifyRoomAttributesDelete: 1,
  NotifyRoomAttributesClear: 1,
  NotifyRoomAttributesAddOrUpdate: 1,
  ContinuityChange: 1,
};

const NAMES = { set: 'Set', addOrUpdate: 'AddOrUpdate', delete: 'Delete', clear: 'Clear' } as const;

type Emit = <E extends keyof RoomEvents>(event: E, payload: RoomEvents[E]) => void;

/** Tells the event of seed 000 that a push stands for. */
export function tell(emit: Emit, { event, data, roomId, seq, ts }: RoomPush, log: Logger): void {
  if (event === 'room:message') {
    try {
      const message = received(incomingRow(data, seq, ts, null), data.messageId);
      emit('RoomMessage', { ...message, roomId });
    } catch (error) {
      log.error(`A message of room ${roomId} could not be read.`, error);
    }
  } else if (event === 'room:joined' || event === 'room:left') {
    const uids = data.members.map(({ uid }) => uid);
    const extras = data.members.map(({ extra = {} }) => extra);
    if (event === 'room:joined') emit('NotifyJoinRoom', { uids, extras });
    else emit('NotifyLeaveRoom', { uids, reasons: data.members.map(({ reason }) => reason), extras });
  } else {
    const { attributes, lastUpdateTs, lastUpdateUid } = data;
    const name = NAMES[attributeEvent(event)?.op ?? 'set'];
    if ('uid' in data) emit(`NotifyUserAttributes${name}`, { uid: data.uid, attributes, lastUpdateTs });
    else emit(`NotifyRoomAttributes${name}`, { lastUpdateUid, lastUpdateTs, attributes });
  }
}
