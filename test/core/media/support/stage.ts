import type { EnvironmentEvent } from '../../../../src/core/environment.js';
import { Hummer } from '../../../../src/core/hummer.js';
import type { HummerOptions } from '../../../../src/core/hummerTypes.js';
import {
  internalsOf,
  type HummerInternals,
  type LocalStreamConfig,
  type MediaPart,
  type RtcOptions,
} from '../../../../src/core/internals.js';
import { createMediaPart } from '../../../../src/core/media/mediaPart.js';
import { createMemoryTransport } from '../../../../src/core/transport/memoryTransport.js';
import { DEFAULT_LIMITS } from '../../../../src/protocol/limits.js';
import type { ClientStore } from '../../../../src/store/clientStore.js';
import type { RemoteStreamState, RtcState } from '../../../../src/store/state.js';
import { createControlledClock } from '../../../../src/testing/backend/controlledClock.js';
import { settleWhile } from '../../../../src/testing/backend/settle.js';
import { startServer, type TestServer } from '../../../../src/testing/backend/testServer.js';
import {
  fakeBrowser,
  type FakeBrowser,
  type FakeBrowserOptions,
} from '../../../../src/testing/media/fakeBrowser.js';
import {
  fakeMediaEngine,
  type FakeMediaEngineFactory,
} from '../../../../src/testing/media/fakeMediaEngine.js';
import { MemoryNetwork } from '../../../../src/testing/network/memoryNetwork.js';

export const ROOM = 'cn:demo';

/** One user's client on the stage, with what a test of media looks at. */
export interface StageClient {
  readonly hummer: Hummer;
  readonly internals: HummerInternals;
  readonly media: MediaPart;
  readonly store: ClientStore;
  readonly engine: FakeMediaEngineFactory;
  /** Something happens to the page it runs in. */
  page(event: EnvironmentEvent): void;
  rtc(): RtcState | undefined;
  remotes(): RemoteStreamState[];
  /** Joins the media and waits. */
  join(options?: RtcOptions): Promise<() => void>;
  /** Captures under `main` and publishes, and waits. */
  publish(config?: LocalStreamConfig): Promise<() => void>;
}

/**
 * The real server over memory with a clock that stands still, a browser with fake devices, and clients whose media engines are in
 * reach.
 */
export function createStage() {
  let browser = fakeBrowser();
  const settle = (): Promise<void> => settleWhile(() => network.quiet());
  const clock = createControlledClock(settle);
  const network = new MemoryNetwork(clock);
  let server = start();

  function start(): TestServer {
    return startServer({ clock, network, apps: 'open', limits: DEFAULT_LIMITS, kickOnRemoteLogin: false });
  }

  const pages = new Map<Hummer, (event: EnvironmentEvent) => void>();

  async function client(uid: string, options: Partial<HummerOptions> = {}): Promise<StageClient> {
    const hummer: Hummer = new Hummer(
      { appid: 1, url: 'memory://stage', logLevel: 'none', ...options },
      {
        transport: createMemoryTransport(network.dialFor(uid), clock),
        clock,
        environment: {
          online: () => !network.offline,
          hidden: () => false,
          listen(handler) {
            pages.set(hummer, handler);
            return () => pages.delete(hummer);
          },
          storage: null,
          random: () => 0.5,
        },
      },
    );
    const engine = fakeMediaEngine();
    const internals = internalsOf(hummer);
    const media = internals.bringMedia((own) => createMediaPart(own, { engine, random: () => 0.5 }));
    const { store } = internals;
    await hummer.login({ uid });
    await settle();
    return {
      hummer,
      internals,
      media,
      store,
      engine,
      page: (event) => pages.get(hummer)?.(event),
      rtc: () => store.rtc.get(ROOM),
      remotes: () =>
        (store.remoteStreamKeys.get(ROOM) ?? []).flatMap(
          ({ streamId }) => store.remoteStreams.get(streamId) ?? [],
        ),
      async join(options = {}) {
        const hold = media.acquire(ROOM, options);
        await settle();
        return () => {
          hold.release();
        };
      },
      async publish(config = { audio: true, video: true }) {
        const capture = media.acquireLocalStream('main', config);
        const release = media.acquirePublication(ROOM, 'main', {});
        await settle();
        return () => {
          release();
          capture.release();
        };
      },
    };
  }

  return {
    clock,
    network,
    settle,
    client,
    tick: (ms: number) => clock.tick(ms),
    get server() {
      return server;
    },
    get browser(): FakeBrowser {
      return browser;
    },
    /** Takes the fake browser away and puts another in its place. */
    replaceBrowser(options: FakeBrowserOptions) {
      browser();
      browser = fakeBrowser(options);
    },
    /** Requests of one user that the server answered, by name. */
    asked: (uid: string, event: string) =>
      network.log().filter((entry) => entry.uid === uid && entry.event === event).length,
    async restart() {
      await server.close();
      server = start();
    },
    async close() {
      await server.close();
      clock.clear();
      browser();
    },
  };
}

export type Stage = ReturnType<typeof createStage>;
