import { describe, expect, it, vi } from 'vitest';
import { clientDtls } from '../../../conformance/rtpFixtures.js';
import { codeOf, createHouse, settle } from './support.js';

describe('transports', () => {
  it('answers with everything a client of seed 003 needs', async () => {
    const house = createHouse();
    const { client } = await house.enter(null);
    const sctpCapabilities = { numStreams: { OS: 1024, MIS: 1024 } };
    const answer = await client.ask('createWebRtcTransport', {
      forceTcp: false,
      producing: true,
      consuming: false,
      sctpCapabilities,
    });
    expect(Object.keys(answer).sort()).toEqual([
      'dtlsParameters',
      'iceCandidates',
      'iceParameters',
      'id',
      'sctpParameters',
    ]);
    expect(answer).toMatchObject({ sctpParameters: { port: 5000, OS: 1024, MIS: 1024 } });
  });

  it.each([undefined, null, {}])('has no SCTP when sctpCapabilities are %j', async (sctpCapabilities) => {
    const house = createHouse();
    const { client } = await house.enter(null);
    const answer = await client.ask('createWebRtcTransport', { producing: true, sctpCapabilities });
    expect(answer['sctpParameters']).toBeUndefined();
  });

  it('tells TURN servers to our own clients', async () => {
    const iceServers = [{ urls: 'turn:turn.test', username: 'u', credential: 'c' }];
    const house = createHouse({ options: { iceServers } });
    const own = await house.enter('ann');
    const old = await house.enter(null);
    expect((await own.client.ask('createWebRtcTransport', {}))['iceServers']).toEqual(iceServers);
    expect((await old.client.ask('createWebRtcTransport', {}))['iceServers']).toBeUndefined();
  });

  it('takes a repeated connect for the same request, and refuses one with other fingerprints', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    await house.connectTransport(ann.client, ann.send);
    await house.connectTransport(ann.client, ann.send);
    const value = Array.from({ length: 32 }, () => '01').join(':');
    const dtlsParameters = { ...clientDtls, fingerprints: [{ algorithm: 'sha-256', value }] };
    expect(
      await codeOf(ann.client.ask('connectWebRtcTransport', { transportId: ann.send, dtlsParameters })),
    ).toBe(409);
  });

  it('refuses a connect without a fingerprint', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const request = { transportId: ann.send, dtlsParameters: { role: 'client', fingerprints: [] } };
    expect(await codeOf(ann.client.ask('connectWebRtcTransport', request))).toBe(400);
  });

  it('restarts ICE on both transports', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    for (const transportId of [ann.send, ann.recv]) {
      const before = house.router.transport(transportId)?.iceParameters.usernameFragment;
      const { iceParameters } = await ann.client.ask<{ iceParameters: { usernameFragment: string } }>(
        'restartIce',
        { transportId },
      );
      expect(iceParameters.usernameFragment).not.toBe(before);
    }
  });

  it('takes away a transport that nobody who joined has connected within 15 seconds', async () => {
    const house = createHouse();
    const { client } = await house.enter('ann');
    const { id: transportId } = await client.ask('createWebRtcTransport', { producing: true });
    await house.clock.tick(14_999);
    await client.ask('getTransportStats', { transportId });
    await house.clock.tick(1);
    expect(await codeOf(client.ask('getTransportStats', { transportId }))).toBe(404);
  });

  it('lets a transport of a joined peer lie idle until its first stream is accepted', async () => {
    const house = createHouse();
    const ben = await house.join('ben');
    await house.clock.tick(60_000);
    await ben.client.ask('getTransportStats', { transportId: ben.recv });
    const ann = await house.join('ann');
    await house.produce(ann);
    await house.clock.tick(15_000);
    expect(await codeOf(ben.client.ask('getTransportStats', { transportId: ben.recv }))).toBe(404);
    expect(ben.client.of('consumerClosed')).toHaveLength(1);
  });

  it('takes away a transport whose handshake hangs, also when its owner has joined', async () => {
    const house = createHouse();
    const { client } = await house.enter('ann');
    const { id: transportId } = await client.ask<{ id: string }>('createWebRtcTransport', {
      consuming: true,
    });
    vi.spyOn(house.router.transport(transportId)!, 'connect').mockResolvedValue();
    await house.connectTransport(client, transportId);
    await client.ask('join', {});
    await house.clock.tick(15_000);
    expect(await codeOf(client.ask('getTransportStats', { transportId }))).toBe(404);
  });

  it('keeps a transport that has its handshake', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    await house.connectTransport(ann.client, ann.send);
    await house.clock.tick(60_000);
    await ann.client.ask('getTransportStats', { transportId: ann.send });
  });

  it('closes only the transport whose handshake fails', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    await house.produce(ann);
    house.router.failDtls(ann.send);
    await settle();
    expect(await codeOf(ann.client.ask('getTransportStats', { transportId: ann.send }))).toBe(404);
    await ann.client.ask('getTransportStats', { transportId: ann.recv });
    expect(ben.client.log.slice(-2)).toEqual(['consumerClosed', 'producerClosed']);
    expect(ben.client.of('peerClosed')).toEqual([]);
  });

  it('keeps a transport whose path is lost: it can be restarted', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    await house.connectTransport(ann.client, ann.send);
    house.router.ice(ann.send, 'disconnected');
    await house.clock.tick(60_000);
    await ann.client.ask('restartIce', { transportId: ann.send });
  });

  it('closes a transport on request, with what it carried', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    await house.produce(ann);
    await ann.client.ask('closeTransport', { transportId: ann.send });
    expect(ben.client.log.slice(-2)).toEqual(['consumerClosed', 'producerClosed']);
    await ann.client.ask('createWebRtcTransport', { producing: true });
  });

  it('refuses throttling unless the server allows it', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    expect(await codeOf(ann.client.ask('applyNetworkThrottle', { uplink: 100 }))).toBe(403);
    expect(await codeOf(ann.client.ask('resetNetworkThrottle', {}))).toBe(403);
  });

  it('throttles only the transports of the peer that asks', async () => {
    const house = createHouse({ options: { allowNetworkThrottle: true } });
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    await ann.client.ask('applyNetworkThrottle', { uplink: 100, downlink: 250, rtt: 0, packetLoss: 0 });
    expect(house.router.transport(ann.send)?.maxIncomingBitrate).toBe(100_000);
    expect(house.router.transport(ann.recv)?.maxOutgoingBitrate).toBe(250_000);
    expect(house.router.transport(ben.send)?.maxIncomingBitrate).toBe(0);
    await ann.client.ask('resetNetworkThrottle', {});
    expect(house.router.transport(ann.send)?.maxIncomingBitrate).toBe(0);
  });

  it('says that delay and loss cannot be throttled', async () => {
    const house = createHouse({ options: { allowNetworkThrottle: true } });
    const ann = await house.join('ann');
    expect(await codeOf(ann.client.ask('applyNetworkThrottle', { rtt: 100 }))).toBe(501);
    expect(await codeOf(ann.client.ask('applyNetworkThrottle', { packetLoss: 1 }))).toBe(501);
  });
});

describe('the death of a media worker', () => {
  it('keeps the members, and lets them begin anew in a new router', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    const producerId = await house.produce(ann);
    ben.client.forget();
    house.router.killWorker();
    await settle();
    expect(ben.client.log).toEqual(['mediaReset']);
    expect(await codeOf(ann.client.ask('pauseProducer', { producerId }))).toBe(404);
    expect(house.media.stats()).toMatchObject({ mediaPeers: 2, transports: 0 });

    await ann.client.ask('getRouterRtpCapabilities');
    const { id: send } = await ann.client.ask<{ id: string }>('createWebRtcTransport', { producing: true });
    await ben.client.ask('createWebRtcTransport', { consuming: true });
    const again = await house.produce({ ...ann, send });
    expect(ben.client.last('newConsumer')).toMatchObject({ producerId: again, peerId: ann.id });
  });

  it('makes a client of seed 003, which does not know mediaReset, begin anew by its socket', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const old = await house.join(null);
    await house.produce(ann);
    house.router.killWorker();
    await settle();
    expect(old.client.log.at(-1)).toBe('consumerClosed');
    expect(old.client.open).toBe(false);
    expect(ann.client.last('peerClosed')).toMatchObject({ peerId: old.id });
  });
});
