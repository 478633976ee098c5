import type { Clock } from '../../ports/Clock.js';

/** A sustained rate with room for a burst. */
export interface Rate {
  burst: number;
  perSecond: number;
}

/** A token bucket: `take` is false when the rate is exceeded. */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #rate: Rate;
  #tokens: number;
  #filledAt: number;

  constructor(clock: Clock, rate: Rate) {
    this.#clock = clock;
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#filledAt = clock.now();
  }

  get full(): boolean {
    this.#fill();
    return this.#tokens >= this.#rate.burst;
  }

  take(): boolean {
    this.#fill();
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  #fill(): void {
    const now = this.#clock.now();
    const earned = ((now - this.#filledAt) * this.#rate.perSecond) / 1000;
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + Math.max(0, earned));
    this.#filledAt = now;
  }
}

/** Buckets by key (a uid), made at first use and forgotten when full again: a full bucket is as good as none. */
export class KeyedRates {
  readonly #clock: Clock;
  readonly #rate: Rate;
  readonly #buckets = new Map<string, TokenBucket>();
  #sweepAt = 1024;

  constructor(clock: Clock, rate: Rate) {
    this.#clock = clock;
    this.#rate = rate;
  }

  take(key: string): boolean {
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      if (this.#buckets.size >= this.#sweepAt) this.#sweep();
      bucket = new TokenBucket(this.#clock, this.#rate);
      this.#buckets.set(key, bucket);
    }
    return bucket.take();
  }

  #sweep(): void {
    for (const [key, bucket] of this.#buckets) if (bucket.full) this.#buckets.delete(key);
    this.#sweepAt = Math.max(1024, this.#buckets.size * 2);
  }
}

/** Counts breaches of limits within a sliding window. */
export class BreachCounter {
  readonly #clock: Clock;
  readonly #limit: { count: number; window: number };
  readonly #times: number[] = [];

  constructor(clock: Clock, limit: { count: number; window: number }) {
    this.#clock = clock;
    this.#limit = limit;
  }

  /** Counts one more; true if that is too many. */
  add(): boolean {
    const now = this.#clock.now();
    this.#times.push(now);
    if (this.#times.length > this.#limit.count) this.#times.shift();
    const [oldest = now] = this.#times;
    return this.#times.length >= this.#limit.count && now - oldest <= this.#limit.window;
  }
}
