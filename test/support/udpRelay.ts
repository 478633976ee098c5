import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { seededRandom } from './seededRandom.js';

/** A path of UDP that can be bad or gone. */
export interface UdpRelay {
  /** Where it is reached instead of the target. */
  readonly port: number;
  /** Part of the packets that is lost, each way, 0 to 1. */
  setLoss(part: number): void;
  /** Nothing passes any more, and nobody is told. */
  goDark(): void;
  goLight(): void;
  /** Packets that were passed on and that were dropped. */
  readonly counts: { passed: number; dropped: number };
  close(): Promise<void>;
}

/** Passes UDP on to a port of loopback, one way and back, for any number of clients. Drops by a seeded dice. */
export async function createUdpRelay({ port, seed = 1 }: { port: number; seed?: number }): Promise<UdpRelay> {
  const random = seededRandom(seed);
  const front = createSocket('udp4');
  const backs = new Map<string, Socket>();
  const counts = { passed: 0, dropped: 0 };
  let loss = 0;
  let dark = false;

  const passes = (): boolean => {
    const passed = !dark && random.next() >= loss;
    counts[passed ? 'passed' : 'dropped']++;
    return passed;
  };
  front.on('message', (packet, { address, port: from }) => {
    const client = `${address}:${String(from)}`;
    let back = backs.get(client);
    if (!back) {
      back = createSocket('udp4');
      back.on('message', (answer) => {
        if (passes()) front.send(answer, from, address);
      });
      back.on('error', () => undefined);
      backs.set(client, back);
    }
    if (passes()) back.send(packet, port, '127.0.0.1');
  });
  front.on('error', () => undefined);
  front.bind(0, '127.0.0.1');
  await once(front, 'listening');
  return {
    port: front.address().port,
    counts,
    setLoss(part) {
      loss = part;
    },
    goDark() {
      dark = true;
    },
    goLight() {
      dark = false;
    },
    async close() {
      for (const back of backs.values()) back.close();
      const closed = once(front, 'close');
      front.close();
      await closed;
    },
  };
}

/** A port that is free now for UDP, and for TCP, which a media server takes beside it. */
export async function freeUdpPort(): Promise<number> {
  const udp = createSocket('udp4');
  const tcp = createServer();
  try {
    udp.bind(0, '127.0.0.1');
    await once(udp, 'listening');
    const { port } = udp.address();
    tcp.listen(port, '127.0.0.1');
    await once(tcp, 'listening');
    return port;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return await freeUdpPort();
  } finally {
    await Promise.all([
      new Promise<void>((resolve) => {
        udp.close(resolve);
      }),
      new Promise<unknown>((resolve) => {
        tcp.close(resolve); // answers with an error if it never listened
      }),
    ]);
  }
}
