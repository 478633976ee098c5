import { observer, type types } from 'mediasoup';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHummerServer, type HummerServer } from '../../../src/server/createHummerServer.js';
import { silentLog } from '../../../src/server/ports/Log.js';
import type { RtpCapabilities } from '../../../src/protocol/rtp.js';
import { audioParameters } from '../../conformance/rtpFixtures.js';
import { eventually } from '../../support/eventually.js';

type Data = Record<string, unknown>;

/** A client of seed 002's form, by its wire. */
class Client {
  readonly log: { event: string; data: Data }[] = [];

  private constructor(private readonly socket: Socket) {
    socket.onAny((event: string, { data }: { data: Data }, answer?: (...args: unknown[]) => void) => {
      this.log.push({ event, data });
      answer?.('success', { data: {} });
    });
  }

  static async enter(url: string, roomid: string, userId: string): Promise<Client> {
    const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
    await new Promise((resolve) =>
      socket.once('connect', () => {
        resolve(null);
      }),
    );
    const client = new Client(socket);
    const ctime = Math.floor(Date.now() / 1000) + 600;
    const token = { appId: '1', userId, signature: 'open', ctime, role: 0 };
    await client.#emit('token', { roomid, token });
    const rtpCapabilities = await client.ask<RtpCapabilities>('getRouterRtpCapabilities');
    await client.ask('createWebRtcTransport', { consuming: true });
    await client.ask('join', { displayName: userId, device: {}, rtpCapabilities, topN: 3 });
    return client;
  }

  async ask<T = Data>(event: string, data: object = {}): Promise<T> {
    return (await this.#emit(event, { data }))['data'] as T;
  }

  #emit(event: string, payload: object): Promise<Data> {
    return new Promise((resolve, reject) => {
      this.socket.emit(event, payload, (status: string, body: Data) => {
        if (status === 'success') resolve(body);
        else reject(new Error(`${event}: ${JSON.stringify(body)}`));
      });
    });
  }

  async publish(ssrc: number): Promise<string> {
    const { id: transportId } = await this.ask<{ id: string }>('createWebRtcTransport', { producing: true });
    const rtpParameters = audioParameters({ ssrc, mid: '0' });
    const produced = await this.ask<{ id: string }>('produce', {
      transportId,
      kind: 'audio',
      rtpParameters,
      appData: { source: 'microphone' },
    });
    return produced.id;
  }

  of(event: string): Data[] {
    return this.log.filter((entry) => entry.event === event).map(({ data }) => data);
  }

  close(): void {
    this.socket.disconnect();
  }
}

describe('a media worker that is killed', () => {
  const rooms = ['one', 'two', 'three'];
  const pids: number[] = [];
  let server: HummerServer;
  let clients: { ann: Client; ben: Client }[];

  beforeAll(async () => {
    observer.on('newworker', (worker: types.Worker) => pids.push(worker.pid));
    server = await createHummerServer({
      port: 0,
      apps: 'open',
      logger: silentLog,
      media: { workers: 1, rtcMinPort: 0 },
    });
    clients = await Promise.all(
      rooms.map(async (room) => ({
        ann: await Client.enter(server.url, room, `ann-${room}`),
        ben: await Client.enter(server.url, room, `ben-${room}`),
      })),
    );
  });
  afterAll(async () => {
    for (const { ann, ben } of clients) for (const client of [ann, ben]) client.close();
    await server.close();
  });

  it('is told once to everybody in all of its rooms, and nobody has left', async () => {
    for (const [index, { ann, ben }] of clients.entries()) {
      const producerId = await ann.publish(1_000 + index);
      await eventually(() => {
        expect(ben.of('newProducer')).toMatchObject([{ producerId }]);
        expect(ben.of('newTopNConsumer')).toHaveLength(3);
      });
    }
    for (const pid of pids.splice(0)) process.kill(pid, 'SIGKILL');
    for (const { ann, ben } of clients) {
      for (const client of [ann, ben]) {
        await eventually(() => {
          expect(client.of('mediaReset')).toHaveLength(1);
        });
        expect(client.of('peerClosed')).toEqual([]);
      }
    }
    const { media } = await server.stats();
    expect(media).toMatchObject({
      mediaPeers: 6,
      mediaRooms: 3,
      producers: 0,
      consumers: 0,
      workerDeaths: 1,
    });
  });

  it('is replaced, and media is back in all of its rooms', async () => {
    await Promise.all(
      clients.map(async ({ ann, ben }, index) => {
        for (const client of [ann, ben]) {
          await client.ask('getRouterRtpCapabilities');
          await client.ask('createWebRtcTransport', { consuming: true });
        }
        const producerId = await ann.publish(2_000 + index);
        await eventually(() => {
          expect(ben.of('newProducer').at(-1)).toMatchObject({ producerId });
          expect(ben.of('newTopNConsumer')).toHaveLength(6);
        });
      }),
    );
    const { media } = await server.stats();
    // What is counted are the microphones; each listener has its three slots.
    expect(media).toMatchObject({ workers: 1, mediaRooms: 3, producers: 3, consumers: 18 });
  });
});
