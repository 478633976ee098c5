import { Device, FakeHandler, testFakeParameters } from 'mediasoup-client';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MediaEngine, SendWire } from '../../../src/core/media/MediaEngine.js';
import { createMediasoupEngine, engineOver } from '../../../src/core/media/mediasoupEngine.js';
import type { MediaTransportParameters } from '../../../src/protocol/media.js';
import { FakeMediaStreamTrack } from '../../../src/testing/media/FakeMediaStreamTrack.js';

const track = (kind: 'audio' | 'video'): MediaStreamTrack => new FakeMediaStreamTrack({ kind });

describe('the engine over mediasoup-client', () => {
  let engine: MediaEngine;
  let parameters: MediaTransportParameters;
  let said: string[];
  let wire: SendWire;
  let ids: number;

  beforeEach(async () => {
    ids = 0;
    said = [];
    const handlerFactory = FakeHandler.createFactory(testFakeParameters);
    engine = engineOver(new Device({ handlerFactory }));
    await engine.load(testFakeParameters.generateRouterRtpCapabilities());
    parameters = testFakeParameters.generateTransportRemoteParameters();
    wire = {
      connect: () => {
        said.push('connect');
        return Promise.resolve();
      },
      health: (state) => said.push(state),
      produce: ({ kind, source, paused }) => {
        said.push(`produce ${kind} ${source} ${paused ? 'paused' : 'live'}`);
        return Promise.resolve(`producer-${String(++ids)}`);
      },
    };
  });

  function consume(
    id: string,
    kind: 'audio' | 'video',
  ): Parameters<ReturnType<MediaEngine['createRecvTransport']>['consume']>[0] {
    const codecMimeType = kind === 'audio' ? 'audio/opus' : 'video/VP8';
    const remote = testFakeParameters.generateConsumerRemoteParameters({ id, codecMimeType });
    return {
      id,
      producerId: remote.producerId,
      kind,
      rtpParameters: remote.rtpParameters,
      streamId: 'ann-main',
    };
  }

  it('knows what it can send and receive', () => {
    expect(engine.canProduce('audio')).toBe(true);
    expect(engine.canProduce('video')).toBe(true);
    expect(engine.rtpCapabilities.codecs?.some(({ mimeType }) => mimeType === 'audio/opus')).toBe(true);
  });

  it('sends layers as simulcast, or within one stream where the codec that is wished for makes them', async () => {
    const sent: unknown[] = [];
    const transport = engine.createSendTransport(parameters, {
      ...wire,
      produce: ({ rtpParameters: { codecs, encodings } }) => {
        sent.push([codecs[0]?.mimeType, encodings?.map(({ scalabilityMode }) => scalabilityMode ?? null)]);
        return Promise.resolve(`producer-${String(++ids)}`);
      },
    });
    const encodings = [
      { maxBitrate: 100_000, scaleResolutionDownBy: 2 },
      { maxBitrate: 300_000, scaleResolutionDownBy: 1 },
    ];
    const send = (codec?: 'vp9' | 'h264' | 'av1') =>
      transport.produce({
        track: track('video'),
        source: 'camera',
        streamId: 's',
        paused: false,
        encodings,
        codec,
      });
    await send();
    await send('vp9');
    await send('av1'); // not shared here
    expect(sent).toEqual([
      ['video/VP8', [null, null]],
      ['video/VP9', ['L2T3_KEY']],
      ['video/VP8', [null, null]],
    ]);
  });

  it('connects with the first producer, and tells what each one shows', async () => {
    const transport = engine.createSendTransport(parameters, wire);
    const audio = await transport.produce({
      track: track('audio'),
      source: 'microphone',
      streamId: 'me-main',
      paused: true,
    });
    const video = await transport.produce({
      track: track('video'),
      source: 'camera',
      streamId: 'me-main',
      paused: false,
      encodings: [
        { maxBitrate: 200_000, scaleResolutionDownBy: 2 },
        { maxBitrate: 800_000, scaleResolutionDownBy: 1 },
      ],
    });
    expect(said.filter((event) => event === 'connect')).toHaveLength(1);
    expect(said.filter((event) => event.startsWith('produce'))).toEqual([
      'produce audio microphone paused',
      'produce video camera live',
    ]);
    expect([audio.id, video.id]).toEqual(['producer-1', 'producer-2']);
  });

  it('leaves the caller’s tracks alone through mute, replacement and close', async () => {
    const transport = engine.createSendTransport(parameters, wire);
    const first = track('video');
    const second = track('video');
    const producer = await transport.produce({
      track: first,
      source: 'camera',
      streamId: 's',
      paused: false,
    });
    await producer.setPaused(true);
    await producer.setTrack(second);
    await producer.setPaused(false);
    await producer.setTrack(null);
    producer.close();
    producer.close();
    transport.close();
    expect(producer.closed).toBe(true);
    for (const one of [first, second]) expect(one).toMatchObject({ readyState: 'live', enabled: true });
  });

  it('rejects a refused producer with the server’s reason', async () => {
    const refused = new Error('You may only watch.');
    const transport = engine.createSendTransport(parameters, {
      ...wire,
      produce: () => Promise.reject(refused),
    });
    const produced = transport.produce({
      track: track('audio'),
      source: 'microphone',
      streamId: 's',
      paused: false,
    });
    await expect(produced).rejects.toBe(refused);
  });

  it('receives what is asked for in one turn', async () => {
    const transport = engine.createRecvTransport(parameters, wire);
    const [audio, video] = await Promise.all([
      transport.consume(consume('one', 'audio')),
      transport.consume(consume('two', 'video')),
    ]);
    expect(audio).toMatchObject({ id: 'one', closed: false });
    expect(video.track.kind).toBe('video');
    audio.close();
    expect(audio.closed).toBe(true);
    expect(video.closed).toBe(false);
  });

  it('settles what was under way when it is closed', async () => {
    const transport = engine.createRecvTransport(parameters, wire);
    const consumed = transport.consume(consume('one', 'audio'));
    const outcome = expect(consumed).rejects.toThrow(/closed/);
    transport.close();
    await outcome;
    await expect(transport.consume(consume('two', 'audio'))).rejects.toThrow(/closed/);
    expect(transport.health).toBe('closed');
  });

  it('says that a runtime without WebRTC cannot call', async () => {
    await expect(createMediasoupEngine()).rejects.toMatchObject({ code: 90_100_025 });
  });
});
