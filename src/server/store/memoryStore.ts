import type { Store, StoreFactory } from '../ports/Store.js';
import { AppStreams } from './memory/appStreams.js';
import { createMemoryInboxes } from './memory/memoryInboxes.js';
import { createMemoryInvitations } from './memory/memoryInvitations.js';
import { createMemoryRooms } from './memory/memoryRooms.js';
import { createMemorySessions } from './memory/memorySessions.js';
import { createMemoryTokens } from './memory/memoryTokens.js';

const SWEEP_EVERY = 60_000;

/**
 * All state in the memory of this process: fast, for one server, gone when it stops. Clients of a restarted server
 * find another epoch and report the gap.
 *
 * @example
 * ```ts
 * await createHummerServer({ apps: 'open', store: memoryStore() });
 * ```
 * @public
 */
export function memoryStore(): (...context: Parameters<StoreFactory>) => Store {
  return ({ clock, limits }) => {
    const apps = new Map<string, AppStreams>();
    const streams = (appid: string): AppStreams => {
      let app = apps.get(appid);
      if (!app) apps.set(appid, (app = new AppStreams(limits.streamsBytesPerApp)));
      return app;
    };
    const rooms = createMemoryRooms({ clock, limits, streams });
    const inboxes = createMemoryInboxes({ clock, limits, streams });
    const sessions = createMemorySessions();
    const tokens = createMemoryTokens(clock);
    const invitations = createMemoryInvitations({ clock, limits });

    function sweep(): void {
      const now = clock.now();
      rooms.sweep(now);
      inboxes.sweep(now);
      tokens.sweep(now);
      invitations.sweep(now);
      for (const app of apps.values()) app.forget(now);
      cancelSweep = clock.setTimeout(sweep, SWEEP_EVERY);
    }
    let cancelSweep = clock.setTimeout(sweep, SWEEP_EVERY);

    return {
      rooms,
      inboxes,
      sessions,
      tokens,
      invitations,
      stats() {
        const stats = {
          ...rooms.sizes(),
          ...invitations.sizes(),
          sessions: sessions.size(),
          inboxes: inboxes.size(),
        };
        let streamEntries = 0;
        let streamBytes = 0;
        let remembered = 0;
        for (const app of apps.values()) {
          streamEntries += app.entries;
          streamBytes += app.bytes;
          remembered += app.remembered;
        }
        return Promise.resolve({ ...stats, streamEntries, streamBytes, remembered });
      },
      close() {
        cancelSweep();
        rooms.close();
        return Promise.resolve();
      },
    };
  };
}
