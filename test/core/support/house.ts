import { Hummer } from '../../../src/core/index.js';
import { internalsOf, type HummerInternals } from '../../../src/core/internals.js';
import { roomMessagesOf } from '../../../src/core/rooms/roomMessages.js';
import type { Environment } from '../../../src/core/environment.js';
import type { Clock } from '../../../src/lib/clock.js';
import type { RoomMessage } from '../../../src/store/state.js';
import { createMemoryTransport } from '../../../src/core/transport/memoryTransport.js';
import { DEFAULT_LIMITS, type Limits } from '../../../src/protocol/limits.js';
import { createControlledClock } from '../../../src/testing/backend/controlledClock.js';
import { settleWhile } from '../../../src/testing/backend/settle.js';
import { startServer } from '../../../src/testing/backend/testServer.js';
import { MemoryNetwork, type SeenFrame } from '../../../src/testing/network/memoryNetwork.js';
import { playedPage, type PlayedPage } from './page.js';

/** One user in one tab. */
interface Tab {
  readonly hummer: Hummer;
  readonly internals: HummerInternals;
  readonly page: PlayedPage;
  /** Timers of the client that wait. */
  readonly timers: () => number;
}

/** One who is logged in. */
export interface Lodger extends Tab {
  enter(roomId?: string): Promise<Resident>;
}

/** One who is in a room. */
export interface Resident extends Tab {
  readonly room: ReturnType<ReturnType<Hummer['createInstance']>['createRoom']>;
  readonly say: (data: unknown) => Promise<void>;
  /** The log of the room, as rows in short: `text`, `text (sending)`, `[3-5]` for a gap. */
  log(): string[];
  rows(): RoomMessage[];
}

/** The real server over memory, clients in tabs that a test plays, and all that can go wrong between them. */
export function createHouse(limits: Partial<Limits> = {}) {
  const settle = (): Promise<void> => settleWhile(() => network.quiet());
  const clock = createControlledClock(settle);
  const network = new MemoryNetwork(clock);
  const run = () =>
    startServer({
      clock,
      network,
      apps: 'open',
      limits: { ...DEFAULT_LIMITS, ...limits },
      kickOnRemoteLogin: false,
    });
  let server = run();
  const clients = new Set<Hummer>();

  return {
    clock,
    network,
    settle,
    store: () => server.store,
    losses: () => server.losses,
    async restart() {
      await server.close();
      server = run();
    },
    /** Loses frames for which `fn` is true. */
    lose: (fn: (frame: SeenFrame) => boolean) => {
      network.drop(fn);
    },
    requests: (event: string) => network.log().filter((entry) => entry.event === event),
    /** A user who is only logged in. */
    async visit(uid: string): Promise<HummerInternals> {
      const hummer = new Hummer(
        { appid: 1, url: 'memory://house', logLevel: 'none' },
        { transport: createMemoryTransport(network.dialFor(uid), clock), clock, environment: playedPage() },
      );
      clients.add(hummer);
      await hummer.login({ uid });
      return internalsOf(hummer);
    },
    /** A user in a tab, logged in; the network knows its device by name. */
    async login(uid: string, storage: Environment['storage'] = null, device = uid): Promise<Lodger> {
      const page = playedPage(storage);
      page.chance = 0.5;
      const counted = countTimers(clock);
      const hummer = new Hummer(
        { appid: 1, url: 'memory://house', logLevel: 'none' },
        {
          transport: createMemoryTransport(network.dialFor(device), counted.clock),
          clock: counted.clock,
          environment: page,
        },
      );
      clients.add(hummer);
      const internals = internalsOf(hummer);
      await hummer.login({ uid });
      const tab = { hummer, internals, page, timers: counted.timers };
      return {
        ...tab,
        async enter(roomId = 'demo') {
          const messages = roomMessagesOf(internals).messages(`cn:${roomId}`);
          const room = hummer.createInstance().createRoom({ roomId });
          await room.joinRoom();
          await settle();
          const items = () => internals.store.roomMessages.get(`cn:${roomId}`) ?? [];
          return {
            ...tab,
            room,
            say: (data) => messages.send(data),
            rows: () => items().filter((item): item is RoomMessage => item.kind === 'message'),
            log: () =>
              items().map((item) =>
                item.kind === 'gap'
                  ? `[${item.from}-${item.to}]`
                  : `${String(item.data)}${item.status === 'sent' ? '' : ` (${item.status})`}`,
              ),
          };
        },
      };
    },
    async enter(uid: string, storage: Environment['storage'] = null, roomId = 'demo'): Promise<Resident> {
      return (await this.login(uid, storage)).enter(roomId);
    },
    async close() {
      await Promise.all([...clients].map((hummer) => hummer.destroy()));
      await server.close();
    },
  };
}

function countTimers(clock: Clock): { clock: Clock; timers: () => number } {
  const waiting = new Set<object>();
  return {
    timers: () => waiting.size,
    clock: {
      ...clock,
      setTimeout(callback, ms) {
        const timer = {};
        waiting.add(timer);
        const cancel = clock.setTimeout(() => {
          waiting.delete(timer);
          callback();
        }, ms);
        return () => {
          waiting.delete(timer);
          cancel();
        };
      },
    },
  };
}

export type House = ReturnType<typeof createHouse>;
