import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../../src/server/ports/Log.js';
import type { PushMessage, PushSender } from '../../../src/server/ports/PushSender.js';
import { verifyPush } from '../../../src/server/push/pushSignature.js';
import {
  createWebhookPush,
  webhookPush,
  type WebhookPushOptions,
} from '../../../src/server/push/webhookPush.js';
import { createFakeClock, type FakeClock } from '../../support/fakeClock.js';

const key = 'a key of the app, long';
const url = 'https://app.example/hummer';

/** What the endpoint is asked, and its answers in order; then always 204. */
interface Endpoint {
  readonly requests: { url: string; init: RequestInit }[];
  answers: (number | 'silence' | 'refused')[];
}

let clock: FakeClock;
let endpoint: Endpoint;
let logged: string[];
let senders: PushSender[];
beforeEach(() => {
  clock = createFakeClock();
  endpoint = { requests: [], answers: [] };
  logged = [];
  senders = [];
});
afterEach(async () => {
  for (const sender of senders) await sender.close?.();
  expect(clock.pending()).toBe(0);
});

function open(options: Partial<WebhookPushOptions> = {}): PushSender {
  const write =
    (level: string) =>
    (_detail: object, message: string): void => {
      logged.push(`${level}: ${message}`);
    };
  const logger: Log = {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
  };
  const fetch = (to: unknown, init: RequestInit = {}): Promise<Response> => {
    endpoint.requests.push({ url: String(to), init });
    const answer = endpoint.answers.shift() ?? 204;
    if (answer === 'refused') return Promise.reject(new Error('connection refused'));
    if (answer !== 'silence') return Promise.resolve(new Response(null, { status: answer }));
    return new Promise((_resolve, reject) => {
      init.signal?.addEventListener('abort', () => {
        reject(init.signal?.reason as Error);
      });
    });
  };
  const sender = createWebhookPush({ url, key, logger, ...options }, { clock, fetch, random: () => 1 });
  senders.push(sender);
  return sender;
}

function created(
  inviteID = 'i1',
  to = ['ben'],
  expiresAt: number | null = clock.now() + 30_000,
): PushMessage {
  const about = { appid: '1', inviteID, inviter: 'ann', groupID: '', region: 'cn' as const, to };
  const createdAt = clock.now();
  return {
    event: 'invitation.created',
    id: `${inviteID}/created`,
    ...about,
    data: 'hi',
    createdAt,
    expiresAt,
  };
}

function ended(inviteID = 'i1', to = ['ben']): PushMessage {
  const about = { appid: '1', inviteID, inviter: 'ann', groupID: '', region: 'cn' as const, to };
  return {
    event: 'invitation.ended',
    id: `${inviteID}/ended/2`,
    ...about,
    state: 'cancelled',
    endedAt: clock.now(),
  };
}

const header = (index: number, name: string): string =>
  new Headers(endpoint.requests[index]?.init.headers).get(name) ?? '';
const bodyOf = (index: number): string => endpoint.requests[index]?.init.body as string;
const events = (): string[] =>
  endpoint.requests.map((_, index) => (JSON.parse(bodyOf(index)) as PushMessage).event);

describe('a webhook', () => {
  it('is posted the message as JSON, signed so that the receiver can verify it', async () => {
    const message = created();
    await open().send(message);
    await clock.tick(0);
    expect(endpoint.requests).toHaveLength(1);
    expect(endpoint.requests[0]).toMatchObject({ url, init: { method: 'POST', redirect: 'manual' } });
    expect(header(0, 'content-type')).toBe('application/json');
    expect(header(0, 'idempotency-key')).toBe('i1/created');
    const push = verifyPush({
      body: bodyOf(0),
      signature: header(0, 'hummer-signature'),
      key,
      now: clock.now(),
    });
    expect(push).toEqual(message);
  });

  it('is tried again after 500, a refused connection and silence, with the same id and a fresh signature', async () => {
    endpoint.answers = [500, 'refused', 'silence', 204];
    await open().send(created('i1', ['ben'], null));
    await clock.tick(60_000);
    expect(endpoint.requests).toHaveLength(4);
    expect(new Set([0, 1, 2, 3].map((index) => header(index, 'idempotency-key')))).toEqual(
      new Set(['i1/created']),
    );
    expect(new Set([0, 1, 2, 3].map((index) => header(index, 'hummer-signature'))).size).toBe(4);
    expect(logged.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  it('waits longer after each failure', async () => {
    endpoint.answers = [503, 503, 503];
    await open().send(created('i1', ['ben'], null));
    await clock.tick(2_249);
    expect(endpoint.requests).toHaveLength(1);
    await clock.tick(1);
    expect(endpoint.requests).toHaveLength(2);
    await clock.tick(4_249);
    expect(endpoint.requests).toHaveLength(2);
    await clock.tick(1);
    expect(endpoint.requests).toHaveLength(3);
  });

  it('that never answers is given up after the attempts, and said so', async () => {
    endpoint.answers = Array.from({ length: 20 }, () => 'silence' as const);
    await open({ attempts: 3, timeout: 1_000 }).send(ended());
    await clock.tick(120_000);
    expect(endpoint.requests).toHaveLength(3);
    expect(logged.at(-1)).toBe('error: A push was given up: the webhook did not take it.');
    expect(clock.pending()).toBe(0);
  });

  it.each([301, 400, 401, 404, 410])('that answers %i is not asked again', async (status) => {
    endpoint.answers = [status];
    await open().send(created());
    await clock.tick(60_000);
    expect(endpoint.requests).toHaveLength(1);
    expect(logged).toEqual(['error: A push was given up: the webhook did not take it.']);
  });

  it.each([408, 425, 429])('that answers %i is asked again', async (status) => {
    endpoint.answers = [status];
    await open().send(created());
    await clock.tick(10_000);
    expect(endpoint.requests).toHaveLength(2);
  });

  it('is not asked to ring for what has timed out meanwhile', async () => {
    endpoint.answers = Array.from({ length: 20 }, () => 500);
    await open().send(created('i1', ['ben'], clock.now() + 2_000));
    await clock.tick(60_000);
    expect(endpoint.requests).toHaveLength(1);
  });

  it('hears of the end after the beginning, and no more of the beginning', async () => {
    endpoint.answers = [500];
    const sender = open();
    await sender.send(created('i1', ['ben', 'cat'], null));
    await clock.tick(10);
    await sender.send(ended('i1', ['ben']));
    await sender.send(ended('i1', ['cat']));
    await clock.tick(60_000);
    expect(events()).toEqual(['invitation.created', 'invitation.ended', 'invitation.ended']);
  });

  it('still rings for those for whom it has not ended', async () => {
    endpoint.answers = [500];
    const sender = open();
    await sender.send(created('i1', ['ben', 'cat'], null));
    await clock.tick(10);
    await sender.send(ended('i1', ['ben']));
    await clock.tick(60_000);
    expect(events()).toEqual(['invitation.created', 'invitation.created', 'invitation.ended']);
  });

  it('that is slow holds up only so many, and the rest is dropped and logged', async () => {
    endpoint.answers = Array.from({ length: 20 }, () => 'silence' as const);
    const sender = open({ concurrency: 2, queue: 5, attempts: 1 });
    for (let n = 0; n < 9; n++) await sender.send(ended(`i${String(n)}`));
    await clock.tick(0);
    expect(endpoint.requests).toHaveLength(2);
    expect(logged).toEqual(Array(4).fill('warn: A push was dropped: the webhook is too slow.'));
    await clock.tick(5_000);
    expect(endpoint.requests).toHaveLength(4);
    await clock.tick(10_000);
    expect(endpoint.requests).toHaveLength(5);
    // There is room again.
    for (let n = 10; n < 15; n++) await sender.send(ended(`i${String(n)}`));
    expect(logged.filter((line) => line.startsWith('warn'))).toHaveLength(4);
  });

  it('does not hold up other invitations with the one that fails', async () => {
    endpoint.answers = [500];
    const sender = open();
    await sender.send(created('i1', ['ben'], null));
    await sender.send(created('i2', ['cat'], null));
    await clock.tick(1);
    expect(endpoint.requests.map((_, index) => header(index, 'idempotency-key'))).toEqual([
      'i1/created',
      'i2/created',
    ]);
  });

  it('is left alone once the server has closed', async () => {
    endpoint.answers = ['silence', 500];
    const sender = open();
    await sender.send(created('i1'));
    await sender.send(created('i2'));
    await clock.tick(1);
    await sender.close?.();
    await sender.send(created('i3'));
    await clock.tick(60_000);
    expect(endpoint.requests).toHaveLength(2);
  });

  it.each([
    ['http://app.example/hummer', key, /https/],
    ['not a url', key, /https/],
    [url, 'short', /16 characters/],
  ])('refuses %s with key %s', (target, secret, message) => {
    expect(() => webhookPush({ url: target, key: secret })).toThrow(message);
  });

  it('may be plain http on this machine', () => {
    expect(() => webhookPush({ url: 'http://127.0.0.1:9/push', key })).not.toThrow();
  });
});
