import { describe, expect, it } from 'vitest';
import { audioParameters } from '../../../conformance/rtpFixtures.js';
import { codeOf, createHouse, settle } from './support.js';

describe('publishing', () => {
  it('refuses produce before join', async () => {
    const house = createHouse();
    const { client } = await house.enter('ann');
    const { id } = await client.ask<{ id: string }>('createWebRtcTransport', {
      producing: true,
      consuming: false,
    });
    const rtpParameters = audioParameters({ ssrc: 1, mid: '0' });
    expect(
      await codeOf(client.ask('produce', { transportId: id, kind: 'audio', rtpParameters, appData: {} })),
    ).toBe(409);
  });

  it('announces a producer to our own clients with user, source and resolutions', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    const old = await house.join(null);
    const resolutions = [
      { resolutionId: 'low', width: 320, height: 180, frameRate: 15, maxBitrate: 150_000 },
    ];
    const producerId = await house.produce(ann, 'video', { appData: { source: 'screen', resolutions } });
    expect(ben.client.last('newProducer')).toEqual({
      producerId,
      peerId: ann.id,
      userId: 'ann',
      kind: 'video',
      source: 'screen',
      paused: false,
      resolutions: [{ ...resolutions[0], layer: 0 }],
    });
    expect(old.client.of('newProducer')).toEqual([]);
    expect(old.client.of('newConsumer')).toHaveLength(1);
  });

  it('never lets a client name another peer in appData', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    await house.produce(ann, 'audio', { appData: { peerId: 'somebody else' } });
    expect(ben.client.last('newConsumer')['appData']).toEqual({ peerId: ann.id });
  });

  it('answers a repeated produce with the first producer', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    const request = {
      transportId: ann.send,
      kind: 'audio',
      rtpParameters: audioParameters({ ssrc: 7, mid: '7' }),
      appData: {},
    };
    const [first, second] = await Promise.all([
      ann.client.ask('produce', request),
      ann.client.ask('produce', request),
    ]);
    await settle();
    expect(second).toEqual(first);
    expect(ben.client.of('newConsumer')).toHaveLength(1);
    await ann.client.ask('closeProducer', { producerId: first['id'] });
    const third = await ann.client.ask('produce', request);
    expect(third['id']).not.toBe(first['id']);
  });

  it('passes on what the media server says of a produce that it refuses', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const rtpParameters = {
      ...audioParameters({ ssrc: 1, mid: '1' }),
      codecs: [{ mimeType: 'audio/x', payloadType: 1, clockRate: 8000 }],
    };
    const [, body] = await ann.client.raw('produce', {
      data: { transportId: ann.send, kind: 'audio', rtpParameters, appData: {} },
    });
    expect(body).toMatchObject({
      errcode: 1002,
      errmsg: expect.stringContaining('unsupported codec') as string,
    });
  });

  it('pauses and resumes for everyone', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    const producerId = await house.produce(ann);
    const { id: consumerId } = ben.client.last('newConsumer');
    ben.client.forget();
    await ann.client.ask('pauseProducer', { producerId });
    await ann.client.ask('pauseProducer', { producerId });
    await ann.client.ask('resumeProducer', { producerId });
    expect(ben.client.events).toEqual([
      { event: 'consumerPaused', data: { consumerId } },
      { event: 'producerPaused', data: { producerId } },
      { event: 'consumerResumed', data: { consumerId } },
      { event: 'producerResumed', data: { producerId } },
    ]);
  });

  it('tells a late comer that a producer is paused', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const producerId = await house.produce(ann);
    await ann.client.ask('pauseProducer', { producerId });
    const ben = await house.join('ben');
    expect(ben.client.last('newConsumer')).toMatchObject({ producerPaused: true });
    expect(ben.client.last('newProducer')).toMatchObject({ paused: true });
  });

  it('refuses role 2 a producing transport, producers and data', async () => {
    const house = createHouse();
    const ann = await house.join('ann', { role: 2 });
    expect(await codeOf(ann.client.ask('createWebRtcTransport', { producing: true, consuming: false }))).toBe(
      90_100_022,
    );
    expect(await codeOf(house.produce({ ...ann, send: ann.recv }))).toBe(90_100_022);
    expect(await codeOf(house.produceData({ ...ann, send: ann.recv }))).toBe(90_100_022);
  });

  it('refuses producers and data on a transport that was made to receive', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    expect(await codeOf(house.produce({ ...ann, send: ann.recv }))).toBe(409);
    expect(await codeOf(house.produceData({ ...ann, send: ann.recv }))).toBe(409);
  });

  it('answers 404 for every object of somebody else', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    const producerId = await house.produce(ann);
    const consumerId = ben.client.last('newConsumer')['id'];
    const { id: dataProducerId } = await house.produceData(ann);
    await settle();
    const dataConsumerId = ben.client.last('newDataConsumer')['id'];
    const { client } = await house.join('eve');
    const requests: [string, object][] = [
      ['closeProducer', { producerId }],
      ['pauseProducer', { producerId }],
      ['resumeProducer', { producerId }],
      ['pauseConsumer', { consumerId }],
      ['resumeConsumer', { consumerId }],
      ['requestConsumerKeyFrame', { consumerId }],
      ['setConsumerPriority', { consumerId, priority: 1 }],
      ['setConsumerPreferredLayers', { consumerId, spatialLayer: 0 }],
      ['restartIce', { transportId: ann.send }],
      ['closeTransport', { transportId: ann.send }],
      ['getTransportStats', { transportId: ann.send }],
      ['getProducerStats', { producerId }],
      ['getConsumerStats', { consumerId }],
      ['getDataProducerStats', { dataProducerId }],
      ['getDataConsumerStats', { dataConsumerId }],
      ['unsubscribe', { consumerIds: [consumerId] }],
    ];
    for (const [event, data] of requests)
      expect([event, await codeOf(client.ask(event, data))]).toEqual([event, 404]);
    expect(await codeOf(house.connectTransport(client, ann.send))).toBe(404);
    expect(
      await codeOf(
        house.produce({ client, send: ann.send, id: '', recv: '', resume: undefined, others: [] }),
      ),
    ).toBe(404);
  });

  it('refuses the ninth producer, the fifth data producer and the fourth transport', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const other = { appData: { source: 'other' } };
    for (let i = 0; i < 8; i++) await house.produce(ann, 'audio', other);
    expect(await codeOf(house.produce(ann, 'audio', other))).toBe(429);
    for (let i = 0; i < 4; i++) await house.produceData(ann);
    expect(await codeOf(house.produceData(ann))).toBe(429);
    await ann.client.ask('createWebRtcTransport', { consuming: true });
    expect(await codeOf(ann.client.ask('createWebRtcTransport', { consuming: true }))).toBe(429);
  });

  it('carries data of every label to everyone who takes data, also to a late comer', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    const { id } = await house.produceData(ann, 'whiteboard');
    await settle();
    const offer = {
      peerId: ann.id,
      dataProducerId: id,
      label: 'whiteboard',
      protocol: '',
      appData: { info: 'my-chat-DataProducer' },
    };
    expect(ben.client.last('newDataConsumer')).toMatchObject(offer);
    const eve = await house.join('eve');
    expect(eve.client.last('newDataConsumer')).toMatchObject(offer);
    const mute = await house.join('mia', { join: { sctpCapabilities: {} } });
    expect(mute.client.of('newDataConsumer')).toEqual([]);
    const { id: dataConsumerId } = ben.client.last('newDataConsumer');
    await ann.client.ask('leave');
    expect(ben.client.last('dataConsumerClosed')).toEqual({ dataConsumerId });
  });

  it('reports bandwidth to a client of seed 003, once a second, and not to ours, which has its own estimate', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    const old = await house.join(null);
    await house.produce(ann, 'video');
    for (const { recv } of [ben, old])
      for (const rate of [1_000_000, 2_000_000])
        house.router.bandwidth(recv, {
          desiredBitrate: rate,
          effectiveDesiredBitrate: rate,
          availableBitrate: rate,
        });
    await settle();
    expect(old.client.of('downlinkBwe').map(({ availableBitrate }) => availableBitrate)).toEqual([1_000_000]);
    expect(ben.client.of('downlinkBwe')).toEqual([]);
  });

  it('reports scores, layers and the active speaker', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    const audio = await house.produce(ann);
    const video = await house.produce(ann, 'video');
    const consumerId = ben.client.last('newConsumer')['id'] as string;
    house.router.score(video, 4);
    house.router.layers(consumerId, 1, 2);
    house.router.speak(audio, -33);
    await settle();
    expect(ann.client.last('producerScore')).toMatchObject({
      producerId: video,
      score: [{ encodingIdx: 0, score: 4 }],
    });
    expect(ben.client.last('consumerScore')).toMatchObject({ consumerId, score: { producerScore: 4 } });
    expect(ben.client.last('consumerLayersChanged')).toEqual({
      consumerId,
      spatialLayer: 1,
      temporalLayer: 2,
    });
    expect(ben.client.last('activeSpeaker')).toEqual({ peerId: ann.id, volume: -33 });
    expect(ann.client.last('activeSpeaker')).toEqual({ peerId: ann.id, volume: -33 });
    house.router.silence(audio);
    await settle();
    expect(ben.client.last('activeSpeaker')).toEqual({ peerId: null });
  });

  it('does not take the sound of a shared screen for a speaker', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    house.router.speak(await house.produce(ann, 'audio', { appData: { source: 'screen-audio' } }));
    await settle();
    expect(ann.client.of('activeSpeaker')).toEqual([]);
  });

  it('tells our own clients of a changed name', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    const old = await house.join(null);
    await ann.client.ask('changeDisplayName', { displayName: 'Ann the Great' });
    expect(ben.client.last('peerDisplayNameChanged')).toEqual({
      peerId: ann.id,
      displayName: 'Ann the Great',
    });
    expect(old.client.of('peerDisplayNameChanged')).toEqual([]);
  });
});
