import { createServer, type Server } from 'node:net';
import { observer, type types } from 'mediasoup';
import { afterEach, describe, expect, it } from 'vitest';
import { mediasoupRouter, type MediasoupRouter } from '../../../src/server/media/mediasoupRouter.js';
import { audioParameters } from '../../conformance/rtpFixtures.js';
import { audioPacket } from '../../support/audioPacket.js';
import type { MediasoupRouterOptions } from '../../../src/server/media/mediasoupOptions.js';
import type { RoomRouterEvent } from '../../../src/server/ports/MediaRouter.js';
import { eventually } from '../../support/eventually.js';

const started: MediasoupRouter[] = [];
const listening: Server[] = [];

async function start(options: MediasoupRouterOptions): Promise<MediasoupRouter> {
  const router = await mediasoupRouter(options);
  started.push(router);
  return router;
}

/** A TCP port that is in use until the test ends, or was free a moment ago. */
async function port({ taken }: { taken: boolean }): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: number } = server.address() as { port: number };
  if (taken) listening.push(server);
  else await new Promise((resolve) => server.close(resolve));
  return number;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((router) => router.close()));
  await Promise.all(listening.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

const plain = { forceTcp: false, sctp: false };

describe('the mediasoup router', () => {
  it('carries Opus, VP8, VP9 in two profiles, H264 in two profiles and AV1', async () => {
    const room = await (await start({ workers: 1, rtcMinPort: 0 })).createRoom();
    const codecs = (room.rtpCapabilities.codecs ?? []).filter(({ mimeType }) => !mimeType.endsWith('/rtx'));
    expect(
      codecs.map(({ mimeType, parameters = {} }) => [
        mimeType,
        parameters['profile-id'] ?? parameters['profile-level-id'],
      ]),
    ).toEqual([
      ['audio/opus', undefined],
      ['video/VP8', undefined],
      ['video/VP9', 0],
      ['video/VP9', 2],
      ['video/H264', '42e01f'],
      ['video/H264', '4d0032'],
      ['video/AV1', undefined],
    ]);
  });

  it('listens on one port per worker, UDP and TCP', async () => {
    const rtcMinPort = await port({ taken: false });
    const router = await start({ workers: 1, rtcMinPort });
    const transport = await (await router.createRoom()).createTransport(plain);
    expect(transport.iceCandidates.map(({ protocol, port: number }) => [protocol, number])).toEqual([
      ['udp', rtcMinPort],
      ['tcp', rtcMinPort],
    ]);
  });

  it('spreads rooms over its workers', async () => {
    const router = await start({ workers: 2, rtcMinPort: 0 });
    const rooms = await Promise.all([router.createRoom(), router.createRoom()]);
    const ports = await Promise.all(
      rooms.map(async (room) => (await room.createTransport(plain)).iceCandidates[0]?.port),
    );
    expect(new Set(ports).size).toBe(2);
  });

  it('names the address that it is told to announce', async () => {
    const router = await start({
      workers: 1,
      rtcMinPort: 0,
      listenIp: '0.0.0.0',
      announcedAddress: '203.0.113.7',
    });
    const transport = await (await router.createRoom()).createTransport(plain);
    for (const candidate of transport.iceCandidates) {
      expect(candidate).toMatchObject({ ip: '203.0.113.7', address: '203.0.113.7' });
    }
  });

  it('says which port is taken and what to do', async () => {
    const rtcMinPort = await port({ taken: true });
    await expect(start({ workers: 1, rtcMinPort })).rejects.toThrow(
      new RegExp(`cannot listen on UDP and TCP 127.0.0.1:${String(rtcMinPort)}.*media.rtcMinPort`),
    );
  });

  it('refuses more workers than ports, and an address that browsers cannot reach', async () => {
    await expect(start({ workers: 3, rtcMinPort: 40_000, rtcMaxPort: 40_001 })).rejects.toThrow(
      'Widen the range',
    );
    await expect(start({ workers: 1, rtcMinPort: 0, listenIp: '0.0.0.0' })).rejects.toThrow(
      'media.announcedAddress',
    );
    await expect(start({ workers: 0 })).rejects.toThrow('media.workers');
  });

  it('replaces a killed worker on its port, and tells only the rooms of that worker', async () => {
    const rtcMinPort = await port({ taken: false });
    const router = await start({ workers: 2, rtcMinPort });
    const rooms = [await router.createRoom(), await router.createRoom()];
    const ports = await Promise.all(
      rooms.map(async (room) => (await room.createTransport(plain)).iceCandidates[0]?.port),
    );
    const heard: [number, RoomRouterEvent][] = [];
    rooms.forEach((room, index) => {
      room.listen((event) => heard.push([index, event]));
    });
    const victim = rooms[ports.indexOf(rtcMinPort)]!;
    const survivor = rooms[1 - rooms.indexOf(victim)]!;
    const before = [...router.workerPids];

    process.kill(before[0]!, 'SIGKILL');
    await eventually(() => {
      expect(heard).toEqual([[rooms.indexOf(victim), { type: 'reset' }]]);
    });
    expect([victim.closed, survivor.closed]).toEqual([true, false]);
    await eventually(() => {
      expect(router.workerPids).toHaveLength(2);
    });
    expect(router.workerPids).not.toContain(before[0]);
    expect(router.stats()).toMatchObject({ workers: 2, rooms: 1, workerDeaths: 1 });

    const successor = await router.createRoom();
    expect((await successor.createTransport(plain)).iceCandidates[0]?.port).toBe(rtcMinPort);
  });

  it('makes rooms wait while its only worker is being replaced', async () => {
    const router = await start({ workers: 1, rtcMinPort: 0 });
    const room = await router.createRoom();
    const successor = new Promise<string>((resolve, reject) => {
      room.listen(() => {
        router.createRoom().then(({ id }) => {
          resolve(id);
        }, reject);
      });
    });
    process.kill(router.workerPids[0]!, 'SIGKILL');
    expect(await successor).not.toBe(room.id);
  });

  it('tells who is heard, as loud as the packets say, and when it is silent again', async () => {
    const routers: types.Router[] = [];
    const observers: types.AudioLevelObserver[] = [];
    observer.once('newworker', (worker) => {
      worker.observer.once('newrouter', (router) => {
        routers.push(router);
        router.observer.on('newrtpobserver', (made) => observers.push(made as types.AudioLevelObserver));
      });
    });
    const room = await (await start({ workers: 1, rtcMinPort: 0 })).createRoom();
    const heard: RoomRouterEvent[] = [];
    room.listen((event) => heard.push(event));

    // Packets from inside the process, where no browser is: the room's observer hears them like any others.
    const transport = await routers[0]!.createDirectTransport();
    const rtpParameters = audioParameters({ ssrc: 1234, mid: '0' }) as types.RtpParameters;
    const producer = await transport.produce({ kind: 'audio', rtpParameters });
    await observers[0]!.addProducer({ producerId: producer.id });
    let sequence = 0;
    const speaking = setInterval(() => {
      producer.send(audioPacket({ ssrc: 1234, sequence: ++sequence, level: 30 }));
    }, 20);
    await eventually(() => {
      expect(heard[0]).toEqual({ type: 'levels', levels: [{ producerId: producer.id, volume: -30 }] });
    });
    clearInterval(speaking);
    await eventually(() => {
      expect(heard.at(-1)).toEqual({ type: 'levels', levels: [] });
    });
  });

  it('ends its worker processes when it is closed', async () => {
    const router = await start({ workers: 2, rtcMinPort: 0 });
    const pids = [...router.workerPids];
    await router.close();
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(router.createRoom()).rejects.toThrow('closed');
  });
});
