import type { Clock } from '../../lib/clock.js';

/** Requests that the server takes from one connection: `burst` at once, then `perSecond`. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** A token bucket that keeps a client below the server's rate, so that a flood waits here instead of being refused there. */
export interface Pace {
  /** The server's, as it says at login. */
  rate: Rate;
  /** Takes one request's worth and answers 0, or answers how many ms to wait for it. */
  take(): number;
}

/** Some of the allowance is left to requests that nobody queues. */
const SHARE = 0.8;

export function createPace(clock: Clock): Pace {
  let credit = Infinity; // no more than a burst, at the first look
  let at = 0;
  return {
    rate: { burst: 100, perSecond: 50 },
    take() {
      const perMs = (this.rate.perSecond * SHARE) / 1_000;
      const now = clock.now();
      credit = Math.min(this.rate.burst * SHARE, credit + Math.max(0, now - at) * perMs); // clocks are put back, too
      at = now;
      return credit < 1 ? (1 - credit) / perMs : (credit--, 0);
    },
  };
}
