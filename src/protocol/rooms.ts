import type { WireContent } from './content.js';
import type { Region } from './regions.js';

/** String to string, as seed 000 has all attributes. */
export type AttributeMap = Readonly<Record<string, string>>;

/** Where a room request goes. */
export interface RoomAddress {
  region: Region;
  roomId: string;
}

/** Who wrote an attribute map last, and its revision: 0 for a map never written, one more with every write. */
export interface AttributeRevision {
  revision: number;
  lastUpdateUid: string;
  /** Milliseconds, as a string (seed 000). */
  lastUpdateTs: string;
}

export interface WireAttributes extends AttributeRevision {
  attributes: AttributeMap;
}

export interface WireMember {
  uid: string;
  joinedAt: number;
  extra?: AttributeMap;
  attributes: AttributeMap;
  revision: number;
}

/**
 * The whole state of a room at one position of its stream. Pushes may arrive before the answer that carries it: hold those
 * of a room that is being joined, drop what the snapshot's seq covers, apply the rest.
 */
export interface RoomSnapshot extends RoomAddress {
  epoch: string;
  seq: number;
  members: WireMember[];
  attributes: WireAttributes;
  serverTime: number;
}

/** Why a member is gone; a leave and a timeout are told apart. */
export type LeaveReason = 'leave' | 'timeout' | 'kicked' | 'banned' | 'dismissed';

/** How an attribute map changes. */
export type AttributeWrite =
  | { op: 'set'; attributes: AttributeMap }
  | { op: 'addOrUpdate'; attributes: AttributeMap }
  | { op: 'delete'; keys: readonly string[] }
  | { op: 'clear' };

/** A write as it travels: `clientMsgId` makes its repeat harmless, `ifRevision` makes a stale one fail (5110). */
export type AttributeWriteRequest = AttributeWrite & { clientMsgId: string; ifRevision?: number };

export interface AttributeWriteResult {
  revision: number;
  lastUpdateTs: string;
}

/** A message as it travels up: to a room or to a peer. */
export interface OutgoingMessage extends WireContent {
  clientMsgId: string;
  type: string;
  appExtras?: AttributeMap;
}

/** A message as it travels down. */
export interface IncomingMessage extends OutgoingMessage {
  fromUid: string;
  messageId: string;
}

export interface PublishResult {
  messageId: string;
  /** Position in the stream; null for an unreliable message. */
  seq: number | null;
  serverTime: number;
}

/**
 * What happens in a room, by event name. `Set` carries the whole new map, `AddedOrUpdated` what was written, `Deleted` and
 * `Cleared` what was removed: take these keys away and keep the rest, for `$` keys stay through a client's clear.
 */
export interface RoomPushEvents {
  'room:message': IncomingMessage;
  'room:joined': { members: WireMember[] };
  'room:left': { members: { uid: string; reason: LeaveReason; extra?: AttributeMap }[] };
  'room:attributesSet': WireAttributes & { clientMsgId?: string };
  'room:attributesAddedOrUpdated': WireAttributes & { clientMsgId?: string };
  'room:attributesDeleted': WireAttributes & { clientMsgId?: string };
  'room:attributesCleared': WireAttributes & { clientMsgId?: string };
  'room:userAttributesSet': WireAttributes & { uid: string; clientMsgId?: string };
  'room:userAttributesAddedOrUpdated': WireAttributes & { uid: string; clientMsgId?: string };
  'room:userAttributesDeleted': WireAttributes & { uid: string; clientMsgId?: string };
  'room:userAttributesCleared': WireAttributes & { uid: string; clientMsgId?: string };
}

/**
 * One entry of a room's stream. `prevSeq` is the entry before it in the same stream, so a missing one is noticed at
 * once; both are null for an unreliable message, which is not part of the stream.
 */
export type RoomPush = {
  [E in keyof RoomPushEvents]: RoomAddress & {
    epoch: string;
    seq: number | null;
    prevSeq: number | null;
    event: E;
    data: RoomPushEvents[E];
    ts: number;
  };
}[keyof RoomPushEvents];

/** A page of a stream, oldest first. `next` is the seq to go on from; absent at the head. */
export type HistoryPage<TPush> =
  | { gap?: false; epoch: string; seq: number; pushes: TPush[]; next?: number }
  | { gap: true; epoch: string; seq: number };

export interface RoomRequests {
  'room:join': { data: RoomAddress & { extra?: AttributeMap }; result: RoomSnapshot };
  'room:leave': { data: RoomAddress & { extra?: AttributeMap }; result: Record<string, never> };
  'room:publish': { data: RoomAddress & OutgoingMessage & { reliable?: boolean }; result: PublishResult };
  /** Entries after `from`, up to and including `to`. For members only. */
  'room:history': {
    data: RoomAddress & { epoch: string; from: number; to?: number };
    result: HistoryPage<RoomPush>;
  };
  /** The state of a joined room anew, after a gap. */
  'room:snapshot': { data: RoomAddress; result: RoomSnapshot };
  'room:members': { data: RoomAddress; result: { uids: string[] } };
  'room:userCount': {
    data: { region: Region; roomIds: string[] };
    result: { userCount: Record<string, number> };
  };
  'room:writeAttributes': { data: RoomAddress & AttributeWriteRequest; result: AttributeWriteResult };
  'room:readAttributes': { data: RoomAddress & { keys?: string[] }; result: WireAttributes };
  'room:writeUserAttributes': { data: RoomAddress & AttributeWriteRequest; result: AttributeWriteResult };
  'room:readUserAttributes': {
    data: RoomAddress & { uid: string; keys?: string[] };
    result: { attributes: AttributeMap; revision: number };
  };
}

export interface RoomNotifications {
  /** All pushes of one tick to one room. */
  'room:pushed': { pushes: RoomPush[] };
  /** This session is out of the room by somebody else's will. Nothing more of the room will come. */
  'room:evicted': RoomAddress & { reason: LeaveReason };
}

/** The author of what the server itself writes and sends; no uid can be equal to it. */
export const SERVER_UID = '$server';
