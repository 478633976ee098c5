import { describe, expect, it } from 'vitest';
import { codeOf, createHouse, settle } from './support.js';

describe('joining a media room', () => {
  it('refuses everything before token, and says so', async () => {
    const client = createHouse().connect();
    for (const event of ['getRouterRtpCapabilities', 'join', 'produce', 'getTransportStats', 'leave']) {
      const [status, body] = await client.raw(event, { data: valid[event] ?? {} });
      expect([status, body['errcode']]).toEqual(['error', 401]);
      expect(body['errmsg']).toContain('Send token before');
    }
  });

  it('closes a socket that sends no token for ten seconds', async () => {
    const house = createHouse();
    const silent = house.connect();
    const { client } = await house.enter('ann');
    await house.clock.tick(10_000);
    expect([silent.open, client.open]).toEqual([false, true]);
  });

  it('answers join with the peers of the room, as seed 003 has them', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const { client } = await house.enter(null);
    const { peers } = await client.ask('join', valid['join']);
    expect(peers).toEqual([
      { id: ann.id, displayName: 'ann', device: { flag: 'chrome', name: 'Chrome', version: '156' } },
    ]);
  });

  it('tells a peer of our own form also who the others are', async () => {
    const house = createHouse();
    const old = await house.join(null);
    await house.join('ann', { role: 2 });
    const { client } = await house.enter('ben');
    const { peers } = await client.ask('join', valid['join']);
    expect(peers).toMatchObject([
      { userId: old.id, role: 0 },
      { userId: 'ann', role: 2 },
    ]);
  });

  it('lets the others hear newPeer, and seed 003 without our additions', async () => {
    const house = createHouse();
    const own = await house.join('ann');
    const old = await house.join(null);
    const ben = await house.join('ben');
    expect(own.client.last('newPeer')).toMatchObject({
      id: ben.id,
      displayName: 'ben',
      userId: 'ben',
      role: 0,
    });
    expect(Object.keys(old.client.last('newPeer')).sort()).toEqual(['device', 'displayName', 'id']);
  });

  it('orders newPeer to the others, the answer, then all consumers in one burst before any is answered', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    await house.produce(ann, 'audio');
    await house.produce(ann, 'video');
    const ben = await house.enter('ben');
    const caps = await ben.client.ask('getRouterRtpCapabilities');
    await ben.client.ask('createWebRtcTransport', { producing: false, consuming: true });
    ann.client.forget();
    ben.client.forget();
    ben.client.answer = 'silent';
    await ben.client.ask('join', { ...valid['join'], rtpCapabilities: caps });
    await settle();
    expect(ann.client.log).toEqual(['newPeer', 'producerDemand']);
    expect(ben.client.log).toEqual([
      'join success',
      'newProducer',
      'newProducer',
      'newConsumer',
      'newConsumer',
    ]);
  });

  it('makes a consumer paused, runs it when the client accepts, and tells its score', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    ben.client.answer = 'silent';
    const producerId = await house.produce(ann);
    const offer = ben.client.last('newConsumer');
    expect(offer).toMatchObject({
      peerId: ann.id,
      producerId,
      kind: 'audio',
      type: 'simple',
      appData: { source: 'microphone', peerId: ann.id },
      producerPaused: false,
    });
    const consumer = house.router.consumer(offer['id'] as string);
    expect(consumer?.paused).toBe(true);
    ben.client.respond();
    await settle();
    expect(consumer?.paused).toBe(false);
    expect(ben.client.last('consumerScore')).toMatchObject({
      consumerId: offer['id'],
      score: { producerScore: 10 },
    });
  });

  it('closes a consumer that the client refuses', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    ben.client.answer = 'refuse';
    await house.produce(ann);
    const { id } = ben.client.last('newConsumer');
    expect(house.router.consumer(id as string)).toBeUndefined();
    expect(await codeOf(ben.client.ask('resumeConsumer', { consumerId: id }))).toBe(404);
  });

  it('closes a consumer that is not answered for thirty seconds, and says so', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    ben.client.answer = 'silent';
    await house.produce(ann);
    const { id } = ben.client.last('newConsumer');
    await house.clock.tick(29_999);
    expect(house.router.consumer(id as string)).toBeDefined();
    await house.clock.tick(1);
    expect(house.router.consumer(id as string)).toBeUndefined();
    expect(ben.client.last('consumerClosed')).toEqual({ consumerId: id });
  });

  it.each([undefined, null, {}])(
    'gives no consumers to a client whose rtpCapabilities are %j',
    async (rtpCapabilities) => {
      const house = createHouse();
      const ann = await house.join('ann');
      await house.produce(ann);
      const join = { rtpCapabilities };
      const ben = await house.join('ben', { join });
      expect(ben.client.of('newConsumer')).toEqual([]);
      expect(ben.client.of('newProducer')).toHaveLength(1);
    },
  );

  it('gives a client that makes its receiving transport after join what it missed', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const producerId = await house.produce(ann);
    const { client } = await house.enter('ben');
    const rtpCapabilities = await client.ask('getRouterRtpCapabilities');
    await client.ask('join', { ...valid['join'], rtpCapabilities });
    await settle();
    expect(client.of('newConsumer')).toEqual([]);
    await client.ask('createWebRtcTransport', { forceTcp: false, producing: false, consuming: true });
    await settle();
    expect(client.last('newConsumer')).toMatchObject({ producerId });
  });

  it('tells a peer of those who came and went while its join was being answered', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const [ben, eve] = [await house.enter('ben'), await house.enter('eve')];
    const leaving = ann.client.ask('leave');
    const joining = ben.client.ask<{ peers: { id: string }[] }>('join', valid['join']);
    await Promise.all([leaving, joining, eve.client.ask('join', valid['join'])]);
    expect((await joining).peers.map(({ id }) => id)).toEqual([ann.id]);
    expect(ben.client.events).toMatchObject([
      { event: 'peerClosed', data: { peerId: ann.id } },
      { event: 'newPeer', data: { id: eve.id } },
    ]);
  });

  it('refuses a second join', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    expect(await codeOf(ann.client.ask('join', valid['join']))).toBe(90_100_204);
  });

  it('refuses a second token on one socket', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const token = await house.sessionToken('ann');
    expect(await codeOf(ann.client.ask('token', { token, roomid: 'room' }))).toBe(409);
  });

  it('keeps rooms apart', async () => {
    const house = createHouse();
    const ann = await house.join('ann', { roomId: 'one' });
    const ben = await house.join('ben', { roomId: 'two' });
    await house.produce(ann);
    expect(ben.client.events).toEqual([]);
    expect(house.media.stats()).toMatchObject({ mediaRooms: 2, mediaPeers: 2, rooms: 2 });
  });

  it('leaves nothing behind when the last peer leaves', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    await house.produce(ann);
    await ann.client.ask('leave');
    ann.client.drop();
    await settle();
    expect(house.media.stats()).toMatchObject({ mediaRooms: 0, mediaPeers: 0, rooms: 0, transports: 0 });
    await house.store.close();
    expect(house.clock.pending()).toBe(0);
  });
});

const valid: Record<string, Record<string, unknown>> = {
  join: { displayName: 'someone', device: { flag: 'chrome', name: 'Chrome', version: '156' } },
  produce: {
    transportId: 'x',
    kind: 'audio',
    rtpParameters: {
      codecs: [{ mimeType: 'audio/opus', payloadType: 1, clockRate: 1 }],
      encodings: [{ ssrc: 1 }],
    },
    appData: {},
  },
  getTransportStats: { transportId: 'x' },
};
