import type { Clock } from '../../lib/clock.js';
import { createDeferred, type Deferred } from '../../lib/deferred.js';

/** One promise for all who wait for a join, which settles within a stated time. */
export class JoinWait {
  #deferred: Deferred<void> | null = null;
  #cancel: () => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly ms: number,
    /** The time is over; whoever hears it calls `fail`. */
    private readonly onLate: () => void,
  ) {}

  get promise(): Promise<void> {
    if (!this.#deferred) {
      this.#deferred = createDeferred();
      this.#deferred.promise.catch(() => undefined); // the state tells it as well
      this.#cancel = this.clock.setTimeout(this.onLate, this.ms);
    }
    return this.#deferred.promise;
  }

  done(): void {
    this.#take()?.resolve();
  }

  fail(error: Error): void {
    this.#take()?.reject(error);
  }

  #take(): Deferred<void> | null {
    const deferred = this.#deferred;
    this.#deferred = null;
    this.#cancel();
    return deferred;
  }
}
