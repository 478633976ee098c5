import { beforeEach, describe, expect, it } from 'vitest';
import { videoParameters } from '../../../conformance/rtpFixtures.js';
import { createHouse, settle, type House, type TestPeer } from './support.js';

const layers = (count: number): unknown => ({
  ...videoParameters({ ssrc: 1, mid: 'v' }),
  encodings: Array.from({ length: count }, (_, index) => ({ rid: `r${String(index)}` })),
});

describe('what is wanted of a producer', () => {
  let house: House;
  let ann: TestPeer;

  beforeEach(async () => {
    house = createHouse();
    ann = await house.join('ann');
  });

  const publish = (count = 3): Promise<string> =>
    house.produce(ann, 'video', { rtpParameters: layers(count) });
  const told = (): unknown[] => ann.client.of('producerDemand').map((data) => data['maxSpatialLayer']);
  const consumerOf = ({ client }: TestPeer): string => client.last('newConsumer')['id'] as string;

  it('is nothing a second after the publication if nobody watches', async () => {
    const producerId = await publish();
    await house.clock.tick(999);
    expect(told()).toEqual([]);
    await house.clock.tick(1);
    expect(ann.client.of('producerDemand')).toEqual([{ producerId, maxSpatialLayer: null }]);
    await house.clock.tick(60_000);
    expect(told()).toHaveLength(1);
  });

  it('is the highest layer at once for a viewer who did not say which', async () => {
    await house.join('ben');
    await publish(3);
    expect(told()).toEqual([2]);
  });

  it('is not told before the owner has the answer to produce', async () => {
    await house.join('ben');
    ann.client.forget();
    await publish(1);
    expect(ann.client.log).toEqual(['produce success', 'producerDemand']);
  });

  it('is what the viewer begins with, then what is preferred: more at once, less when it has lasted', async () => {
    const ben = await house.join('ben', { join: { initialLayer: 0 } });
    await publish(3);
    expect(told()).toEqual([0]);
    const consumerId = consumerOf(ben);
    expect(house.router.consumer(consumerId)?.preferredLayers).toEqual({ spatialLayer: 0 });
    await ben.client.ask('setConsumerPreferredLayers', { consumerId, spatialLayer: 1 });
    expect(told()).toEqual([0, 1]);
    await ben.client.ask('setConsumerPreferredLayers', { consumerId, spatialLayer: 0 });
    await house.clock.tick(2_999);
    expect(told()).toEqual([0, 1]);
    await house.clock.tick(1);
    expect(told()).toEqual([0, 1, 0]);
  });

  it('does not fall for a viewer who comes back before it has lasted', async () => {
    const ben = await house.join('ben');
    await publish(3);
    const consumerId = consumerOf(ben);
    await ben.client.ask('pauseConsumer', { consumerId });
    await house.clock.tick(2_000);
    await ben.client.ask('resumeConsumer', { consumerId });
    await house.clock.tick(10_000);
    expect(told()).toEqual([2]);
  });

  it('is nothing when all viewers have paused, whatever layer they prefer', async () => {
    const ben = await house.join('ben');
    await publish(2);
    await ben.client.ask('pauseConsumer', { consumerId: consumerOf(ben) });
    await house.clock.tick(3_000);
    await ben.client.ask('setConsumerPreferredLayers', { consumerId: consumerOf(ben), spatialLayer: 0 });
    await house.clock.tick(3_000);
    expect(told()).toEqual([1, null]);
    await ben.client.ask('resumeConsumer', { consumerId: consumerOf(ben) });
    expect(told()).toEqual([1, null, 0]);
  });

  it('is nothing for a viewer whose subscription begins paused', async () => {
    const ben = await house.join('ben', { join: { autoSubscribe: false } });
    const producerId = await publish(2);
    const items = [{ producerId, paused: true }];
    await ben.client.ask('subscribe', { items, mode: 'add' });
    await settle();
    expect(house.router.consumer(consumerOf(ben))?.paused).toBe(true);
    await house.clock.tick(1_000);
    expect(told()).toEqual([null]);
    await ben.client.ask('resumeConsumer', { consumerId: consumerOf(ben) });
    expect(told()).toEqual([null, 1]);
    expect(house.router.consumer(consumerOf(ben))?.paused).toBe(false);
  });

  it('is the most that one of several viewers wants, and falls when that one leaves', async () => {
    const ben = await house.join('ben', { join: { initialLayer: 0 } });
    await house.connectTransport(ben.client, ben.recv);
    const cid = await house.join('cid');
    await publish(3);
    expect(told().at(-1)).toBe(2);
    await cid.client.ask('leave');
    await house.clock.tick(3_000);
    expect(told().at(-1)).toBe(0);
    ben.client.drop();
    await house.clock.tick(20_000);
    expect(told().at(-1)).toBe(0);
    await house.clock.tick(3_000);
    expect(told().at(-1)).toBe(null);
  });

  it('ends with the consumer that its client refused', async () => {
    const ben = await house.join('ben');
    ben.client.answer = 'refuse';
    await publish(1);
    await house.clock.tick(3_000);
    expect(told()).toEqual([0, null]);
  });

  it('counts the spatial layers of a scalable stream', async () => {
    await house.join('ben');
    const rtpParameters = {
      ...videoParameters({ ssrc: 1, mid: 'v' }),
      encodings: [{ ssrc: 1, scalabilityMode: 'L3T3_KEY' }],
    };
    await house.produce(ann, 'video', { rtpParameters });
    expect(told()).toEqual([2]);
  });

  it('is told anew after a resume of the owner, who missed it', async () => {
    const ben = await house.join('ben');
    await publish(2);
    ann.client.drop();
    await ben.client.ask('pauseConsumer', { consumerId: consumerOf(ben) });
    await house.clock.tick(3_000);
    const next = house.connect();
    const proof = { ...ann.resume, token: await house.sessionToken('ann') };
    await next.ask('resume', proof);
    expect(next.of('producerDemand').map((data) => data['maxSpatialLayer'])).toEqual([null]);
  });

  it('begins anew when the worker was replaced, and an old wish is not told any more', async () => {
    const ben = await house.join('ben');
    await publish(2);
    await ben.client.ask('pauseConsumer', { consumerId: consumerOf(ben) });
    house.router.killWorker();
    await house.clock.tick(10_000);
    expect(told()).toEqual([1]);
  });

  it('is not told of audio, nor to a client of seed 003', async () => {
    const old = await house.join(null);
    await house.produce(ann, 'audio');
    await house.produce(old, 'video');
    await house.clock.tick(10_000);
    expect(told()).toEqual([]);
    expect(old.client.of('producerDemand')).toEqual([]);
  });
});
