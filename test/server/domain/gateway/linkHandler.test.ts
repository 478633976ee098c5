import { beforeEach, describe, expect, it, vi, type Mock } from 'vitest';
import * as v from 'valibot';
import { HummerErrorCode } from '../../../../src/protocol/codes.js';
import { HummerError } from '../../../../src/protocol/errors.js';
import { DEFAULT_LIMITS } from '../../../../src/protocol/limits.js';
import { createDecoder } from '../../../../src/protocol/schemas/decode.js';
import {
  createLinkHandler,
  HUMMER_GATEWAY_CODES,
  type LinkHandlerOptions,
  type RequestSpec,
} from '../../../../src/server/domain/gateway/linkHandler.js';
import { KeyedRates } from '../../../../src/server/domain/gateway/rates.js';
import type { Link, LinkHandler } from '../../../../src/server/ports/Link.js';
import { silentLog } from '../../../../src/server/ports/Log.js';
import { createFakeClock, type FakeClock } from '../../../support/fakeClock.js';

const echo: RequestSpec<{ text: string }> = {
  decode: createDecoder(v.object({ text: v.string('must be a string') })),
  handle: ({ text }) => ({ text }),
};

let clock: FakeClock;
let link: Link;
let close: Mock<() => void>;
let closed: Mock<() => void>;

beforeEach(() => {
  clock = createFakeClock();
  closed = vi.fn<() => void>();
  close = vi.fn<() => void>();
  link = {
    id: 'link',
    address: '127.0.0.1',
    notify: vi.fn(),
    request: vi.fn(),
    follow: vi.fn(),
    unfollow: vi.fn(),
    alive: () => Promise.resolve(true),
    close,
  };
});

function handlerOf(
  requests: Record<string, RequestSpec>,
  options: Partial<LinkHandlerOptions> = {},
): LinkHandler {
  return createLinkHandler({
    link,
    clock,
    log: silentLog,
    limits: DEFAULT_LIMITS,
    codes: HUMMER_GATEWAY_CODES,
    requests,
    requireReady: () => undefined,
    rates: new KeyedRates(clock, DEFAULT_LIMITS.requests),
    rateKey: () => null,
    closed,
    ...options,
  });
}

function ask(handler: LinkHandler, event: unknown, payload?: unknown): Promise<[string, unknown]> {
  return new Promise((resolve) => {
    handler.receive(event, payload, (status, body) => {
      resolve([status, body]);
    });
  });
}

const words = (body: unknown): string => (body as { errmsg: string }).errmsg;

const deferred = () => {
  let resolve!: () => void;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
};

describe('answers', () => {
  it('wraps the result of a request in data', async () => {
    expect(await ask(handlerOf({ echo }), 'echo', { data: { text: 'hi' } })).toEqual([
      'success',
      { data: { text: 'hi' } },
    ]);
  });

  it('wraps neither the request nor the answer of a bare event', async () => {
    const handler = handlerOf({ token: { ...echo, bare: true } });
    expect(await ask(handler, 'token', { text: 'hi' })).toEqual(['success', { text: 'hi' }]);
  });

  it('answers a handler without a result with empty data', async () => {
    const handler = handlerOf({ go: { decode: () => ({}), handle: () => undefined } });
    expect(await ask(handler, 'go')).toEqual(['success', { data: {} }]);
  });

  it('gives a HummerError its code, its words and its context', async () => {
    const context = { type: 'request', event: 'no', outcome: 'refused' } as const;
    const handler = handlerOf({
      no: {
        decode: () => ({}),
        handle: () => {
          throw new HummerError(HummerErrorCode.NO_PERMISSION, 'Ask the teacher.', { context });
        },
      },
    });
    const body = { errmsg: 'Ask the teacher.', errcode: 3000, context };
    expect(await ask(handler, 'no')).toEqual(['error', body]);
  });

  it('logs any other error and tells the client no more than that the server failed', async () => {
    const error = vi.fn();
    const handler = handlerOf(
      { boom: { decode: () => ({}), handle: () => Promise.reject(new Error('secret path')) } },
      { log: { ...silentLog, error } },
    );
    const [status, body] = await ask(handler, 'boom');
    expect(status).toBe('error');
    expect(body).toMatchObject({ errcode: 4000 });
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(error).toHaveBeenCalledOnce();
  });

  it('never sends an empty message', async () => {
    const handler = handlerOf({
      mute: {
        decode: () => ({}),
        handle: () => {
          throw new HummerError(HummerErrorCode.SERVER, '');
        },
      },
    });
    expect(words((await ask(handler, 'mute'))[1])).toMatch(/.+/);
  });

  it('answers through settle, and runs what follows the answer right after it', async () => {
    const order: string[] = [];
    const answers: (() => void)[] = [];
    const handler = handlerOf(
      {
        go: {
          decode: () => ({}),
          handle: (_data, context) => {
            context.afterReply(() => order.push('after'));
            order.push('handled');
          },
        },
      },
      { settle: (callback) => answers.push(callback) },
    );
    const answer = ask(handler, 'go').then(() => order.push('seen by the client'));
    await clock.tick(0);
    expect(order).toEqual(['handled']);
    for (const send of answers) send();
    await answer;
    expect(order).toEqual(['handled', 'after', 'seen by the client']);
  });
});

describe('refusals', () => {
  const wrong: [why: string, event: unknown, payload: unknown][] = [
    ['an unknown event', 'nothing', {}],
    ['the name of a prototype', '__proto__', {}],
    ['the name of an inherited method', 'constructor', {}],
    ['an event that is no string', 42, {}],
    ['a payload that is no object', 'echo', 'hi'],
    ['a payload that is an array', 'echo', [1]],
    ['a payload without its envelope', 'echo', { text: 'hi' }],
    ['a missing field', 'echo', { data: {} }],
    ['a field of a wrong type', 'echo', { data: { text: 1 } }],
    ['data that is null', 'echo', { data: null }],
    ['a payload that is missing', 'echo', undefined],
  ];
  it.each(wrong)('refuses %s with 2001 and says why', async (_why, event, payload) => {
    const [status, body] = await ask(handlerOf({ echo }), event, payload);
    expect(status).toBe('error');
    expect(body).toMatchObject({ errcode: 2001 });
    expect(words(body)).toMatch(/\w/);
  });

  it('names the wrong field', async () => {
    const [, body] = await ask(handlerOf({ echo }), 'echo', { data: { text: 1 } });
    expect(body).toMatchObject({ context: { type: 'input', field: 'text', received: 'number' } });
  });

  it('refuses a payload that is too large or nests too deep before any decoder sees it', async () => {
    const decode = vi.fn(() => ({}));
    const handler = handlerOf({ go: { decode, handle: () => ({}) } });
    let deep: unknown = 1;
    for (let i = 0; i < 100; i++) deep = { deep };
    for (const data of ['x'.repeat(300_000), Array(200_000).fill(1), deep]) {
      expect((await ask(handler, 'go', { data }))[1]).toMatchObject({ errcode: 2007 });
    }
    expect(decode).not.toHaveBeenCalled();
  });

  it('drops an event without an ack callback', async () => {
    const handle = vi.fn();
    const handler = handlerOf({ go: { decode: () => ({}), handle } });
    handler.receive('go', {}, undefined);
    await clock.tick(0);
    expect(handle).not.toHaveBeenCalled();
  });

  it('says what to do first while the link is not ready, except for what makes it ready', async () => {
    let isReady = false;
    const handler = handlerOf(
      { echo, login: { decode: () => ({}), open: true, handle: () => void (isReady = true) } },
      {
        requireReady: () => {
          if (!isReady) throw new HummerError(HummerErrorCode.NOT_LOGGED_IN, 'Log in first.');
        },
      },
    );
    const early = ask(handler, 'echo', { data: { text: 'early' } });
    const login = ask(handler, 'login');
    const late = ask(handler, 'echo', { data: { text: 'late' } });
    expect(await early).toEqual(['error', { errmsg: 'Log in first.', errcode: 1001 }]);
    expect((await login)[0]).toBe('success');
    expect((await late)[0]).toBe('success');
  });
});

describe('order', () => {
  it('handles the requests of a link one after another', async () => {
    const log: string[] = [];
    const slow = deferred();
    const handler = handlerOf({
      slow: {
        decode: () => ({}),
        async handle() {
          await slow.promise;
          log.push('slow');
        },
      },
      quick: { decode: () => ({}), handle: () => void log.push('quick') },
    });
    const both = [ask(handler, 'slow'), ask(handler, 'quick')];
    await clock.tick(0);
    expect(log).toEqual([]);
    slow.resolve();
    await Promise.all(both);
    expect(log).toEqual(['slow', 'quick']);
  });

  it('lets a concurrent request pass the others', async () => {
    const slow = deferred();
    const handler = handlerOf({
      slow: { decode: () => ({}), handle: () => slow.promise },
      stats: { decode: () => ({}), concurrent: true, handle: () => ({ fine: true }) },
    });
    const waiting = ask(handler, 'slow');
    expect(await ask(handler, 'stats')).toEqual(['success', { data: { fine: true } }]);
    slow.resolve();
    await waiting;
  });

  it('goes on after a request that failed', async () => {
    const handler = handlerOf({
      echo,
      boom: { decode: () => ({}), handle: () => Promise.reject(new Error()) },
    });
    const [boom, fine] = await Promise.all([
      ask(handler, 'boom'),
      ask(handler, 'echo', { data: { text: 'a' } }),
    ]);
    expect([boom[0], fine[0]]).toEqual(['error', 'success']);
  });

  it('reports the closed link only after the running request, and drops those that wait', async () => {
    const slow = deferred();
    const handle = vi.fn();
    const handler = handlerOf({
      slow: { decode: () => ({}), handle: () => slow.promise },
      next: { decode: () => ({}), handle },
    });
    handler.receive('slow', {}, () => undefined);
    handler.receive('next', {}, () => undefined);
    await clock.tick(0);
    handler.closed();
    await clock.tick(0);
    expect(closed).not.toHaveBeenCalled();
    slow.resolve();
    await clock.tick(0);
    expect(closed).toHaveBeenCalledOnce();
    expect(handle).not.toHaveBeenCalled();
  });
});

describe('rates', () => {
  const burst = (handler: LinkHandler, times: number) =>
    Promise.all(Array.from({ length: times }, () => ask(handler, 'echo', { data: { text: 'x' } })));
  const refused = (answers: [string, unknown][]) => answers.filter(([status]) => status === 'error').length;

  it('lets a burst of a hundred pass and refuses what is beyond it with 4003', async () => {
    const answers = await burst(handlerOf({ echo }), 105);
    expect(refused(answers)).toBe(5);
    expect(answers.at(-1)?.[1]).toMatchObject({ errcode: 4003 });
  });

  it('earns fifty a second back', async () => {
    const handler = handlerOf({ echo });
    await burst(handler, 100);
    await clock.tick(1_000);
    expect(refused(await burst(handler, 55))).toBe(5);
  });

  it('counts the links of one user together', async () => {
    const rates = new KeyedRates(clock, DEFAULT_LIMITS.requests);
    const tabs = [1, 2].map(() => handlerOf({ echo }, { rates, rateKey: () => 'ann' }));
    const neighbour = handlerOf({ echo }, { rates, rateKey: () => 'ben' });
    const answers = (await Promise.all(tabs.map((tab) => burst(tab, 55)))).flat();
    expect(refused(answers)).toBe(10);
    expect(refused(await burst(neighbour, 60))).toBe(0);
  });

  it('takes nothing back when the clock is set back', async () => {
    let now = clock.now();
    const rates = new KeyedRates({ ...clock, now: () => now }, DEFAULT_LIMITS.requests);
    const handler = handlerOf({ echo }, { rates, rateKey: () => 'ann' });
    await burst(handler, 1);
    now -= 60_000;
    expect(refused(await burst(handler, 99))).toBe(0);
  });

  it('refuses what comes while two hundred wait for a slow one, however slowly it comes', async () => {
    const slow = deferred();
    const handler = handlerOf({ echo, slow: { decode: () => ({}), handle: () => slow.promise } });
    const waiting = [ask(handler, 'slow')];
    for (let i = 1; i < 200; i++) {
      waiting.push(ask(handler, 'echo', { data: { text: 'x' } }));
      await clock.tick(100);
    }
    expect(await ask(handler, 'echo', { data: { text: 'x' } })).toMatchObject(['error', { errcode: 4003 }]);
    slow.resolve();
    expect(refused(await Promise.all(waiting))).toBe(0);
    expect((await ask(handler, 'echo', { data: { text: 'x' } }))[0]).toBe('success');
  });

  it('closes a link after twenty breaches within ten seconds, and handles nothing from it any more', async () => {
    const handler = handlerOf({ echo });
    await burst(handler, 119);
    expect(close).not.toHaveBeenCalled();
    await burst(handler, 1);
    expect(close).toHaveBeenCalledOnce();
    const late = vi.fn();
    handler.receive('echo', { data: { text: 'late' } }, late);
    await clock.tick(0);
    expect(late).not.toHaveBeenCalled();
  });

  it('forgives breaches that are far apart', async () => {
    const handler = handlerOf({ echo });
    const big = { data: 'x'.repeat(300_000) };
    for (let i = 0; i < 60; i++) {
      await ask(handler, 'echo', big);
      await clock.tick(1_000);
    }
    expect(close).not.toHaveBeenCalled();
  });

  it('counts events without an ack callback too', () => {
    const handler = handlerOf({ echo });
    for (let i = 0; i < 120; i++) handler.receive('echo', {}, undefined);
    expect(close).toHaveBeenCalledOnce();
  });

  it('does not count a wrong payload as a breach', async () => {
    const handler = handlerOf({ echo });
    for (let i = 0; i < 90; i++) await ask(handler, 'echo', { data: {} });
    expect(close).not.toHaveBeenCalled();
  });
});

it('closes a link that says nothing for ten seconds', async () => {
  handlerOf({ echo });
  await clock.tick(9_999);
  expect(close).not.toHaveBeenCalled();
  await clock.tick(1);
  expect(close).toHaveBeenCalledOnce();
});

it('keeps a link that has said something', async () => {
  const handler = handlerOf({ echo });
  await ask(handler, 'echo', { data: { text: 'x' } });
  await clock.tick(60_000);
  expect(close).not.toHaveBeenCalled();
  expect(clock.pending()).toBe(0);
});

it('leaves no timer behind when the link goes', async () => {
  handlerOf({ echo }).closed();
  await clock.tick(0);
  expect(clock.pending()).toBe(0);
});
