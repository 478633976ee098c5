import { silentLog } from '../../src/server/ports/Log.js';
import { memoryStore } from '../../src/server/store/memoryStore.js';
import { createFakeClock } from '../support/fakeClock.js';
import { storeConformance } from './store.js';

storeConformance(async (limits) => {
  const clock = createFakeClock();
  const store = await memoryStore()({ clock, limits, log: silentLog });
  return { store, clock, pass: (ms) => clock.tick(ms) };
});
