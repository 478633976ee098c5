import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { codeOf, createHouse, settle } from './support.js';

const screen = { appData: { source: 'screen' } };

describe('limits of a media room', () => {
  it('shows one screen at a time, and the next when the first has ended', async () => {
    const house = createHouse();
    const [ann, ben] = [await house.join('ann'), await house.join('ben')];
    const first = await house.produce(ann, 'video', screen);
    const [, body] = await ben.client.raw('produce', {
      data: {
        transportId: ben.send,
        kind: 'video',
        rtpParameters: {
          codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }],
          encodings: [{ ssrc: 5 }],
        },
        ...screen,
      },
    });
    expect(body).toMatchObject({ errcode: 90_100_250, context: { rtc: 'RTC.34000007' } });
    await house.produce(ben, 'audio', { appData: { source: 'screen-audio' } });
    await ann.client.ask('closeProducer', { producerId: first });
    await house.produce(ben, 'video', screen);
  });

  it('gives the screen to one of two who begin at the same time', async () => {
    const house = createHouse();
    const [ann, ben] = [await house.join('ann'), await house.join('ben')];
    const results = await Promise.allSettled([
      house.produce(ann, 'video', screen),
      house.produce(ben, 'video', screen),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(house.media.stats().producers).toBe(1);
  });

  it('refuses a third size of a camera, and a camera that becomes a second screen', async () => {
    const house = createHouse();
    const [ann, ben] = [await house.join('ann'), await house.join('ben')];
    const camera = await house.produce(ann, 'video');
    await house.produce(ann, 'video');
    expect(await codeOf(house.produce(ann, 'video'))).toBe(90_100_207);
    await house.produce(ben, 'video', screen);
    const request = { producerId: camera, source: 'screen' };
    expect(await codeOf(ann.client.ask('setProducerMeta', request))).toBe(90_100_250);
  });

  it('does not apply to a client of seed 003, whose document knows no sources', async () => {
    const house = createHouse();
    const [ann, old] = [await house.join('ann'), await house.join(null)];
    await house.produce(ann, 'video', screen);
    for (let i = 0; i < 3; i++) await house.produce(old, 'video', screen);
  });

  it('refuses whom the room has no place for, but not somebody who takes his own', async () => {
    const house = createHouse({ limits: { peersPerRoom: 2 } });
    await house.join('ann', { sessionId: 'one' });
    await house.join('ben');
    const [, body] = await house
      .connect()
      .raw('token', { roomid: 'room', token: await house.sessionToken('cid') });
    expect(body).toMatchObject({ errcode: 90_100_217, context: { rtc: 'RTC.34000001' } });
    await house.join('ann', { sessionId: 'two' });
    await house.join('dee', { roomId: 'another' });
  });

  it('refuses more publishers than it takes, at the door and at a switch of role', async () => {
    const house = createHouse({ limits: { publishersPerRoom: 1 } });
    const ann = await house.join('ann');
    expect(await codeOf(house.enter('ben'))).toBe(90_100_246);
    const ben = await house.join('ben', { role: 2 });
    const become = async () =>
      ben.client.ask('switchRole', { role: 0, token: await house.sessionToken('ben') });
    expect(await codeOf(become())).toBe(90_100_246);
    await ann.client.ask('switchRole', { role: 2, token: await house.sessionToken('ann', { role: 2 }) });
    await become();
  });

  it('says when the media server cannot carry one more', async () => {
    const house = createHouse();
    await house.router.close();
    const ann = await house.enter('ann');
    const [, body] = await ann.client.raw('getRouterRtpCapabilities', { data: {} });
    expect(body).toMatchObject({ errcode: 32_000_030, context: { rtc: 'RTC.32000030' } });
  });

  it('takes nobody in while the server is about to stop, and tells those inside that it stops', async () => {
    let draining = false;
    const house = createHouse({ options: { draining: () => draining } });
    const ann = await house.join('ann');
    draining = true;
    const [, body] = await house
      .connect()
      .raw('token', { roomid: 'room', token: await house.sessionToken('ben') });
    expect(body).toMatchObject({ errcode: 32_000_034, context: { rtc: 'RTC.32000034' } });
    house.media.close();
    expect(ann.client.last('kicked')).toMatchObject({ cause: 'service', reason: { code: 3 } });
  });
});

describe('a ban', () => {
  it('keeps a user out of the media of its room until it ends', async () => {
    const bans = new Map<string, number>();
    const house = createHouse({
      options: { bannedUntil: ({ roomId }, uid) => Promise.resolve(bans.get(`${roomId}/${uid}`) ?? 0) },
    });
    const token = await house.sessionToken('ann');
    bans.set('room/ann', house.clock.now() + 5_000);
    expect(await codeOf(house.connect().ask('token', { token, roomid: 'room' }))).toBe(90_100_225);
    await expect(house.sessionToken('ann')).rejects.toMatchObject({ code: 90_100_225 });
    await house.join('ann', { roomId: 'another' });
    await house.join('ben');
    await house.clock.tick(5_000);
    await house.join('ann', { role: 2 });
  });

  it('ends a call that is under way, and says so apart from a later login', async () => {
    const house = createHouse();
    const [ann, ben] = [await house.join('ann'), await house.join('ben')];
    await house.produce(ann, 'video');
    ben.client.forget();
    house.media.revokeUser({ appid: '1', region: 'cn', roomId: 'room' }, 'ann', 'banned');
    await settle();
    expect(ann.client.last('kicked')).toMatchObject({ cause: 'banned', reason: { code: 5 } });
    expect(ben.client.log).toEqual(['consumerClosed', 'producerClosed', 'peerClosed']);
    expect(house.media.stats()).toMatchObject({ producers: 0, consumers: 0, mediaPeers: 1 });
  });

  it('is told apart from a login elsewhere', async () => {
    const house = createHouse();
    const first = await house.join('ann', { sessionId: 'one' });
    await house.join('ann', { sessionId: 'two' });
    expect(first.client.last('kicked')).toMatchObject({ cause: 'duplicate', reason: { code: 5 } });
  });
});

describe('what a peer may take', () => {
  it('limits both transports to the bandwidth, those that come later too', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    await ann.client.ask('setBandwidth', { maxKbps: 4_000 });
    expect(house.router.transport(ann.send)).toMatchObject({
      maxIncomingBitrate: 4_000_000,
      maxOutgoingBitrate: 0,
    });
    expect(house.router.transport(ann.recv)).toMatchObject({
      maxIncomingBitrate: 0,
      maxOutgoingBitrate: 4_000_000,
    });
    const { id } = await ann.client.ask<{ id: string }>('createWebRtcTransport', { consuming: true });
    expect(house.router.transport(id)).toMatchObject({ maxOutgoingBitrate: 4_000_000 });
  });

  it('is the tighter of bandwidth and throttle', async () => {
    const house = createHouse({ options: { allowNetworkThrottle: true } });
    const ann = await house.join('ann');
    await ann.client.ask('setBandwidth', { maxKbps: 4_000 });
    await ann.client.ask('applyNetworkThrottle', { uplink: 9_000, downlink: 500 });
    expect(house.router.transport(ann.send)?.maxIncomingBitrate).toBe(4_000_000);
    expect(house.router.transport(ann.recv)?.maxOutgoingBitrate).toBe(500_000);
    await ann.client.ask('resetNetworkThrottle');
    expect(house.router.transport(ann.recv)?.maxOutgoingBitrate).toBe(4_000_000);
  });

  it.each([3_071, 51_201, 4_000.5, '4000', null])('is not %s', async (maxKbps) => {
    const house = createHouse();
    const ann = await house.join('ann');
    expect(await codeOf(ann.client.ask('setBandwidth', { maxKbps }))).toBe(400);
  });
});

describe('what a producer shows', () => {
  it('is told to the others of our own form when it changes', async () => {
    const house = createHouse();
    const [ann, ben, old] = [await house.join('ann'), await house.join('ben'), await house.join(null)];
    const producerId = await house.produce(ann, 'video');
    const size = { width: 640, height: 360, frameRate: 15, maxBitrate: 400_000 };
    const resolutions = [
      { resolutionId: 'high', ...size, layer: 1 },
      { resolutionId: 'low', ...size, layer: 0 },
    ];
    await ann.client.ask('setProducerMeta', { producerId, source: 'screen', resolutions });
    expect(ben.client.last('producerUpdated')).toMatchObject({
      producerId,
      source: 'screen',
      resolutions: [{ resolutionId: 'low' }, { resolutionId: 'high' }],
    });
    expect([ann.client, old.client].flatMap((client) => client.of('producerUpdated'))).toEqual([]);
    await ben.client.ask('subscribe', { items: [{ producerId, resolutionId: 'high' }], mode: 'add' });
    const consumerId = ben.client.last('newConsumer')['id'] as string;
    expect(house.router.consumer(consumerId)?.preferredLayers).toEqual({ spatialLayer: 1 });
  });

  it('does not make a voice the sound of a screen, nor the other way', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const voice = await house.produce(ann);
    const sound = await house.produce(ann, 'audio', { appData: { source: 'screen-audio' } });
    const say = (producerId: string, source: string) =>
      codeOf(ann.client.ask('setProducerMeta', { producerId, source }));
    expect(await say(voice, 'screen-audio')).toBe(409);
    expect(await say(sound, 'microphone')).toBe(409);
    await ann.client.ask('setProducerMeta', { producerId: voice, source: 'other' });
  });

  it('is its owner’s to say, in the stated form', async () => {
    const house = createHouse();
    const [ann, ben] = [await house.join('ann'), await house.join('ben')];
    const producerId = await house.produce(ann, 'video');
    const say = (client: typeof ann.client, meta: object) =>
      codeOf(client.ask('setProducerMeta', { producerId, ...meta }));
    expect(await say(ben.client, { source: 'screen' })).toBe(404);
    expect(await say(ann.client, { source: 'window' })).toBe(400);
    const size = { resolutionId: 'a', width: 1, height: 1, frameRate: 1, maxBitrate: 1 };
    expect(await say(ann.client, { resolutions: [size, size] })).toBe(400);
    expect(await say(ann.client, { resolutions: [{ ...size, width: 0 }] })).toBe(400);
  });
});

describe('TURN', () => {
  const turn = { urls: 'turn:turn.test:3478', secret: 'north', ttl: 600 };

  it('gives each user credentials that end, with a transport and on request', async () => {
    const house = createHouse({ options: { turn, iceServers: [{ urls: 'stun:stun.test' }] } });
    const ann = await house.enter('ann');
    const made = await ann.client.ask('createWebRtcTransport', { consuming: true });
    const expiry = Math.floor(house.clock.now() / 1_000) + 600;
    const username = `${String(expiry)}:ann`;
    const credential = createHmac('sha1', 'north').update(username).digest('base64');
    const relay = { urls: turn.urls, username, credential };
    expect(made).toMatchObject({
      iceServers: [{ urls: 'stun:stun.test' }, relay],
      iceServersExpireAt: expiry * 1_000,
    });
    await house.clock.tick(9 * 60_000);
    const fresh = await ann.client.ask('getIceServers');
    expect(fresh).toMatchObject({ expiresAt: (expiry + 540) * 1_000 });
    expect(JSON.stringify(fresh)).not.toContain('north');
  });

  it('is not there by default', async () => {
    const house = createHouse();
    const ann = await house.enter('ann');
    expect(await ann.client.ask('getIceServers')).toEqual({ iceServers: [], expiresAt: null });
    expect(await ann.client.ask('createWebRtcTransport', { consuming: true })).not.toHaveProperty(
      'iceServers',
    );
  });
});
