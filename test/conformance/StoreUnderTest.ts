import type { Clock } from '../../src/server/ports/Clock.js';
import type { Store } from '../../src/server/ports/Store.js';

/** A store under test, with a way to let its time pass. */
export interface StoreUnderTest {
  store: Store;
  clock: Clock;
  /** Lets time pass for the store's expiries. */
  pass(ms: number): Promise<void>;
}
