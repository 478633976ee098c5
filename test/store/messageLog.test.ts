import { describe, expect, it } from 'vitest';
import {
  EMPTY_LOG,
  encodeData,
  incomingRow,
  LOG_LIMIT,
  outgoingRow,
  putGap,
  putRow,
  removeRow,
  updateRow,
  type MessageLog,
} from '../../src/store/messageLog.js';
import type { RoomLogItem } from '../../src/store/state.js';

const incoming = (id: string, seq: number | null, fromUid = 'bob') =>
  incomingRow(
    { clientMsgId: id, type: 'json', content: `"${id}"`, fromUid, messageId: `m-${id}` },
    seq,
    1_000,
    'ann',
  );
const outgoing = (id: string) =>
  outgoingRow({ clientMsgId: id, type: 'json', content: `"${id}"` }, 'ann', 900);
const ids = (log: MessageLog): string[] => log.map(({ id }) => id);
const put = (log: MessageLog, ...rows: [RoomLogItem, number?][]): MessageLog =>
  rows.reduce((known, [row, seq]) => putRow(known, row, seq), log);

describe('a log of messages', () => {
  it('is in the order of the stream, whatever order its rows come in', () => {
    const log = put(EMPTY_LOG, [incoming('b', 2), 2], [incoming('a', 1), 1], [incoming('c', 3), 3]);
    expect(ids(log)).toEqual(['a', 'b', 'c']);
  });

  it('shows what is being sent behind what has arrived', () => {
    const log = put(EMPTY_LOG, [incoming('a', 1), 1], [outgoing('mine')], [incoming('b', 2), 2]);
    expect(ids(log)).toEqual(['a', 'b', 'mine']);
  });

  it('shows what is being sent in the order in which it was sent', () => {
    expect(ids(put(EMPTY_LOG, [outgoing('one')], [outgoing('two')]))).toEqual(['one', 'two']);
  });

  it('keeps one row of a message from its sending to its arrival', () => {
    let log = put(EMPTY_LOG, [outgoing('mine')], [incoming('a', 1), 1]);
    log = updateRow(log, 'mine', { status: 'sent', seq: 2 });
    log = putRow(log, incoming('mine', 2, 'ann'), 2);
    expect(log.map((item) => item.kind === 'message' && [item.id, item.status, item.isLocal])).toEqual([
      ['a', 'sent', false],
      ['mine', 'sent', true],
    ]);
  });

  it('puts a late row before one that was answered early, even across a failed one', () => {
    let log = put(EMPTY_LOG, [outgoing('fifth')], [outgoing('lost')]);
    log = updateRow(log, 'fifth', { status: 'sent', seq: 5 });
    log = updateRow(log, 'lost', { status: 'failed' });
    log = putRow(log, incoming('fourth', 4), 4);
    expect(ids(log)).toEqual(['fourth', 'fifth', 'lost']);
  });

  it('leaves a failed row where it happened', () => {
    let log = put(EMPTY_LOG, [incoming('a', 1), 1], [outgoing('lost')]);
    log = updateRow(log, 'lost', { status: 'failed' });
    log = putRow(log, incoming('b', 2), 2);
    expect(ids(log)).toEqual(['a', 'lost', 'b']);
  });

  it('moves nothing across a gap: behind it the stream may count anew', () => {
    const known = put(EMPTY_LOG, [incoming('old', 90), 90], [outgoing('mine')]);
    const log = putRow(putGap(known, { from: 1, to: 3 }), incoming('new', 4), 4);
    expect(log.map((item) => (item.kind === 'gap' ? [item.from, item.to] : item.id))).toEqual([
      'old',
      [1, 3],
      'new',
      'mine',
    ]);
  });

  it('keeps its bound and loses the oldest', () => {
    let log: MessageLog = EMPTY_LOG;
    for (let seq = 1; seq <= LOG_LIMIT + 5; seq++) log = putRow(log, incoming(`m${seq}`, seq), seq);
    expect(log).toHaveLength(LOG_LIMIT);
    expect(log[0]?.id).toBe('m6');
  });

  it('is the same object when the row to change is not there', () => {
    const log = put(EMPTY_LOG, [incoming('a', 1), 1]);
    expect(updateRow(log, 'gone', { status: 'failed' })).toBe(log);
    expect(ids(removeRow(log, 'a'))).toEqual([]);
  });
});

describe('the content of a message', () => {
  const roundTrip = (data: unknown) =>
    incomingRow(
      { clientMsgId: 'x', type: 't', fromUid: 'bob', messageId: 'm', ...encodeData(data) },
      1,
      0,
      null,
    );

  it.each([[{ a: [1, null, 'ü'] }], ['text'], [42], [null]])('%j comes back as data', (data) => {
    expect(roundTrip(data).data).toEqual(data);
  });

  it('that is text but not JSON stays text', () => {
    const row = roundTrip(new TextEncoder().encode('not json'));
    expect(row.data).toBe('not json');
  });

  it('that is not text is bytes only', () => {
    const bytes = Uint8Array.of(0xff, 0x00, 0xfe);
    const row = roundTrip(bytes);
    expect(row.data).toBeUndefined();
    expect([...row.bytes]).toEqual([...bytes]);
  });

  it('that is a view takes the view and not its buffer', () => {
    const { buffer } = new TextEncoder().encode('[1]2[3]');
    expect(roundTrip(new Uint8Array(buffer, 3, 1)).data).toBe(2);
  });

  it.each([[undefined], [() => 1], [Symbol('s')]])('%o has no form', (data) => {
    expect(() => encodeData(data)).toThrow(TypeError);
  });
});
