import { fullJitter } from '../../lib/backoff.js';
import { systemClock } from '../../lib/clock.js';
import { consoleLog } from '../consoleLog.js';
import type { Clock } from '../ports/Clock.js';
import type { Log } from '../ports/Log.js';
import type { PushMessage, PushSender } from '../ports/PushSender.js';
import { isLoopbackHost } from '../transport/origins.js';
import { PushLanes } from './pushLanes.js';
import { PUSH_SIGNATURE_HEADER, signPush } from './pushSignature.js';

/** @public */
export interface WebhookPushOptions {
  /** Your endpoint: https, or http on this machine. Redirects are not followed. */
  url: string;
  /** Signs every message (`verifyPush`); at least 16 characters. */
  key: string;
  /** How long one attempt may take, in ms; default 5,000. */
  timeout?: number;
  /** How often a message is tried; default 6, within about half a minute. */
  attempts?: number;
  /** Requests at once; default 8. */
  concurrency?: number;
  /** Messages that wait; beyond it the newest are dropped, and logged. Default 1,000. */
  queue?: number;
  /** Default: warnings and errors to standard error. */
  logger?: Log;
}

/** What the outside is to the sender; tests bring their own. */
export interface WebhookWorld {
  clock: Clock;
  fetch: typeof globalThis.fetch;
  random: () => number;
}

const RETRY_LEAST = 250;
const RETRY_BASE = 1_000;
const RETRY_MOST = 30_000;
/** Refusals that may pass by themselves; every other 4xx says that it is no use. */
const PASSING = [408, 425, 429];

/**
 * A {@link PushSender} that posts every message as JSON to an endpoint of yours, signed (`verifyPush`), with
 * `idempotency-key`, and again with full-jitter backoff after a failure. Answer 2xx within the timeout. What has ended
 * or timed out meanwhile is not tried again.
 *
 * @example
 * ```ts
 * await createHummerServer({
 *   apps,
 *   push: webhookPush({ url: 'https://app.example/hummer', key: process.env.HUMMER_PUSH_KEY! }),
 * });
 * ```
 * @throws Error if the url or the key cannot be used.
 * @public
 */
export function webhookPush(options: WebhookPushOptions): PushSender {
  return createWebhookPush(options, { clock: systemClock, fetch: globalThis.fetch, random: Math.random });
}

export function createWebhookPush(options: WebhookPushOptions, world: WebhookWorld): PushSender {
  const { url, key, timeout = 5_000, attempts = 6, concurrency = 8, queue = 1_000 } = options;
  const { logger: log = consoleLog('warn') } = options;
  const { clock, random } = world;
  checkTarget(url, key);
  const closed = new AbortController();
  const isClosed = (): boolean => closed.signal.aborted;
  const lanes = new PushLanes({ concurrency, most: queue, deliver });

  async function deliver(message: PushMessage, behind: () => readonly PushMessage[]): Promise<void> {
    const { event, inviteID } = message;
    const body = JSON.stringify(message);
    for (let attempt = 1; !isClosed() && !isStale(message, behind(), clock.now()); attempt++) {
      const failure = await post(message.id, body);
      if (failure === null || isClosed()) return;
      const detail = { event, inviteID, attempt, why: failure.why };
      if (!failure.passing || attempt >= attempts) {
        log.error(detail, 'A push was given up: the webhook did not take it.');
        return;
      }
      log.info(detail, 'A push failed and will be tried again.');
      await pause(RETRY_LEAST + fullJitter(attempt, RETRY_BASE, RETRY_MOST, random));
    }
  }

  /** One attempt; null if it was delivered. */
  async function post(id: string, body: string): Promise<{ why: string; passing: boolean } | null> {
    const tooLong = new AbortController();
    const stop = clock.setTimeout(() => {
      tooLong.abort(new Error(`no answer within ${String(timeout)} ms`));
    }, timeout);
    try {
      const response = await world.fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': id,
          [PUSH_SIGNATURE_HEADER]: signPush(body, key, clock.now()),
        },
        body,
        signal: AbortSignal.any([tooLong.signal, closed.signal]),
      });
      void response.body?.cancel().catch(() => undefined);
      if (response.ok) return null;
      const passing = response.status >= 500 || PASSING.includes(response.status);
      return { why: `status ${String(response.status)}`, passing };
    } catch (error) {
      return { why: String(error), passing: true };
    } finally {
      stop();
    }
  }

  /** Resolves early when the sender is closed. */
  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        closed.signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = clock.setTimeout(done, ms);
      closed.signal.addEventListener('abort', done);
    });
  }

  return {
    send(message) {
      if (isClosed() || lanes.offer(message)) return;
      const { event, inviteID } = message;
      log.warn({ event, inviteID, waiting: lanes.size }, 'A push was dropped: the webhook is too slow.');
    },
    close() {
      closed.abort();
    },
  };
}

/** A ring that is over: its deadline has passed, or its end waits behind it for all who were to hear it. */
function isStale(message: PushMessage, behind: readonly PushMessage[], now: number): boolean {
  if (message.event !== 'invitation.created') return false;
  if (message.expiresAt !== null && message.expiresAt <= now) return true;
  const over = behind.flatMap(({ event, to }) => (event === 'invitation.ended' ? to : []));
  return message.to.every((uid) => over.includes(uid));
}

function checkTarget(url: string, key: string): void {
  const target = URL.canParse(url) ? new URL(url) : null;
  const safe =
    target?.protocol === 'https:' || (target?.protocol === 'http:' && isLoopbackHost(target.hostname));
  if (!safe) {
    throw new Error(
      `The push url must be https, or http on this machine, not ${JSON.stringify(url)}: calls are private.`,
    );
  }
  if (typeof key !== 'string' || key.length < 16) {
    throw new Error('The push key must have at least 16 characters: it signs what your service believes.');
  }
}
