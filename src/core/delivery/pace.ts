import type { Clock } from '../../lib/clock.js';

/** Requests that the server takes from one connection: `burst` at once, then `perSecond`. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Some of the server's allowance is left to requests that nobody queues. */
const SHARE = 0.8;

/** A token bucket that keeps a client below the server's rate, so that a flood waits here instead of being refused there. */
export class Pace {
  readonly #clock: Clock;
  /** The server's, as it says at login. */
  rate: Rate = { burst: 100, perSecond: 50 };
  #credit = this.rate.burst * SHARE;
  #at = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes one request's worth and answers 0, or answers how many ms to wait for it. */
  take(): number {
    const now = this.#clock.now();
    const { burst, perSecond } = this.rate;
    const perMs = (perSecond * SHARE) / 1_000;
    this.#credit = Math.min(burst * SHARE, this.#credit + (now - this.#at) * perMs);
    this.#at = now;
    if (this.#credit < 1) return (1 - this.#credit) / perMs;
    this.#credit--;
    return 0;
  }
}
