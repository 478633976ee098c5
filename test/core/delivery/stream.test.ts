import { describe, expect, it } from 'vitest';
import { createStream, type StreamPush } from '../../../src/core/delivery/stream.js';
import { HummerErrorCode } from '../../../src/protocol/codes.js';
import { HummerError } from '../../../src/protocol/errors.js';
import type { Cursor } from '../../../src/protocol/connection.js';
import type { HistoryPage } from '../../../src/protocol/rooms.js';

const entry = (seq: number, epoch = 'e'): StreamPush => ({ epoch, seq, prevSeq: seq - 1 });

/** A server's stream of which `kept` and later entries are still there, and a client of it. */
function setUp({ pageSize = 100 } = {}) {
  const server = { epoch: 'e', head: 0, kept: 1 };
  const taken: string[] = [];
  const told: unknown[] = [];
  /** Both, in short. */
  const order: string[] = [];
  const failures: number[] = [];
  const asked: number[] = [];
  let resynced = 0;
  let resyncing = <T>(state: () => T): Promise<T> => Promise.resolve(state());
  let answer = (cursor: Cursor): HistoryPage<StreamPush> | Promise<HistoryPage<StreamPush>> => page(cursor);

  function page({ epoch, seq }: Cursor): HistoryPage<StreamPush> {
    const { head, kept } = server;
    if (epoch !== server.epoch || seq + 1 < kept || seq > head)
      return { gap: true, epoch: server.epoch, seq: head };
    const last = Math.min(head, seq + pageSize);
    const pushes = Array.from({ length: last - seq }, (_, i) => entry(seq + 1 + i, server.epoch));
    return { epoch: server.epoch, seq: head, pushes, ...(last < head && { next: last }) };
  }

  const stream = createStream<StreamPush>({
    history(cursor) {
      asked.push(cursor.seq);
      return Promise.resolve(answer(cursor));
    },
    take({ seq, epoch }, replay) {
      const short = `${epoch}${seq ?? '-'}${replay ? '*' : ''}`;
      taken.push(short);
      order.push(short);
    },
    batch: (work) => {
      work();
    },
    resync: () =>
      resyncing(() => () => {
        resynced++;
      }),
    continuity(state, missed) {
      told.push(missed ? [state, missed.from, missed.to] : state);
      order.push(state);
    },
    failed: ({ code }) => failures.push(code),
    moved: () => undefined,
  });
  return {
    stream,
    server,
    taken,
    told,
    order,
    failures,
    asked,
    resynced: () => resynced,
    resyncing: (next: typeof resyncing) => void (resyncing = next),
    answering: (next: typeof answer) => void (answer = next),
    page,
    live: (...seqs: number[]) => {
      for (const seq of seqs) stream.push(entry(seq, server.epoch));
    },
    start: (seq = 0) => {
      stream.start({ epoch: server.epoch, seq }, { epoch: server.epoch, seq });
    },
    settle: () => new Promise((resolve) => setTimeout(resolve, 0)),
  };
}

describe('a stream of pushes', () => {
  it('takes what follows, once', () => {
    const { live, start, taken, asked } = setUp();
    start();
    live(1, 2, 2, 1, 3);
    expect(taken).toEqual(['e1', 'e2', 'e3']);
    expect(asked).toEqual([]);
  });

  it('keeps live pushes until it is started, and takes only those behind the start', () => {
    const { live, start, taken } = setUp();
    live(3, 4, 5);
    start(3);
    expect(taken).toEqual(['e4', 'e5']);
  });

  it('lets unreliable pushes through, wherever it stands', () => {
    const { stream, taken } = setUp();
    stream.push({ epoch: 'e', seq: null, prevSeq: null });
    expect(taken).toEqual(['e-']);
  });

  it('takes once what a page of the history repeats', async () => {
    const { server, live, start, taken, answering, page, settle } = setUp();
    start();
    live(1, 2, 3);
    server.head = 5;
    answering(({ epoch }) => page({ epoch, seq: 1 }));
    live(5);
    await settle();
    expect(taken).toEqual(['e1', 'e2', 'e3', 'e4*', 'e5*']);
  });

  it('reads what is missing when a push does not follow, and splices the two', async () => {
    const { server, live, start, taken, told, settle } = setUp();
    start();
    live(1);
    server.head = 5;
    live(4);
    live(5);
    await settle();
    expect(taken).toEqual(['e1', 'e2*', 'e3*', 'e4*', 'e5*']);
    live(6);
    expect(taken.at(-1)).toBe('e6');
    expect(told).toEqual(['recovering', 'ok']);
  });

  it('takes what came live while history was read behind it', async () => {
    const { server, live, start, taken, answering, page, settle } = setUp();
    start();
    server.head = 3;
    answering(async (cursor) => {
      const read = page(cursor);
      server.head = 5;
      live(4, 5);
      return Promise.resolve(read);
    });
    live(3);
    await settle();
    expect(taken).toEqual(['e1*', 'e2*', 'e3*', 'e4', 'e5']);
  });

  it('reads page by page to the head', async () => {
    const { server, live, start, taken, asked, settle } = setUp({ pageSize: 2 });
    start();
    server.head = 5;
    live(5);
    await settle();
    expect(asked).toEqual([0, 2, 4]);
    expect(taken).toEqual(['e1*', 'e2*', 'e3*', 'e4*', 'e5*']);
  });

  const e = (seq: number): Cursor => ({ epoch: 'e', seq });
  it.each<[string, Cursor, { epoch?: string; head: number; kept?: number }, string[], unknown[]]>([
    ['an empty stream', e(0), { head: 0 }, [], []],
    ['the same position', e(7), { head: 7 }, [], []],
    ['a position behind', e(5), { head: 7 }, ['e6*', 'e7*'], ['recovering', 'ok']],
    [
      'the last position that is still kept',
      e(3),
      { head: 5, kept: 4 },
      ['e4*', 'e5*'],
      ['recovering', 'ok'],
    ],
    ['a position too far behind', e(2), { head: 5, kept: 4 }, [], ['recovering', ['gap', 3, 5]]],
    ['a position ahead', e(9), { head: 5 }, [], ['recovering', ['gap', 10, 5]]],
    ['another epoch', e(9), { epoch: 'f', head: 3 }, [], ['recovering', ['gap', 1, 3]]],
    ['another epoch at the same seq', e(3), { epoch: 'f', head: 3 }, [], ['recovering', ['gap', 1, 3]]],
    ['another epoch without entries', e(3), { epoch: 'f', head: 0 }, [], ['recovering', ['gap', 1, 0]]],
  ])('comes back from %s', async (_case, cursor, state, expected, story) => {
    const { stream, server, taken, told, live, settle, resynced } = setUp();
    stream.start(cursor, cursor);
    stream.pause();
    Object.assign(server, state);
    stream.start(cursor, { epoch: server.epoch, seq: server.head });
    await settle();
    expect(taken).toEqual(expected);
    expect(told).toEqual(story);
    expect(resynced()).toBe(story.some(Array.isArray) ? 1 : 0);
    live(server.head + 1);
    expect(taken.at(-1)).toBe(`${server.epoch}${server.head + 1}`);
  });

  it('tells of a gap before what is behind it', async () => {
    const { stream, server, taken, told, order, settle, resyncing } = setUp();
    Object.assign(server, { head: 5, kept: 6 });
    resyncing((state) => {
      server.head = 7; // meanwhile
      return Promise.resolve(state());
    });
    stream.start(e(2), e(5));
    await settle();
    expect(taken).toEqual(['e6*', 'e7*']);
    expect(told).toEqual(['recovering', ['gap', 3, 5]]);
    expect(order).toEqual(['recovering', 'gap', 'e6*', 'e7*']);
  });

  it('does not pass a gap before it has the state: a lost answer is asked for again', async () => {
    const { stream, server, told, failures, settle, resyncing, resynced } = setUp();
    Object.assign(server, { head: 5, kept: 6 });
    resyncing(() => Promise.reject(new HummerError(HummerErrorCode.TIMEOUT, 'late')));
    stream.start(e(2), e(5));
    await settle();
    expect([failures, stream.cursor, told]).toEqual([[1005], e(2), ['recovering']]);
    resyncing((state) => Promise.resolve(state()));
    await stream.recover();
    expect([resynced(), stream.cursor]).toEqual([1, e(5)]);
    expect(told).toEqual(['recovering', ['gap', 3, 5]]);
  });

  it('puts no state in place that was asked for before the link went', async () => {
    const { stream, server, told, settle, resyncing, resynced } = setUp();
    Object.assign(server, { head: 5, kept: 6 });
    let late: () => void = () => undefined;
    resyncing(
      (state) =>
        new Promise((resolve) => {
          late = () => {
            resolve(state());
          };
        }),
    );
    stream.start(e(2), e(5));
    await settle();
    stream.pause();
    late();
    await settle();
    expect([resynced(), stream.cursor, told]).toEqual([0, e(2), ['recovering']]);
  });

  it('asks nothing and tells nothing when nothing was missed', () => {
    const { stream, live, start, asked, told } = setUp();
    start();
    live(1);
    stream.pause();
    stream.start(stream.cursor ?? { epoch: '', seq: 0 }, { epoch: 'e', seq: 1 });
    expect(asked).toEqual([]);
    expect(told).toEqual([]);
  });

  it('drops what it had not spliced when the link goes, and reads it later', async () => {
    const { stream, server, live, start, taken, answering, page, settle } = setUp();
    start();
    server.head = 2;
    answering(() => new Promise(() => undefined));
    live(2);
    stream.pause();
    await settle();
    answering(page);
    stream.start(stream.cursor ?? { epoch: '', seq: 0 }, { epoch: 'e', seq: 2 });
    await settle();
    expect(taken).toEqual(['e1*', 'e2*']);
  });

  it('ignores the answer to a question that a pause has overtaken', async () => {
    const { stream, server, live, start, taken, answering, page, settle } = setUp();
    start();
    server.head = 2;
    let late: (page: HistoryPage<StreamPush>) => void = () => undefined;
    answering(() => new Promise((resolve) => (late = resolve)));
    live(2);
    await settle();
    stream.pause();
    late(page({ epoch: 'e', seq: 0 }));
    await settle();
    expect(taken).toEqual([]);
  });

  it('says when history cannot be read, and goes on from the same place', async () => {
    const { stream, server, live, start, taken, failures, answering, page, settle } = setUp();
    start();
    server.head = 2;
    answering(() => Promise.reject(new HummerError(HummerErrorCode.TIMEOUT, 'late')));
    live(2);
    await settle();
    expect(failures).toEqual([1005]);
    answering(page);
    await stream.recover();
    expect(taken).toEqual(['e1*', 'e2*']);
  });

  it('does not turn in circles when the server cannot explain a push', async () => {
    const { stream, server, live, start, asked, failures, taken, settle } = setUp();
    start();
    live(9);
    await settle();
    expect(asked).toEqual([0]);
    expect(failures).toEqual([4000]);
    server.head = 9;
    await stream.recover();
    expect(taken).toHaveLength(9);
  });
});
