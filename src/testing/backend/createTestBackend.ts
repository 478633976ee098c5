import { systemClock, type Clock } from '../../lib/clock.js';
import { checkUid, given } from '../../core/check.js';
import { MemoryNetwork } from '../network/memoryNetwork.js';
import { Surroundings, type Around } from './around.js';
import { createControlledClock } from './controlledClock.js';
import { Networks } from './networks.js';
import { createServerView } from './serverView.js';
import { settleWhile } from './settle.js';
import type { TestBackend, TestBackendOptions, TestFaults } from './TestBackend.js';
import { createClients } from './testClients.js';
import { createPeer, type TestPeer } from './testPeer.js';
import { Voices } from './voices.js';

const surroundings = new WeakMap<TestBackend, Surroundings>();

/** Puts everything that moves a backend inside `around`: for `hummer-react/testing/react`. */
export function surround(backend: TestBackend, around: Around): void {
  surroundings.get(backend)?.set(around);
}

/**
 * Makes a backend for tests and stories: the real room logic over memory, without a network and without a browser.
 *
 * @example
 * ```ts
 * const backend = createTestBackend();
 * const hummer = backend.connect({ uid: 'ann' });
 * const room = hummer.createInstance().createRoom({ region: 'cn', roomId: 'demo' });
 * await backend.settle();
 * await room.joinRoom();
 * await backend.peer('bob').join('demo');
 * expect((await room.getRoomUserList()).uids).toEqual(['ann', 'bob']);
 * await backend.close();
 * ```
 * Source: API.md 4.
 * @public
 */
export function createTestBackend(options: TestBackendOptions = {}): TestBackend {
  const around = new Surroundings();
  const settled = (): Promise<void> => settleWhile(() => network.quiet());
  const controlled = (options.clock ?? 'controlled') === 'controlled' ? createControlledClock(settled) : null;
  const clock = controlled ?? (typeof options.clock === 'object' ? options.clock : systemClock);
  const network = new MemoryNetwork(clock);
  const run = <T>(work: () => Promise<T>): Promise<T> => around.run(work);
  const voices = new Voices();
  const server = createServerView({ clock, network, run, options });
  const networks = new Networks(server, () => clock.now());
  const clients = createClients({ clock, network, server, voices, networks });
  const peers = new Map<string, TestPeer>();

  const backend: TestBackend = {
    connect(asked) {
      checkUid(given('connect', asked).uid);
      return clients.connect(asked).hummer;
    },
    peer(uid) {
      checkUid(uid);
      const known = peers.get(uid);
      if (known) return known;
      const peer = createPeer(uid, {
        ...clients.connect({ uid }),
        run,
        cutOff: () => {
          network.cutOff(uid);
        },
        admit() {
          network.admit(uid);
          clients.online();
        },
        produced(producerId) {
          networks.produced(uid, producerId);
        },
        speak(producerId, level) {
          voices.speak(producerId, level);
          server.speak(producerId, level);
        },
      });
      peers.set(uid, peer);
      return peer;
    },
    settle: () => run(settled),
    faults: createFaults(network, networks, () => {
      clients.online();
    }),
    clock: {
      now: () => clock.now(),
      tick: (ms) => run(() => (controlled ? controlled.tick(ms) : pass(clock, ms))),
    },
    server: server.view,
    close: () =>
      run(async () => {
        network.setOffline(true); // nobody waits for an answer
        await clients.close();
        await server.close();
        controlled?.clear();
      }),
  };
  surroundings.set(backend, around);
  const { delay, drop, offline = false } = options.faults ?? {};
  if (delay !== undefined) network.delay(delay);
  if (drop) network.drop(drop);
  network.setOffline(offline);
  return backend;
}

function createFaults(network: MemoryNetwork, networks: Networks, online: () => void): TestFaults {
  return {
    disconnect: (uid) => {
      network.disconnect(uid);
    },
    delay: (ms) => {
      network.delay(ms);
    },
    drop: (fn) => {
      network.drop(fn);
    },
    failNext: (event, code, message = `The test backend was told to refuse '${event}'.`) => {
      network.failNext(event, { errcode: code, errmsg: message });
    },
    quality: (uid, quality) => {
      networks.set(uid, quality);
    },
    goOffline: () => {
      network.setOffline(true);
    },
    goOnline() {
      network.setOffline(false);
      online();
    },
  };
}

/** Time of a clock that moves by itself. */
function pass(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimeout(resolve, ms);
  });
}
