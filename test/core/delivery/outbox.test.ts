import { describe, expect, it, vi } from 'vitest';
import { createOutbox } from '../../../src/core/delivery/outbox.js';
import { createPace } from '../../../src/core/delivery/pace.js';
import { createVolatile } from '../../../src/core/delivery/volatile.js';
import { createDeferred } from '../../../src/lib/deferred.js';
import { HummerErrorCode } from '../../../src/protocol/codes.js';
import { HummerError } from '../../../src/protocol/errors.js';
import { createControlledClock } from '../../../src/testing/backend/controlledClock.js';

const error = (code: number, outcome: 'unknown' | 'not-sent' | 'refused' = 'unknown') =>
  new HummerError(code, 'scripted', { context: { type: 'request', event: 'room:publish', outcome } });
const lost = () => error(HummerErrorCode.CONNECTION_LOST);

function setUp() {
  const clock = createControlledClock();
  const pace = createPace(clock);
  const outbox = createOutbox(clock, pace);
  const sent: string[] = [];
  const answers = new Map<string, () => Promise<unknown>>();
  const add = (name: string) =>
    outbox.add('room:publish', () => {
      sent.push(name);
      return answers.get(name)?.() ?? Promise.resolve(name);
    });
  return { clock, pace, outbox, sent, answers, add };
}

describe('an outbox', () => {
  it('sends in order, without waiting for answers', () => {
    const { outbox, add, sent, answers } = setUp();
    outbox.gate(true);
    answers.set('a', () => new Promise(() => undefined));
    void add('a');
    void add('b');
    expect(sent).toEqual(['a', 'b']);
  });

  it('resolves with the answer and rejects with the refusal, each of its own', async () => {
    const { outbox, add, answers } = setUp();
    outbox.gate(true);
    answers.set('bad', () => Promise.reject(error(2007, 'refused')));
    const [good, bad] = [add('good'), add('bad')];
    await expect(good).resolves.toBe('good');
    await expect(bad).rejects.toMatchObject({ code: 2007 });
    expect(outbox.size).toBe(0);
  });

  it('holds 3,000 and refuses more, with a code that says when to try again', async () => {
    const { outbox, add } = setUp();
    const held = Array.from({ length: 3_000 }, (_, i) => add(String(i)).catch(() => undefined));
    await expect(add('one more')).rejects.toMatchObject({
      code: 4003,
      action: 'retry',
      context: { outcome: 'not-sent' },
    });
    expect(outbox.size).toBe(3_000);
    outbox.fail(lost());
    await Promise.all(held);
    add('again').catch(() => undefined);
    expect(outbox.size).toBe(1);
  });

  it('keeps everything, in order, until the gate opens', async () => {
    const { outbox, add, sent } = setUp();
    const all = [add('a'), add('b')];
    expect(sent).toEqual([]);
    outbox.gate(true);
    await Promise.all(all);
    expect(sent).toEqual(['a', 'b']);
  });

  it('sends again what was under way when the link went, before what came later', async () => {
    const { clock, outbox, add, sent, answers } = setUp();
    outbox.gate(true);
    const answer = createDeferred<unknown>();
    answers.set('a', () => answer.promise);
    const first = add('a');
    answer.reject(lost());
    outbox.gate(false);
    await clock.tick(0);
    const second = add('b');
    answers.delete('a');
    outbox.gate(true);
    await expect(Promise.all([first, second])).resolves.toEqual(['a', 'b']);
    expect(sent).toEqual(['a', 'a', 'b']);
  });

  it('does not send into a link that is gone, though nobody has said so yet', async () => {
    const { clock, outbox, add, sent, answers } = setUp();
    outbox.gate(true);
    answers.set('a', () => Promise.reject(lost()));
    void add('a').catch(() => undefined);
    await clock.tick(1_000);
    expect(sent).toEqual(['a']);
  });

  it.each([
    ['was never sent', false, 'not-sent'],
    ['may have arrived', true, 'unknown'],
  ] as const)('gives up after 60 s what %s, and says so', async (_what, sentOnce, outcome) => {
    const { clock, outbox, add, answers } = setUp();
    if (sentOnce) {
      outbox.gate(true);
      answers.set('a', () => Promise.reject(lost()));
    }
    const given = expect(add('a')).rejects.toMatchObject({
      code: 1005,
      action: 'retry',
      context: { outcome },
    });
    await clock.tick(0);
    outbox.gate(false);
    await clock.tick(59_999);
    expect(outbox.size).toBe(1);
    await clock.tick(1);
    await given;
    expect(clock.pending()).toBe(0);
  });

  it('does not claim to know that nothing arrived when a repeat is refused', async () => {
    const { clock, outbox, add, answers } = setUp();
    outbox.gate(true);
    answers.set('a', () => Promise.reject(lost()));
    const given = expect(add('a')).rejects.toMatchObject({ code: 5101, context: { outcome: 'unknown' } });
    await clock.tick(0);
    answers.set('a', () => Promise.reject(error(HummerErrorCode.NOT_IN_ROOM, 'refused')));
    outbox.gate(true);
    await given;
  });

  it('waits and sends again what the server found too frequent', async () => {
    const { clock, outbox, add, sent, answers } = setUp();
    outbox.gate(true);
    answers.set('a', () => Promise.reject(error(HummerErrorCode.TOO_FREQUENT, 'refused')));
    const done = add('a');
    await clock.tick(0);
    answers.delete('a');
    await clock.tick(999);
    expect(sent).toEqual(['a']);
    await clock.tick(1);
    await expect(done).resolves.toBe('a');
  });

  it('keeps below the rate of the server, and loses nothing', async () => {
    const { clock, pace, outbox, add, sent } = setUp();
    pace.rate = { burst: 10, perSecond: 10 };
    outbox.gate(true);
    const all = Array.from({ length: 24 }, (_, i) => add(String(i)));
    expect(sent).toHaveLength(8);
    await clock.tick(1_000);
    expect(sent).toHaveLength(16);
    await clock.tick(1_000);
    await expect(Promise.all(all)).resolves.toHaveLength(24);
    expect(sent).toEqual(Array.from({ length: 24 }, (_, i) => String(i)));
    expect(clock.pending()).toBe(0);
  });

  it('rejects everything when nothing will be sent any more, and leaves no timer', async () => {
    const { clock, outbox, add } = setUp();
    const all = [add('a'), add('b')];
    outbox.fail(lost());
    await expect(Promise.allSettled(all)).resolves.toMatchObject([
      { status: 'rejected' },
      { status: 'rejected' },
    ]);
    expect(clock.pending()).toBe(0);
  });
});

describe('what may be lost', () => {
  it('goes at once while the rate allows, then the newest of each kind in its turn', async () => {
    const { clock, pace } = setUp();
    pace.rate = { burst: 2.5, perSecond: 12.5 };
    const send = createVolatile({ clock, pace });
    const sent: string[] = [];
    const go = (kind: string, value: string) =>
      send(kind, () => {
        sent.push(value);
        return Promise.resolve(value);
      });
    const all = [go('pen', '1'), go('pen', '2'), go('pen', '3'), go('cursor', '4'), go('pen', '5')];
    expect(sent).toEqual(['1', '2']);
    await clock.tick(200);
    await expect(Promise.all(all)).resolves.toEqual(['1', '2', null, '4', '5']);
    expect(new Set(sent)).toEqual(new Set(['1', '2', '4', '5']));
    expect(clock.pending()).toBe(0);
  });

  it('is never sent again', async () => {
    const { clock, pace } = setUp();
    const send = createVolatile({ clock, pace });
    const call = vi.fn(() => Promise.reject(lost()));
    await expect(send('pen', call)).rejects.toMatchObject({ code: 1007 });
    await clock.tick(10_000);
    expect(call).toHaveBeenCalledTimes(1);
  });
});
