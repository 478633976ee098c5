import type { Clock } from '../../lib/clock.js';
import { createDeferred, type Deferred } from '../../lib/deferred.js';
import { CONNECTION_LOST, TIMEOUT, TOO_FREQUENT } from '../../protocol/codes.js';
import { HummerError, toHummerError } from '../../protocol/errors.js';
import type { Pace } from './pace.js';

interface Entry {
  readonly event: string;
  readonly send: () => Promise<unknown>;
  readonly answer: Deferred<unknown>;
  readonly expires: number;
  /** The server may have it. */
  sent: boolean;
  underWay: boolean;
}

/**
 * Publishes and writes of one room, or to peers, in their order, 3,000 at most. While the gate is closed they wait; what was under way
 * when the link went down goes again, under the same `clientMsgId`, so that the server answers the first result. After
 * 60 s an entry is given up: 'outcome unknown' if it was ever sent.
 */
export interface Outbox {
  /** Resolves with the server's answer. `send` is called again after a lost link. */
  add<T>(event: string, send: () => Promise<T>): Promise<T>;
  /** Opens or closes the gate: the link is up, and the room joined. */
  gate(open: boolean): void;
  /** Nothing of this will be sent any more. */
  fail(error: HummerError): void;
  readonly size: number;
}

/** How long an entry may wait for the link (SETTLED 11). */
const GIVE_UP = 60_000;
/** How many may wait: more are more than the rate of the server could carry in that time. */
const MOST = 3_000;
/** How long all wait when the server found one too frequent. */
const PAUSE = 1_000;

export function createOutbox(clock: Clock, pace: Pace): Outbox {
  let entries: Entry[] = [];
  let open = false;
  let cancelTimer: (() => void) | undefined;

  /** Sends what may be sent, gives up what waited too long, and looks again when either may change. */
  function pump(wait = 0): void {
    cancelTimer?.();
    for (const entry of [...entries]) {
      const left = entry.expires - clock.now();
      if (entry.underWay) continue;
      if (left <= 0) remove(entry)?.reject(givenUp(entry));
      else if (!open) wait ||= left;
      else {
        wait ||= pace.take();
        if (wait) break;
        void send(entry);
      }
    }
    if (wait) cancelTimer = clock.setTimeout(pump, wait);
  }

  async function send(entry: Entry): Promise<void> {
    entry.underWay = true;
    try {
      const answer = await entry.send();
      remove(entry)?.resolve(answer);
    } catch (cause) {
      const error = toHummerError(cause);
      const { code, context } = error;
      const { sent } = entry;
      entry.underWay = false;
      entry.sent ||= context.type === 'request' && context.outcome === 'unknown';
      if (code === CONNECTION_LOST)
        open = false; // until somebody sees the link come back
      else if (code !== TOO_FREQUENT) remove(entry)?.reject(sent ? uncertain(entry, error) : error);
      pump(code === TOO_FREQUENT ? PAUSE : 0);
    }
  }

  /** Takes an entry out, to be answered; undefined if it is out already. */
  function remove(entry: Entry): Deferred<unknown> | undefined {
    const rest = entries.filter((other) => other !== entry);
    const found = rest.length < entries.length;
    entries = rest;
    return found ? entry.answer : undefined;
  }

  return {
    add<T>(event: string, call: () => Promise<T>) {
      if (entries.length >= MOST) return Promise.reject(full(event));
      const answer = createDeferred<unknown>();
      entries.push({
        event,
        send: call,
        answer,
        expires: clock.now() + GIVE_UP,
        sent: false,
        underWay: false,
      });
      pump();
      return answer.promise as Promise<T>;
    },
    gate(isOpen) {
      open = isOpen;
      pump();
    },
    fail(error) {
      for (const { answer } of entries.splice(0)) answer.reject(error);
      pump();
    },
    get size() {
      return entries.length;
    },
  };
}

/** A repeat was refused, but what was sent before may have arrived. */
function uncertain({ event }: Entry, cause: HummerError): HummerError {
  const { code, message, action } = cause;
  return new HummerError(code, message, {
    context: { type: 'request', event, outcome: 'unknown' },
    action,
    cause,
  });
}

function full(event: string): HummerError {
  return new HummerError(
    TOO_FREQUENT,
    `${event} was not sent: ${String(MOST)} wait already. Try again when some of them are answered.`,
    { context: { type: 'request', event, outcome: 'not-sent' } },
  );
}

function givenUp({ event, sent }: Entry): HummerError {
  const outcome = sent ? 'unknown' : 'not-sent';
  return new HummerError(TIMEOUT, `${event} waited too long (${outcome}): a retry is safe.`, {
    context: { type: 'request', event, outcome },
  });
}
