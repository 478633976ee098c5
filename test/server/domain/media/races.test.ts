import { describe, expect, it } from 'vitest';
import { codeOf, createHouse, settle } from './support.js';

describe('what happens at the same time', () => {
  it('a transport that fails during produce leaves no producer, and the client is told to try again', async () => {
    const house = createHouse();
    const [ann, ben] = [await house.join('ann'), await house.join('ben')];
    await house.connectTransport(ann.client, ann.send);
    await settle();
    const produced = codeOf(house.produce(ann, 'video'));
    house.router.failDtls(ann.send);
    expect([1002, 31_000_005]).toContain(await produced);
    expect(house.media.stats().producers).toBe(0);
    expect(ben.client.of('newProducer')).toEqual([]);
  });

  it('a worker that dies during produce, too; the peer stays and publishes anew', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const produced = codeOf(house.produce(ann, 'video'));
    house.router.killWorker();
    expect([1002, 31_000_005]).toContain(await produced);
    await settle();
    expect(ann.client.log).toContain('mediaReset');
    const { id: send } = await ann.client.ask<{ id: string }>('createWebRtcTransport', { producing: true });
    await house.produce({ ...ann, send }, 'video');
  });

  it('a worker that dies while a room is being offered offers nothing of what it took along', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    await house.produce(ann, 'audio');
    await house.produce(ann, 'video');
    const ben = await house.enter('ben');
    const rtpCapabilities = await ben.client.ask('getRouterRtpCapabilities');
    await ben.client.ask('createWebRtcTransport', { consuming: true });
    const joined = ben.client.ask('join', { displayName: '', device: {}, rtpCapabilities, topN: 3 });
    house.router.killWorker();
    await joined;
    await settle();
    expect(ben.client.of('newConsumer')).toEqual([]);
    expect(ben.client.of('newTopNConsumer')).toEqual([]);
    expect(house.media.stats()).toMatchObject({ producers: 0, consumers: 0, mediaPeers: 2 });
  });

  it('a client of seed 003 that a dead worker cost its session has left for that reason', async () => {
    const house = createHouse();
    const [ann, old] = [await house.join('ann'), await house.join(null)];
    house.router.killWorker();
    await settle();
    expect(old.client.open).toBe(false);
    expect(ann.client.last('peerClosed')).toMatchObject({ peerId: old.id, reason: { code: 2 } });
  });

  it('a kick while a produce is under way leaves nothing behind', async () => {
    const house = createHouse();
    const [ann, ben] = [await house.join('ann'), await house.join('ben')];
    void ann.client.raw('produce', {
      data: {
        transportId: ann.send,
        kind: 'audio',
        rtpParameters: {
          codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
          encodings: [{ ssrc: 77 }],
        },
        appData: {},
      },
    });
    house.media.revokeUser({ appid: '1', region: 'cn', roomId: 'room' }, 'ann', 'kicked');
    await settle();
    expect(ann.client.open).toBe(false);
    expect(ben.client.of('newProducer')).toEqual([]);
    expect(house.media.stats()).toMatchObject({ producers: 0, mediaPeers: 1 });
  });

  it('a pause by subscribe before the client has accepted the consumer holds', async () => {
    const house = createHouse();
    const [ann, ben] = [await house.join('ann'), await house.join('ben')];
    ben.client.answer = 'silent';
    await house.produce(ann, 'video');
    const consumerId = ben.client.last('newConsumer')['id'] as string;
    const items = [{ producerId: ben.client.last('newConsumer')['producerId'], paused: true }];
    await ben.client.ask('subscribe', { items, mode: 'add' });
    ben.client.respond();
    await settle();
    expect(house.router.consumer(consumerId)?.paused).toBe(true);
    await ben.client.ask('subscribe', { items: [{ ...items[0], paused: false }], mode: 'add' });
    expect(house.router.consumer(consumerId)?.paused).toBe(false);
  });

  it('a voice that ends while a slot begins to carry it leaves the slot empty, and its owner hears again', async () => {
    const house = createHouse();
    const [ann, ben] = [
      await house.join('ann', { join: { topN: 3 } }),
      await house.join('ben', { join: { topN: 3 } }),
    ];
    const producerId = await house.produce(ann);
    house.router.hear([{ producerId, volume: -20 }]);
    await ann.client.ask('closeProducer', { producerId });
    await settle();
    const slotOf = ({ client }: typeof ann) => client.of('newTopNConsumer')[0]?.['id'] as string;
    expect(house.router.consumer(slotOf(ann))?.paused).toBe(false);
    expect(house.router.consumer(slotOf(ben))?.flowing).toBe(false);
  });

  it('a join with topN that is left at once takes its slots along', async () => {
    const house = createHouse();
    const ann = await house.enter('ann');
    const rtpCapabilities = await ann.client.ask('getRouterRtpCapabilities');
    await ann.client.ask('createWebRtcTransport', { consuming: true });
    const joined = ann.client.ask('join', { displayName: '', device: {}, rtpCapabilities, topN: 3 });
    const left = ann.client.ask('leave');
    await Promise.all([joined, left]);
    await settle();
    expect(house.media.stats()).toMatchObject({ rooms: 0, producers: 0, consumers: 0, transports: 0 });
  });

  it('refuses what comes too fast, before anything else looks at it', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const asked = Array.from({ length: 110 }, () =>
      ann.client.raw('getTransportStats', { data: { transportId: ann.recv } }),
    );
    const codes = (await Promise.all(asked)).map(([, body]) => body['errcode']);
    expect(codes.filter((code) => code === 90_100_108).length).toBeGreaterThan(0);
    expect(ann.client.open).toBe(true);
  });
});
