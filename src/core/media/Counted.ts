import type { Clock } from '../../lib/clock.js';
import { RELEASE_DELAY } from './Membership.js';

/** Counts who holds something by its id; `end` runs 200 ms after the last let go, so that a remount keeps it. */
export class Counted {
  readonly #held = new Map<string, { count: number; cancel: () => void }>();

  constructor(
    private readonly clock: Clock,
    private readonly end: (id: string) => void,
  ) {}

  hold(id: string): () => void {
    let held = this.#held.get(id);
    if (!held) this.#held.set(id, (held = { count: 0, cancel: () => undefined }));
    const mine = held;
    mine.cancel();
    mine.count++;
    let holding = true;
    return () => {
      if (!holding) return;
      holding = false;
      if (--mine.count > 0) return;
      mine.cancel = this.clock.setTimeout(() => {
        this.#held.delete(id);
        this.end(id);
      }, RELEASE_DELAY);
    };
  }
}
