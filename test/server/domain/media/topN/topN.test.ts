import { beforeEach, describe, expect, it } from 'vitest';
import { codeOf, createHouse, settle, type House, type TestPeer } from '../support.js';

describe('the three loudest', () => {
  let house: House;

  beforeEach(() => {
    house = createHouse();
  });

  const listener = (uid: string, join = {}): Promise<TestPeer> =>
    house.join(uid, { join: { topN: 3, ...join } });
  const slotOf = ({ client }: TestPeer, slot: number): string => {
    const offer = client.of('newTopNConsumer').findLast((data) => data['slot'] === slot);
    if (!offer) throw new Error(`Slot ${String(slot)} was not offered.`);
    return offer['id'] as string;
  };
  const consumer = (peer: TestPeer, slot: number) => {
    const found = house.router.consumer(slotOf(peer, slot));
    if (!found) throw new Error('The slot has no consumer.');
    return found;
  };
  async function hear(levels: Record<string, number>): Promise<void> {
    house.router.hear(Object.entries(levels).map(([producerId, volume]) => ({ producerId, volume })));
    await settle();
    await house.clock.tick(300);
  }

  it('come by three consumers that run when the client accepts, whatever the size of the room', async () => {
    for (const uid of ['ann', 'ben', 'cid', 'dee', 'eve']) await house.produce(await house.join(uid));
    const fay = await listener('fay');
    expect(fay.client.of('newTopNConsumer').map((data) => data['slot'])).toEqual([0, 1, 2]);
    expect(fay.client.of('newConsumer')).toEqual([]);
    expect([0, 1, 2].map((slot) => consumer(fay, slot).paused)).toEqual([false, false, false]);
    expect(fay.client.of('newTopNConsumer')[0]?.['rtpParameters']).toMatchObject({ encodings: [{}] });
  });

  it('carry the voices of those who speak, and tell who they are and how loud', async () => {
    const [ann, ben] = [await house.join('ann'), await house.join('ben')];
    const [a, b] = [await house.produce(ann), await house.produce(ben)];
    const fay = await listener('fay');
    await hear({ [b]: -20, [a]: -40 });
    expect(fay.client.last('topNSpeakers')).toEqual({
      speakers: [
        { slot: 0, userId: 'ben', peerId: ben.id, producerId: b, volume: 75 },
        { slot: 1, userId: 'ann', peerId: ann.id, producerId: a, volume: 50 },
      ],
    });
    expect([0, 1, 2].map((slot) => consumer(fay, slot).flowing)).toEqual([true, true, false]);
    await hear({});
    expect(fay.client.last('topNSpeakers')).toEqual({ speakers: [] });
    const told = fay.client.of('topNSpeakers').length;
    await hear({});
    expect(fay.client.of('topNSpeakers')).toHaveLength(told);
    expect(ann.client.of('topNSpeakers')).toEqual([]);
  });

  it('does not let a speaker hear himself, from before the first packet until another has his slot', async () => {
    const [ann, ben] = [await listener('ann'), await listener('ben')];
    const [a, b] = [await house.produce(ann), await house.produce(ben)];
    expect(consumer(ann, 0).paused).toBe(false);
    await hear({ [a]: -20 });
    expect([consumer(ann, 0).paused, consumer(ben, 0).paused]).toEqual([true, false]);
    await hear({ [b]: -20 });
    expect([consumer(ann, 1).paused, consumer(ben, 1).paused]).toEqual([false, true]);
    await ann.client.ask('closeProducer', { producerId: a });
    await settle();
    expect(consumer(ann, 0).paused).toBe(false);
  });

  it('keeps a slot paused that its listener paused, and his own too when he resumes it', async () => {
    const [ann, ben] = [await listener('ann'), await listener('ben')];
    const a = await house.produce(ann);
    await ben.client.ask('pauseConsumer', { consumerId: slotOf(ben, 0) });
    await hear({ [a]: -20 });
    expect(consumer(ben, 0).paused).toBe(true);
    await ann.client.ask('pauseConsumer', { consumerId: slotOf(ann, 0) });
    await ann.client.ask('resumeConsumer', { consumerId: slotOf(ann, 0) });
    expect(consumer(ann, 0).paused).toBe(true);
    await ann.client.ask('closeProducer', { producerId: a });
    await settle();
    expect(consumer(ann, 0).paused).toBe(false);
    expect(consumer(ben, 0).paused).toBe(true);
    await ben.client.ask('resumeConsumer', { consumerId: slotOf(ben, 0) });
    expect(consumer(ben, 0).paused).toBe(false);
  });

  it('are offered also to one who joins while he could hear himself, after a reconnect of his transport', async () => {
    const ann = await listener('ann');
    const a = await house.produce(ann);
    await hear({ [a]: -20 });
    await ann.client.ask('closeTransport', { transportId: ann.recv });
    expect(ann.client.of('consumerClosed')).toHaveLength(3);
    await ann.client.ask('createWebRtcTransport', { producing: false, consuming: true });
    await settle();
    expect(ann.client.of('newTopNConsumer')).toHaveLength(6);
    expect([0, 1].map((slot) => consumer(ann, slot).paused)).toEqual([true, false]);
  });

  it('leaves the sound of a screen and video as they are, and refuses to subscribe to a microphone', async () => {
    const ann = await house.join('ann');
    const microphone = await house.produce(ann);
    const fay = await listener('fay', { autoSubscribe: false });
    const sound = await house.produce(ann, 'audio', { appData: { source: 'screen-audio' } });
    const camera = await house.produce(ann, 'video');
    const subscribe = (producerId: string) =>
      fay.client.ask('subscribe', { items: [{ producerId }], mode: 'add' });
    await subscribe(sound);
    await subscribe(camera);
    await settle();
    expect(fay.client.of('newConsumer').map((data) => data['producerId'])).toEqual([sound, camera]);
    expect(await codeOf(subscribe(microphone))).toBe(90_100_247);
  });

  it('does not carry the sound of a screen', async () => {
    const ann = await house.join('ann');
    const sound = await house.produce(ann, 'audio', { appData: { source: 'screen-audio' } });
    const fay = await listener('fay');
    await hear({ [sound]: -10 });
    expect(fay.client.of('topNSpeakers')).toEqual([]);
  });

  it('come back after the worker was replaced', async () => {
    const ann = await listener('ann');
    house.router.killWorker();
    await settle();
    expect(ann.client.of('mediaReset')).toHaveLength(1);
    ann.client.forget();
    await ann.client.ask('createWebRtcTransport', { producing: false, consuming: true });
    await settle();
    expect(ann.client.of('newTopNConsumer')).toHaveLength(3);
  });

  it('are named among what a resumed session still has', async () => {
    const ann = await listener('ann');
    ann.client.drop();
    const next = house.connect();
    const result = await next.ask<{ consumers: { id: string }[] }>('resume', {
      ...ann.resume,
      token: await house.sessionToken('ann'),
    });
    expect(result.consumers.map(({ id }) => id)).toEqual([0, 1, 2].map((slot) => slotOf(ann, slot)));
    await settle();
    expect(next.of('newTopNConsumer')).toEqual([]);
  });

  it('end with a client that refuses them, one by one, and statistics know them', async () => {
    const ann = await listener('ann');
    const consumerId = slotOf(ann, 1);
    expect(await ann.client.ask<unknown[]>('getConsumerStats', { consumerId })).not.toEqual([]);
    const ben = await house.enter('ben');
    ben.client.answer = 'refuse';
    await ben.client.ask('createWebRtcTransport', { producing: false, consuming: true });
    const rtpCapabilities = await ben.client.ask('getRouterRtpCapabilities');
    await ben.client.ask('join', { displayName: '', device: {}, rtpCapabilities, topN: 3 });
    await settle();
    const id = ben.client.last('newTopNConsumer')['id'] as string;
    expect(await codeOf(ben.client.ask('getConsumerStats', { consumerId: id }))).toBe(404);
  });

  it('take nothing from the media server when the last listener has left', async () => {
    const ann = await listener('ann');
    await house.join('ben');
    const slot = consumer(ann, 0).producerId;
    expect(house.router.producer(slot)).toBeDefined();
    await ann.client.ask('leave');
    await settle();
    expect(house.router.producer(slot)).toBeUndefined();
  });

  it('are not for a client of seed 003', async () => {
    const old = await house.join(null, { join: { topN: 3 } });
    const ann = await house.join('ann');
    await house.produce(ann);
    expect(old.client.of('newTopNConsumer')).toEqual([]);
    expect(old.client.of('newConsumer')).toHaveLength(1);
  });

  it('refuses another number than three', async () => {
    const ann = await house.enter('ann');
    expect(await codeOf(ann.client.ask('join', { displayName: '', device: {}, topN: 5 }))).toBe(400);
  });
});
