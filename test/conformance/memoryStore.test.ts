import { silentLog } from '../../src/server/ports/Log.js';
import { memoryStore } from '../../src/server/store/memoryStore.js';
import { createFakeClock } from '../support/fakeClock.js';
import { storeConformance } from './store.js';

storeConformance((limits) => {
  const clock = createFakeClock();
  const store = memoryStore()({ clock, limits, log: silentLog });
  return Promise.resolve({ store, clock, pass: (ms: number) => clock.tick(ms) });
});
