import { createMediaPart } from '../../core/media/mediaPart.js';
import type { Environment, EnvironmentEvent } from '../../core/environment.js';
import { Hummer } from '../../core/hummer.js';
import { internalsOf } from '../../core/internals.js';
import { createMemoryTransport } from '../../core/transport/memoryTransport.js';
import { bringRoomService } from '../../core/RoomService.js';
import { bringSignaling } from '../../core/signaling/signalingPart.js';
import type { Transport } from '../../core/transport/Transport.js';
import type { Clock } from '../../lib/clock.js';
import { fakeMediaEngine } from '../media/fakeMediaEngine.js';
import type { MemoryNetwork } from '../network/memoryNetwork.js';
import type { ConnectOptions } from './ConnectOptions.js';
import type { Networks } from './networks.js';
import type { ServerControl } from './serverView.js';
import type { Voices } from './voices.js';

/** A client and the way it reaches the server. */
export interface TestClient {
  readonly hummer: Hummer;
  readonly transport: Transport;
  readonly url: string;
}

export interface TestClients {
  connect(options: ConnectOptions): TestClient;
  /** Tells all clients that the network is back. */
  online(): void;
  close(): Promise<void>;
}

const URL_OF_MEMORY = 'memory://backend';
/** Backoff without chance: a test knows when a client comes back. */
const MIDDLE = 0.5;

export function createClients({
  clock,
  network,
  server,
  voices,
  networks,
}: {
  clock: Clock;
  network: MemoryNetwork;
  server: ServerControl;
  voices: Voices;
  networks: Networks;
}): TestClients {
  bringRoomService();
  bringSignaling();
  const clients = new Set<Hummer>();
  const listeners = new Set<(event: EnvironmentEvent) => void>();

  const environmentWith = (storage: Environment['storage']): Environment => ({
    online: () => !network.offline,
    hidden: () => false,
    listen(handler) {
      listeners.add(handler);
      return () => {
        listeners.delete(handler);
      };
    },
    storage,
    random: () => MIDDLE,
  });

  return {
    connect({ uid, token, autoLogin = true, storage = null, ...options }) {
      const transport = createMemoryTransport(network.dialFor(uid), clock);
      const needsToken = server.keyed && token === undefined && !options.tokenProvider;
      const hummer = new Hummer(
        {
          appid: server.appid,
          url: URL_OF_MEMORY,
          logLevel: 'none',
          ...(needsToken && { tokenProvider: () => server.view.signToken({ uid }) }),
          ...options,
        },
        { transport, clock, environment: environmentWith(storage) },
      );
      const engine = fakeMediaEngine({
        track: (kind, producerId, streamId) => voices.receive(kind, producerId, streamId),
        network: networks.of(uid),
      });
      networks.add(uid, engine);
      internalsOf(hummer).bringMedia((own) => createMediaPart(own, { engine, random: () => MIDDLE }));
      clients.add(hummer);
      if (autoLogin) {
        hummer.login({ uid, ...(token !== undefined && { token }) }).catch(() => {
          // It is in the client's state, and in useLogin().
        });
      }
      return { hummer, transport, url: URL_OF_MEMORY };
    },
    online() {
      for (const tell of [...listeners]) tell('online');
    },
    async close() {
      await Promise.all([...clients].map((hummer) => hummer.destroy()));
      clients.clear();
    },
  };
}
