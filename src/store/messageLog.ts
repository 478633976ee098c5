import { createId } from '../lib/id.js';
import { decodeContent, encodeContent, type WireContent } from '../protocol/content.js';
import type { IncomingMessage, OutgoingMessage } from '../protocol/rooms.js';
import type { RoomLogItem, RoomMessage } from './state.js';

/** Rows kept of one log; the oldest go first. */
export const LOG_LIMIT = 1_000;

export type MessageLog = readonly RoomLogItem[];

export const EMPTY_LOG: MessageLog = Object.freeze([]);

const NO_EXTRAS = Object.freeze({});
const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Content of a message call as it travels: bytes as they are, anything else as JSON text. Throws on what JSON cannot say. */
export function encodeData(data: unknown): WireContent {
  if (ArrayBuffer.isView(data))
    return encodeContent(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  const content = JSON.stringify(data) as string | undefined;
  if (content === undefined) throw new TypeError(`JSON has no form for a ${typeof data}`);
  return { content };
}

/** The row of a message that this client is sending. */
export function outgoingRow(message: OutgoingMessage, fromUid: string, sentAt: number): RoomMessage {
  return row(message, { fromUid, isLocal: true, status: 'sending', seq: null, sentAt, serverTime: null });
}

/** The row of a message that came from the server. */
export function incomingRow(
  message: IncomingMessage,
  seq: number | null,
  ts: number,
  localUid: string | null,
): RoomMessage {
  const { fromUid } = message;
  return row(message, {
    fromUid,
    isLocal: fromUid === localUid,
    status: 'sent',
    seq,
    sentAt: ts,
    serverTime: ts,
  });
}

type RowState = Pick<RoomMessage, 'fromUid' | 'isLocal' | 'status' | 'seq' | 'sentAt' | 'serverTime'>;

function row(message: OutgoingMessage, state: RowState): RoomMessage {
  const bytes = decodeContent(message);
  const { clientMsgId: id, type, appExtras = NO_EXTRAS } = message;
  return { kind: 'message', id, type, data: parse(bytes), bytes, error: null, appExtras, ...state };
}

function parse(bytes: Uint8Array): unknown {
  let text: string | undefined;
  try {
    text = utf8.decode(bytes);
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Changes the row of `id` in place; the same log if there is none. */
export function updateRow(log: MessageLog, id: string, change: Partial<RoomMessage>): MessageLog {
  if (!log.some((item) => item.id === id)) return log;
  return log.map((item) => (item.id === id ? ({ ...item, ...change } as RoomMessage) : item));
}

export function removeRow(log: MessageLog, id: string): MessageLog {
  return log.filter((item) => item.id !== id);
}

/**
 * Puts a row where it belongs: by its place in the stream, before the rows that are still being sent; without a place
 * behind all. It replaces the row of the same id, so that a message keeps one row from the first keystroke to the last
 * reader.
 */
export function putRow(log: MessageLog, item: RoomLogItem, seq = Infinity): MessageLog {
  const next = log.filter(({ id }) => id !== item.id);
  let at = next.length;
  for (let i = at; i-- > 0;) {
    const place = placeOf(next[i] as RoomLogItem);
    if (place === undefined) continue;
    if (place <= seq) break;
    at = i;
  }
  next.splice(at, 0, item);
  return next.length > LOG_LIMIT ? next.slice(-LOG_LIMIT) : next;
}

/** Marks that messages are missing, behind all that has arrived. */
export function putGap(log: MessageLog, missed: { from: number; to: number }): MessageLog {
  return putRow(log, { kind: 'gap', id: createId(), ...missed }, Number.MAX_VALUE);
}

/**
 * Where a row stands in the stream. Nothing moves to before a gap, whose other side may count anew; a row on its way is
 * behind all; a failed one stays where it happened to be.
 */
function placeOf(item: RoomLogItem): number | undefined {
  if (item.kind === 'gap') return -1;
  return item.seq ?? (item.status === 'sending' ? Infinity : undefined);
}
