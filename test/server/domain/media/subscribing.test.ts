import { describe, expect, it } from 'vitest';
import { codeOf, createHouse, settle } from './support.js';

const manual = { join: { autoSubscribe: false } };

describe('subscribing', () => {
  it('makes no consumer by itself for a client that turned that off, but tells it of the producers', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    await house.produce(ann);
    const ben = await house.join('ben', manual);
    await house.produce(ann, 'video');
    expect(ben.client.log).not.toContain('newConsumer');
    expect(ben.client.of('newProducer')).toHaveLength(2);
  });

  it('makes consumers for what is asked, once', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const producerId = await house.produce(ann);
    const ben = await house.join('ben', manual);
    await ben.client.ask('subscribe', { items: [{ producerId }], mode: 'add' });
    await ben.client.ask('subscribe', { items: [{ producerId }], mode: 'add' });
    await settle();
    expect(ben.client.of('newConsumer')).toMatchObject([{ producerId }]);
  });

  it('refuses a whole request for a producer of another room', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const eve = await house.join('eve', { roomId: 'elsewhere' });
    const here = await house.produce(ann);
    const there = await house.produce(eve);
    const ben = await house.join('ben', manual);
    const items = [{ producerId: here }, { producerId: there }];
    expect(await codeOf(ben.client.ask('subscribe', { items, mode: 'add' }))).toBe(404);
    await settle();
    expect(ben.client.of('newConsumer')).toEqual([]);
  });

  it('replaces the whole set of one kind, and never touches the other', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const audio = await house.produce(ann);
    const first = await house.produce(ann, 'video');
    const second = await house.produce(ann, 'video');
    const ben = await house.join('ben', manual);
    await ben.client.ask('subscribe', { items: [{ producerId: audio }, { producerId: first }], mode: 'add' });
    await settle();
    ben.client.forget();
    await ben.client.ask('subscribe', { items: [{ producerId: second }], mode: 'replace', kind: 'video' });
    await settle();
    expect(ben.client.of('consumerClosed')).toHaveLength(1);
    expect(ben.client.of('newConsumer')).toMatchObject([{ producerId: second }]);
    expect(house.router.stats().consumers).toBe(2);
  });

  it('makes no consumer that was given up while it was being made', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const producerId = await house.produce(ann);
    const ben = await house.join('ben', manual);
    const adding = ben.client.ask('subscribe', { items: [{ producerId }], mode: 'add' });
    await ben.client.ask('subscribe', { items: [], mode: 'replace' });
    await adding;
    await settle();
    expect(ben.client.of('newConsumer')).toEqual([]);
    expect(house.router.stats().consumers).toBe(0);
  });

  it('does not bring back what was unsubscribed', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    const producerId = await house.produce(ann);
    const { id } = ben.client.last('newConsumer');
    await ben.client.ask('unsubscribe', { consumerIds: [id] });
    await ben.client.ask('createWebRtcTransport', { consuming: true });
    await settle();
    expect(ben.client.of('newConsumer')).toHaveLength(1);
    await ben.client.ask('subscribe', { items: [{ producerId }], mode: 'add' });
    await settle();
    expect(ben.client.of('newConsumer')).toHaveLength(2);
  });

  it('asks for the layer of a resolution, never below the floor', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const resolutions = ['low', 'high'].map((resolutionId) => ({
      resolutionId,
      width: 1,
      height: 1,
      frameRate: 1,
      maxBitrate: 1,
    }));
    const producerId = await house.produce(ann, 'video', { appData: { source: 'camera', resolutions } });
    const ben = await house.join('ben', manual);
    await ben.client.ask('subscribe', {
      items: [{ producerId, resolutionId: 'low', minLayer: 1 }],
      mode: 'add',
    });
    await settle();
    const consumerId = ben.client.last('newConsumer')['id'] as string;
    expect(house.router.consumer(consumerId)?.preferredLayers).toEqual({ spatialLayer: 1 });
    await ben.client.ask('setConsumerPreferredLayers', { consumerId, spatialLayer: 0, temporalLayer: 0 });
    expect(house.router.consumer(consumerId)?.preferredLayers).toEqual({ spatialLayer: 1, temporalLayer: 0 });
    const unknown = { items: [{ producerId, resolutionId: 'huge' }], mode: 'add' };
    expect(await codeOf(ben.client.ask('subscribe', unknown))).toBe(90_100_213);
  });

  it('moves the layer, the floor and the pause of a consumer that is there', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben', { join: { initialLayer: 0 } });
    const producerId = await house.produce(ann, 'video');
    const consumerId = ben.client.last('newConsumer')['id'] as string;
    const subscribe = (item: object) =>
      ben.client.ask('subscribe', { items: [{ producerId, ...item }], mode: 'add' });
    const layers = () => house.router.consumer(consumerId)?.preferredLayers;
    expect(layers()).toEqual({ spatialLayer: 0 });
    await subscribe({ layer: 2 });
    expect(layers()).toEqual({ spatialLayer: 2 });
    await subscribe({ minLayer: 1 });
    await ben.client.ask('setConsumerPreferredLayers', { consumerId, spatialLayer: 0 });
    expect(layers()).toEqual({ spatialLayer: 1 });
    await subscribe({ paused: true });
    expect(house.router.consumer(consumerId)?.paused).toBe(true);
    expect(ben.client.of('newConsumer')).toHaveLength(1);
  });

  it('refuses a producer that is named twice, and one of another kind', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben', { join: { autoSubscribe: false } });
    const producerId = await house.produce(ann, 'video');
    const items = [{ producerId }];
    const refused = (data: object) => codeOf(ben.client.ask('subscribe', { mode: 'add', ...data }));
    expect(await refused({ items: [...items, ...items] })).toBe(90_100_213);
    expect(await refused({ items, kind: 'audio' })).toBe(90_100_213);
    expect(ben.client.of('newConsumer')).toEqual([]);
  });

  it('adjusts a consumer', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    await house.produce(ann, 'video');
    const consumerId = ben.client.last('newConsumer')['id'] as string;
    await ben.client.ask('setConsumerPriority', { consumerId, priority: 100 });
    await ben.client.ask('requestConsumerKeyFrame', { consumerId });
    expect(house.router.consumer(consumerId)).toMatchObject({ priority: 100, keyFrameRequests: 1 });
    expect(await codeOf(ben.client.ask('setConsumerPriority', { consumerId }))).toBe(400);
    expect(await codeOf(ben.client.ask('setConsumerPriority', { consumerId, priority: 256 }))).toBe(400);
  });

  it('stops at the limit of consumers', async () => {
    const house = createHouse({ limits: { consumersPerPeer: 2 } });
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    for (let i = 0; i < 3; i++) await house.produce(ann, 'audio', { appData: { source: 'other' } });
    expect(ben.client.of('newConsumer')).toHaveLength(2);
  });
});

describe('switching the role', () => {
  it('ends what a watcher may not have, and tells our own clients', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    await house.produce(ann);
    await ann.client.ask('switchRole', { role: 2, token: await house.sessionToken('ann', { role: 2 }) });
    expect(ben.client.log.slice(-3)).toEqual(['consumerClosed', 'producerClosed', 'peerUpdated']);
    expect(await codeOf(ann.client.ask('getTransportStats', { transportId: ann.send }))).toBe(404);
    await ann.client.ask('getTransportStats', { transportId: ann.recv });
  });

  it('lets a watcher publish afterwards', async () => {
    const house = createHouse();
    const ann = await house.join('ann', { role: 2 });
    await ann.client.ask('switchRole', { role: 0, token: await house.sessionToken('ann') });
    const { id: send } = await ann.client.ask<{ id: string }>('createWebRtcTransport', { producing: true });
    await house.produce({ ...ann, send });
  });

  it('needs a token of the same user, room and role', async () => {
    const house = createHouse();
    const ann = await house.join('ann', { role: 2 });
    expect(
      await codeOf(ann.client.ask('switchRole', { role: 0, token: await house.sessionToken('ben') })),
    ).toBe(31_000_004);
    const watcher = await house.sessionToken('ann', { role: 2 });
    expect(await codeOf(ann.client.ask('switchRole', { role: 0, token: watcher }))).toBe(31_000_004);
  });

  it('refuses the role that the peer has, one that authorize denies, and a second speaker role', async () => {
    const house = createHouse({
      authorize: (_who, action, { roomId }) => action !== 'switchRole' || roomId !== 'strict',
    });
    const ann = await house.join('ann');
    expect(
      await codeOf(ann.client.ask('switchRole', { role: 0, token: await house.sessionToken('ann') })),
    ).toBe(90_100_229);
    for (const roomId of ['strict', 'other']) {
      const watcher = await house.join('ann', { roomId, role: 2 });
      const token = await house.sessionToken('ann', { roomId });
      expect(await codeOf(watcher.client.ask('switchRole', { role: 0, token }))).toBe(90_100_022);
    }
  });
});
