import type { Once } from '../../ports/Once.js';
import { HummerErrorCode } from '../../../protocol/codes.js';
import { HummerError } from '../../../protocol/errors.js';
import { Stream, type StreamLimits, type StreamOwner } from './stream.js';

/** A remembered result lives at least this long, even if its stream has dropped the entry (SETTLED 11). */
const REMEMBER_FOR = 300_000;

interface Remembered {
  readonly hash: string;
  readonly value: unknown;
  readonly until: number;
  /** The entries of the result that streams still hold. */
  held: number;
}

/** All streams of one app: their common budget of bytes, and the results of the requests that wrote to them. */
export class AppStreams implements StreamOwner {
  readonly #budget: number;
  readonly #remembered = new Map<string, Remembered>();
  /** Every entry in order of arrival; those pruned otherwise are stale and skipped. */
  #arrivals: { stream: Stream; seq: number }[] = [];
  #next = 0;
  entries = 0;
  bytes = 0;

  constructor(budget: number) {
    this.#budget = budget;
  }

  get remembered(): number {
    return this.#remembered.size;
  }

  createStream(limits: StreamLimits): Stream {
    return new Stream(crypto.randomUUID(), limits, this);
  }

  added(bytes: number, stream: Stream, seq: number): void {
    this.entries++;
    this.bytes += bytes;
    this.#arrivals.push({ stream, seq });
    while (this.bytes > this.#budget && this.#next < this.#arrivals.length - 1) this.#dropOldest();
    this.#compact();
  }

  pruned(bytes: number, onceKey: string | undefined): void {
    this.entries--;
    this.bytes -= bytes;
    if (onceKey === undefined) return;
    const remembered = this.#remembered.get(onceKey);
    if (remembered) remembered.held--;
  }

  /** The first result of a repeated request; null for a new one. Throws if the key was used for something else. */
  recall(once: Once | undefined): { value: unknown } | null {
    if (!once) return null;
    const found = this.#remembered.get(once.key);
    if (!found) return null;
    if (found.hash === once.hash) return { value: found.value };
    throw new HummerError(
      HummerErrorCode.INVALID_PARAMETER,
      'clientMsgId was used for another request: make a new one for each message and write.',
      { context: { type: 'input', field: 'clientMsgId' } },
    );
  }

  remember(once: Once | undefined, value: unknown, held: number, now: number): void {
    if (once) this.#remembered.set(once.key, { hash: once.hash, value, until: now + REMEMBER_FOR, held });
  }

  /** Forgets results whose time is over and whose entries are gone. */
  forget(now: number): void {
    for (const [key, remembered] of this.#remembered) {
      if (remembered.until <= now && remembered.held <= 0) this.#remembered.delete(key);
    }
  }

  #dropOldest(): void {
    const oldest = this.#arrivals[this.#next++];
    if (oldest?.stream.holds(oldest.seq)) oldest.stream.dropOldest();
  }

  #compact(): void {
    if (this.#arrivals.length < this.entries * 2 + 1024) return;
    this.#arrivals = this.#arrivals.slice(this.#next).filter(({ stream, seq }) => stream.holds(seq));
    this.#next = 0;
  }
}
