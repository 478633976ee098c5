import type { AttributeMap } from '../../protocol/rooms.js';
import type { RoomMessage } from '../../store/state.js';

/** A message as the events of seed 000 carry it. @public */
export interface ReceivedMessage {
  message: { type: string; data: Uint8Array; appExtras: AttributeMap };
  fromUid: string;
  messageId: string;
  /** Place in the stream; null for an unreliable message. */
  seq: number | null;
  serverTime: number;
}

export function received(row: RoomMessage, messageId: string): ReceivedMessage {
  const { type, bytes: data, appExtras, fromUid, seq, sentAt } = row;
  return {
    message: { type, data, appExtras },
    fromUid,
    messageId,
    seq,
    serverTime: row.serverTime ?? sentAt,
  };
}
