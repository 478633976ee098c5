import { createTcpProxy, type TcpProxy } from '../../support/tcpProxy.js';
import { seededRandom } from '../../support/seededRandom.js';
import { Hummer } from '../../../src/core/index.js';

type Room = ReturnType<ReturnType<Hummer['createInstance']>['createRoom']>;

/** A real client with a network of its own, and what it heard in a room. */
export interface Participant {
  readonly uid: string;
  readonly hummer: Hummer;
  readonly room: Room;
  readonly network: TcpProxy;
  /** Contents of the room's messages, in the order in which they came. */
  readonly log: string[];
  /** The messages since the last gap, by their place in the stream of the room. */
  readonly sinceGap: Map<number, string>;
  /** Every `ContinuityChange`, in order. */
  readonly continuity: { continuity: string; missed?: { from: number; to: number } }[];
  leave(): Promise<void>;
}

const decoder = new TextDecoder();

export async function participate(port: number, uid: string, roomId: string): Promise<Participant> {
  const network = await createTcpProxy({ port });
  const hummer = Hummer.createHummer({ appid: 1, url: network.url, logLevel: 'none' });
  await hummer.login({ uid });
  const room = hummer.createInstance().createRoom({ region: 'cn', roomId });
  const log: string[] = [];
  const sinceGap = new Map<number, string>();
  const continuity: Participant['continuity'] = [];
  room.on('RoomMessage', ({ message, seq }) => {
    const text = decoder.decode(message.data);
    log.push(text);
    sinceGap.set(seq ?? 0, text);
  });
  room.on('ContinuityChange', (change) => {
    continuity.push(change);
    if (change.continuity === 'gap') sinceGap.clear();
  });
  await room.joinRoom();
  return {
    uid,
    hummer,
    room,
    network,
    log,
    sinceGap,
    continuity,
    async leave() {
      await hummer.destroy();
      await network.close();
    },
  };
}

/** Publishes `count` numbered messages with at most `window` unanswered; resolves when each has been acknowledged. */
export async function publishMany(
  { room, uid }: Participant,
  count: number,
  window: number,
  onPublished: () => void,
): Promise<void> {
  const encoder = new TextEncoder();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const content = encoder.encode(`${uid} ${String(next++)}`);
      await room.sendMessageToRoom({ type: 'text', content });
      onPublished();
    }
  };
  await Promise.all(Array.from({ length: window }, worker));
}

/** Answers of the server that are on their way are lost, and then the connection. */
export const LOST_ANSWERS = 'lost answers, then cut';

/** Breaks networks by a schedule that `seed` repeats: one accident per `accident()`, of any kind or of the one that is named. */
export function createChaos(
  seed: number,
  networks: readonly TcpProxy[],
  log: string[] = [],
  only?: typeof LOST_ANSWERS,
): { accident(): void; calm(): void } {
  const random = seededRandom(seed);
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, work: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  };
  const kinds = {
    cut: (network: TcpProxy) => {
      network.cut();
    },
    tear: (network: TcpProxy) => {
      network.halve(random.pick(['up', 'down']));
    },
    [LOST_ANSWERS]: (network: TcpProxy) => {
      network.swallow('down');
      later(random.between(5, 60), () => {
        network.cut();
      });
    },
    'stall, then cut': (network: TcpProxy) => {
      const ways: readonly Parameters<TcpProxy['stall']>[0][] = ['up', 'down', undefined];
      network.stall(random.pick(ways));
      later(random.between(5, 100), () => {
        network.cut();
        network.flow();
      });
    },
    'gone for a while': (network: TcpProxy) => {
      network.down();
      later(random.between(20, 200), () => {
        network.up();
      });
    },
    'slow, then cut': (network: TcpProxy) => {
      network.delay(random.between(1, 20));
      later(random.between(20, 80), () => {
        network.cut();
        network.delay(0);
      });
    },
  };
  return {
    accident() {
      const name = only ?? random.pick(Object.keys(kinds) as (keyof typeof kinds)[]);
      const index = random.between(0, networks.length - 1);
      const network = networks[index];
      if (!network) return;
      log.push(`${name} (client ${String(index)})`);
      kinds[name](network);
    },
    calm() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      for (const network of networks) {
        network.up();
        network.flow();
        network.delay(0);
      }
    },
  };
}
