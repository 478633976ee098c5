import { describe, expect, it } from 'vitest';
import { codeOf, createHouse, settle, type House, type TestPeer } from './support.js';

async function resume(house: House, uid: string, peer: TestPeer, more: Record<string, unknown> = {}) {
  const client = house.connect();
  const answer = await client.ask('resume', {
    ...peer.resume,
    token: await house.sessionToken(uid),
    ...more,
  });
  return { client, answer };
}

describe('resuming a media session', () => {
  it('keeps the peer, its transports and its media while the link is down', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    for (const { client, send, recv } of [ann, ben]) {
      await house.connectTransport(client, send);
      await house.connectTransport(client, recv);
    }
    const producerId = await house.produce(ann);
    await house.produce(ben);
    const consumerId = ann.client.last('newConsumer')['id'] as string;
    ben.client.forget();
    ann.client.drop();
    await house.clock.tick(19_000);
    expect(house.router.producer(producerId)?.paused).toBe(false);
    const { client, answer } = await resume(house, 'ann', ann);
    expect(answer).toMatchObject({
      clientId: ann.id,
      roomId: 'room',
      role: 0,
      peers: [{ id: ben.id, userId: 'ben' }],
      producers: [{ peerId: ben.id }],
      transportIds: [ann.send, ann.recv],
      producerIds: [producerId],
      consumers: [{ id: consumerId, producerPaused: false }],
    });
    await client.ask('pauseProducer', { producerId });
    await client.ask('restartIce', { transportId: ann.recv });
    expect(ben.client.log).toEqual(['consumerPaused', 'producerPaused']);
    expect(client.of('newConsumer')).toEqual([]);
  });

  it('ends the peer when the grace is over', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    ann.client.drop();
    await house.clock.tick(19_999);
    expect(ben.client.of('peerClosed')).toEqual([]);
    await house.clock.tick(1);
    expect(ben.client.last('peerClosed')).toMatchObject({ peerId: ann.id, reason: { code: 7 } });
    expect(await codeOf(resume(house, 'ann', ann))).toBe(31_000_001);
  });

  it('lives on past the grace once it is resumed', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    ann.client.drop();
    await house.clock.tick(15_000);
    await resume(house, 'ann', ann);
    await house.clock.tick(60_000);
    expect(house.media.stats().mediaPeers).toBe(1);
  });

  it('offers what was published meanwhile', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    ann.client.drop();
    const producerId = await house.produce(ben);
    const { client, answer } = await resume(house, 'ann', ann);
    await settle();
    expect(answer['producers']).toMatchObject([{ producerId }]);
    expect(client.last('newConsumer')).toMatchObject({ producerId });
  });

  it('offers again what the client had not answered, under the same id', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    ann.client.answer = 'silent';
    await house.produce(ben);
    const { id } = ann.client.last('newConsumer');
    ann.client.drop();
    await settle();
    const { client, answer } = await resume(house, 'ann', ann);
    await settle();
    expect(answer['consumers']).toEqual([{ id, producerPaused: false }]);
    expect(client.of('newConsumer')).toMatchObject([{ id }]);
    expect(house.router.consumer(id as string)?.paused).toBe(false);
  });

  it('offers again what a link that died unnoticed had not answered', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    ann.client.answer = 'silent';
    ann.client.answersPings = false;
    ann.client.closesLate = true;
    await house.produce(ben);
    const { id } = ann.client.last('newConsumer');
    const { client } = await resume(house, 'ann', ann);
    expect(client.of('newConsumer')).toEqual([]);
    await settle();
    await settle();
    expect(client.of('newConsumer')).toMatchObject([{ id }]);
  });

  it('says nothing of what ended meanwhile, except by its absence', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    await house.produce(ben);
    ann.client.drop();
    await ben.client.ask('leave');
    const { client, answer } = await resume(house, 'ann', ann);
    expect(answer).toMatchObject({ peers: [], producers: [], consumers: [] });
    expect(client.events).toEqual([]);
  });

  it('takes each secret once', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    ann.client.drop();
    const { client, answer } = await resume(house, 'ann', ann);
    client.drop();
    expect(await codeOf(resume(house, 'ann', ann))).toBe(31_000_001);
    await resume(house, 'ann', { ...ann, resume: answer['resume'] as TestPeer['resume'] });
  });

  it('gives a session to one of two that come with the same secret at once', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    ann.client.drop();
    const results = await Promise.allSettled([resume(house, 'ann', ann), resume(house, 'ann', ann)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(house.media.stats().mediaPeers).toBe(1);
  });

  it('gives it to one of two even if both found the old link dead', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    ann.client.answersPings = false;
    const results = await Promise.allSettled([resume(house, 'ann', ann), resume(house, 'ann', ann)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(house.media.stats().mediaPeers).toBe(1);
  });

  it('refuses a wrong secret without spending the token', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    ann.client.drop();
    const token = await house.sessionToken('ann');
    const client = house.connect();
    expect(await codeOf(client.ask('resume', { ...ann.resume, secret: '0'.repeat(32), token }))).toBe(
      31_000_001,
    );
    await client.ask('token', { token });
  });

  it('refuses the token of another user or room', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    ann.client.drop();
    expect(await codeOf(resume(house, 'ben', ann))).toBe(31_000_004);
    const elsewhere = await house.sessionToken('ann', { roomId: 'elsewhere' });
    expect(await codeOf(resume(house, 'ann', ann, { token: elsewhere }))).toBe(31_000_004);
  });

  it('leaves a session alone whose link still answers', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    expect(await codeOf(resume(house, 'ann', ann))).toBe(409);
    expect(ann.client.open).toBe(true);
  });

  it('takes a session from a link that is dead and does not know it', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    ann.client.answersPings = false;
    await resume(house, 'ann', ann);
    expect(ann.client.open).toBe(false);
    expect(ben.client.of('peerClosed')).toEqual([]);
    await house.clock.tick(30_000);
    expect(house.media.stats().mediaPeers).toBe(2);
  });

  it('gives a client of seed 003 no grace', async () => {
    const house = createHouse();
    const old = await house.join(null);
    expect(old.resume).toBeUndefined();
    old.client.drop();
    expect(house.media.stats().mediaPeers).toBe(0);
  });

  it('comes back as a watcher if the new token says so', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    await house.produce(ann);
    ann.client.drop();
    const { answer } = await resume(house, 'ann', ann, {
      token: await house.sessionToken('ann', { role: 2 }),
    });
    expect(answer).toMatchObject({ role: 2, producerIds: [], transportIds: [ann.recv] });
    expect(ben.client.last('peerUpdated')).toEqual({ peerId: ann.id, role: 2 });
  });
});
