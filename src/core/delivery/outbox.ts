import type { Clock } from '../../lib/clock.js';
import { createDeferred, type Deferred } from '../../lib/deferred.js';
import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError, toHummerError } from '../../protocol/errors.js';
import type { Pace } from './pace.js';

interface Entry {
  readonly event: string;
  /** Of entries that may be lost: a newer one of the same kind replaces one that waits. */
  readonly kind: string | null;
  readonly send: () => Promise<unknown>;
  readonly answer: Deferred<unknown>;
  readonly expires: number;
  sent: boolean;
  underWay: boolean;
}

/** How long an entry may wait for the link (SETTLED 11). */
export const OUTBOX_TIMEOUT = 60_000;
/** How long all wait when the server found one too frequent. */
const PAUSE = 1_000;

/**
 * Publishes and writes of one room, or to peers, in their order. While the gate is closed they wait; what was under way
 * when the link went down goes again, under the same `clientMsgId`, so that the server answers the first result. After
 * 60 s an entry is given up: 'outcome unknown' if it was ever sent.
 */
export class Outbox {
  readonly #clock: Clock;
  readonly #pace: Pace;
  #entries: Entry[] = [];
  #open = false;
  #cancelTimer: (() => void) | null = null;

  constructor(clock: Clock, pace: Pace) {
    this.#clock = clock;
    this.#pace = pace;
  }

  /** Resolves with the server's answer. `send` is called again after a lost link. */
  add<T>(event: string, send: () => Promise<T>): Promise<T> {
    return this.#add(event, null, send);
  }

  /** For what may be lost: never sent twice, and one of a `kind` at a time waits; resolves with null if a newer one took its place. */
  addLatest<T>(event: string, kind: string, send: () => Promise<T>): Promise<T | null> {
    const older = this.#entries.find((entry) => entry.kind === kind && !entry.underWay);
    if (older) this.#remove(older)?.resolve(null);
    return this.#add(event, kind, send);
  }

  open(): void {
    this.#open = true;
    this.#pump();
  }

  /** The link is down, or the room not joined. */
  close(): void {
    this.#open = false;
    this.#pump();
  }

  /** Nothing of this will be sent any more. */
  fail(error: HummerError): void {
    const entries = this.#entries;
    this.#entries = [];
    for (const { answer } of entries) answer.reject(error);
    this.close();
  }

  get size(): number {
    return this.#entries.length;
  }

  #add<T>(event: string, kind: string | null, send: () => Promise<T>): Promise<T> {
    const answer = createDeferred<unknown>();
    const expires = this.#clock.now() + OUTBOX_TIMEOUT;
    this.#entries.push({ event, kind, send, answer, expires, sent: false, underWay: false });
    this.#pump();
    return answer.promise as Promise<T>;
  }

  /** Sends what may be sent, gives up what waited too long, and looks again when either may change. */
  #pump(pause = 0): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    let wait = pause;
    for (const entry of [...this.#entries]) {
      if (entry.underWay) continue;
      const left = entry.expires - this.#clock.now();
      if (left <= 0 || (entry.kind !== null && !this.#open)) this.#remove(entry)?.reject(givenUp(entry));
      else if (!this.#open) wait ||= left;
      else if (wait === 0 && (wait = this.#pace.take()) === 0) void this.#send(entry);
      if (wait > 0 && this.#open) break;
    }
    if (wait > 0) this.#cancelTimer = this.#clock.setTimeout(() => this.#pump(), wait);
  }

  async #send(entry: Entry): Promise<void> {
    entry.underWay = true;
    try {
      const answer = await entry.send();
      this.#remove(entry)?.resolve(answer);
    } catch (cause) {
      const error = toHummerError(cause);
      const again =
        error.code === HummerErrorCode.CONNECTION_LOST || error.code === HummerErrorCode.TOO_FREQUENT;
      entry.underWay = false;
      if (error.code === HummerErrorCode.CONNECTION_LOST) this.#open = false; // whoever sees the link come back opens
      entry.sent ||= error.context.type === 'request' && error.context.outcome === 'unknown';
      if (again && entry.kind === null) this.#pump(error.code === HummerErrorCode.TOO_FREQUENT ? PAUSE : 0);
      else this.#remove(entry)?.reject(error);
    }
  }

  /** Takes an entry out and hands its answer over; undefined if it has been answered. */
  #remove(entry: Entry): Deferred<unknown> | undefined {
    const at = this.#entries.indexOf(entry);
    if (at < 0) return undefined;
    this.#entries.splice(at, 1);
    return entry.answer;
  }
}

function givenUp({ event, sent }: Entry): HummerError {
  const message = sent
    ? 'its outcome is unknown: a retry is safe'
    : 'it was not sent: try again when connected';
  return new HummerError(HummerErrorCode.TIMEOUT, `${event} was given up, ${message}.`, {
    context: { type: 'request', event, outcome: sent ? 'unknown' : 'not-sent' },
  });
}
