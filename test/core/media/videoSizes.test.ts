import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inLayers } from '../../../src/core/media/encodings.js';
import { HRTC } from '../../../src/core/media/HRTC.js';
import type { LocalStream } from '../../../src/core/media/LocalStream.js';
import type { RemoteStream } from '../../../src/core/media/RemoteStream.js';
import type { Resolution } from '../../../src/core/media/resolutions.js';
import type { RemoteProducer } from '../../../src/core/media/Roster.js';
import type { RtcStatsInfo } from '../../../src/core/media/clientTypes.js';
import type { RtcClient } from '../../../src/core/media/RtcClient.js';
import { bringRtc } from '../../../src/core/media/rtcPart.js';
import type { SessionJoinConfig } from '../../../src/core/media/rtcTypes.js';
import { choiceWith, choiceWithout, sizesOf } from '../../../src/core/media/videoSizes.js';
import { fakeBrowser, type FakeBrowser } from '../../../src/testing/media/fakeBrowser.js';
import { createStage, ROOM, type Stage, type StageClient } from './support/stage.js';

bringRtc();

const producer = (id: string, ...sizes: string[]): RemoteProducer => ({
  id,
  peerId: 'ann',
  kind: 'video',
  source: 'camera',
  resolutions: sizes.map((resolutionId) => {
    const [width = 0, height = 0] = resolutionId.split('x').map(Number);
    return { resolutionId, width, height, frameRate: 30, maxBitrate: 1 };
  }),
  paused: false,
  trackId: null,
  stale: false,
});
const BEST = { best: true, resolutionIds: [] };

describe('the sizes that are received of a producer', () => {
  const layered = producer('one', '320x180', '640x360', '1280x720');
  const square = producer('two', '240x240');
  const both = [square, layered];

  it('are the one that the page needs, and of two producers of the larger only', () => {
    expect(sizesOf(layered, both, BEST)).toEqual([null]);
    expect(sizesOf(square, both, BEST)).toEqual([]);
    expect(sizesOf(square, [square], BEST)).toEqual([null]);
  });

  it('are those that were asked for, each of its producer', () => {
    const choice = { best: false, resolutionIds: ['640x360', '240x240'] };
    expect(sizesOf(layered, both, choice)).toEqual(['640x360']);
    expect(sizesOf(square, both, choice)).toEqual(['240x240']);
    expect(sizesOf(layered, both, { best: false, resolutionIds: ['240x240'] })).toEqual([]);
  });

  it('are the best and others, but the best not twice', () => {
    const choice = { best: true, resolutionIds: ['1280x720', '320x180', '240x240'] };
    expect(sizesOf(layered, both, choice)).toEqual([null, '320x180']);
    expect(sizesOf(square, both, choice)).toEqual(['240x240']);
  });

  it('are the best again when those that were asked for are offered no more', () => {
    expect(sizesOf(layered, [layered], { best: false, resolutionIds: ['240x240'] })).toEqual([null]);
  });

  it('are one of each of two producers that do not say their sizes', () => {
    const plain = [producer('one'), producer('two')];
    expect(plain.map((each) => sizesOf(each, plain, BEST))).toEqual([[null], [null]]);
  });

  it('come and go with what is asked for', () => {
    const small = choiceWith(undefined, ['320x180']);
    expect(small).toEqual({ best: false, resolutionIds: ['320x180'] });
    const more = choiceWith(choiceWith(small, ['640x360', '320x180']), []);
    expect(more).toEqual({ best: true, resolutionIds: ['320x180', '640x360'] });
    expect(choiceWithout(more, ['1280x720'], '1280x720')).toEqual({ ...more, best: false });
    expect(choiceWithout(more, ['640x360'], '1280x720')).toEqual({ ...more, resolutionIds: ['320x180'] });
    expect(choiceWithout(small, ['320x180'], '1280x720')).toBeNull();
    expect(choiceWithout(more, [], '1280x720')).toBeNull();
    expect(choiceWithout(undefined, ['320x180'], '1280x720')).toBeNull();
  });
});

describe('a second size', () => {
  const size = (width: number, height: number): Resolution => ({
    resolutionId: '',
    width,
    height,
    frameRate: 30,
    minBitrate: 0,
    maxBitrate: 1,
    track: null,
  });

  it.each([
    ['of the same shape', size(1280, 720), size(320, 180), 'vp8', true],
    ['of the same shape but for a rounded line', size(854, 480), size(640, 360), 'h264', true],
    ['of another shape', size(1280, 720), size(320, 240), 'vp8', false],
    ['of a picture that is too small for layers', size(320, 180), size(160, 90), 'vp8', false],
    ['of the smallest picture with layers', size(480, 270), size(240, 135), undefined, true],
    ['in VP9, whose layers are halves', size(1280, 720), size(320, 180), 'vp9', false],
    ['in AV1, too', size(1280, 720), size(320, 180), 'av1', false],
  ] as const)('%s is a layer or not', (_what, best, second, codec, expected) => {
    expect(inLayers(best, second, codec)).toBe(expected);
  });
});

describe('a camera in two shapes, to who watches it', () => {
  let stage: Stage;
  let browser: FakeBrowser;
  let ann: StageClient;
  let bob: StageClient;
  let annsClient: RtcClient<SessionJoinConfig>;
  let client: RtcClient<SessionJoinConfig>;
  let local: LocalStream;
  let stream: RemoteStream;

  const LARGE = '1280x720';
  const SMALL = '320x240';
  /** What of the stream arrives. */
  const received = (): string[] =>
    stream
      .getStreamInfo()
      .videoProfiles.filter(({ hasTrack }) => hasTrack)
      .map(({ resolutionId }) => resolutionId);
  const subscribe = async (...resolutionIds: string[]): Promise<void> => {
    await client.subscribe(stream, { video: true, resolutionIds });
    await stage.settle();
  };

  beforeEach(async () => {
    browser = fakeBrowser();
    stage = createStage();
    [ann, bob] = [await stage.client('ann'), await stage.client('bob')];
    annsClient = ann.hummer.rtc.createClient();
    client = bob.hummer.rtc.createClient();
    client.on('stream-added', (event) => {
      stream = event.stream;
    });
    await annsClient.join('demo', {});
    await client.join('demo', {});
    local = HRTC.createStream({ audio: true, video: true });
    local.setVideoProfile('720p_1');
    await local.initialize();
    await annsClient.publish(local, { autoPushVideo: true });
    await local.addResolution('240p_1');
    await stage.settle();
  });
  afterEach(async () => {
    local.close();
    await stage.close();
    browser();
  });

  it('is offered in the sizes of both, and received in the larger without a choice', async () => {
    const sizes = stream.getStreamInfo().videoProfiles.map(({ resolutionId }) => resolutionId);
    expect(sizes).toEqual([LARGE, '640x360', SMALL, '320x180']);
    await subscribe();
    expect(received()).toEqual([LARGE]);
    expect(bob.engine.engines.at(-1)?.receiving[0]?.consumers.size).toBe(1);
  });

  it('is told as subscribed when both have arrived that were asked for', async () => {
    const subscribed: RemoteStream[] = [];
    client.on('stream-subscribed', (event) => subscribed.push(event.stream));
    await subscribe(SMALL);
    expect(subscribed).toHaveLength(1);
    const release = bob.engine.engines.at(-1)?.receiving[0]?.hold();
    await subscribe(LARGE, '640x360');
    expect(subscribed).toHaveLength(1);
    release?.();
    await stage.settle();
    expect(subscribed).toHaveLength(2);
    expect(received()).toEqual([LARGE, '640x360', SMALL]);
    expect(stream.getVideoTrack()).toBe(stream.getVideoTrack(LARGE));
  });

  it('goes on in the smaller size when the larger ends, and in the larger when it is back', async () => {
    await subscribe();
    await local.removeResolution(LARGE);
    await stage.settle();
    expect(received()).toEqual([SMALL]);
    await local.addResolution('720p_1');
    await stage.settle();
    expect(received()).toEqual([LARGE]);
    await subscribe(SMALL);
    expect(received()).toEqual([LARGE, SMALL]);
    expect(stream.getVideoTrack()).toBe(stream.getVideoTrack(LARGE));
  });

  it('goes on in the smaller size when the larger alone is taken back', async () => {
    await subscribe();
    const { session } = ann.media.keepRoom(ROOM).room;
    const [video] = bob.remotes();
    const producerId = stage.server.media.consumer(video?.videoTrackId ?? '')?.producerId ?? '';
    await session?.request('closeProducer', { producerId });
    await stage.settle();
    expect(received()).toEqual([SMALL]);
  });

  it('stays with a size that was asked for, whatever else comes and goes', async () => {
    await subscribe(SMALL);
    const track = stream.getVideoTrack();
    local.setVideoProfile('1080p_1', LARGE);
    await stage.settle();
    expect(received()).toEqual([SMALL]);
    expect(stream.getVideoTrack()).toBe(track);
  });

  it('is received by hooks as one picture, the larger', async () => {
    const cleo = await stage.client('cleo');
    await cleo.join();
    await stage.settle();
    const consumers = [...(cleo.engine.engines.at(-1)?.receiving[0]?.consumers ?? [])];
    const video = consumers.filter(({ track }) => track.kind === 'video');
    expect(video).toHaveLength(1);
    expect(cleo.remotes()).toMatchObject([{ hasVideo: true, videoTrackId: video[0]?.id }]);
    expect(stage.server.media.consumer(video[0]?.id ?? '')?.type).toBe('simulcast');
  });

  it('is measured as a larger and a smaller picture, by who sends and by who receives it', async () => {
    await subscribe(SMALL, LARGE);
    const width = (of: MediaStreamTrack | null | undefined): number =>
      of === stream.getVideoTrack(LARGE) || of === local.getVideoTrack(LARGE) ? 1280 : 320;
    for (const producer of ann.engine.engines[0]?.sending[0]?.producers ?? [])
      if (producer.options.track.kind === 'video')
        producer.rows = [{ id: 'v', type: 'outbound-rtp', frameWidth: width(producer.options.track) }];
    for (const consumer of bob.engine.engines[0]?.receiving[0]?.consumers ?? [])
      consumer.counters = { frameWidth: width(consumer.track) };
    const sent = (await annsClient.getLocalVideoStats()).get('ann')?.mainStream;
    expect(sent?.map(({ frameWidth }) => frameWidth)).toEqual([1280, 320]);
    const seen = (await client.getRemoteVideoStats()).get('ann')?.mainStream;
    expect(seen?.map(({ frameWidth }) => frameWidth)).toEqual([1280, 320]);
    const types = async (of: RtcClient<SessionJoinConfig>) => {
      const rows = new Promise<RtcStatsInfo[]>((resolve) => {
        of.on('rtc-stats', resolve);
      });
      await of.enableRtcStats(true, 1_000);
      await stage.tick(1_000);
      const video = (await rows).filter(({ mediaType }) => mediaType === 'video');
      return Object.fromEntries(video.map(({ frameWidth, streamType }) => [frameWidth, streamType]));
    };
    expect(await types(annsClient)).toEqual({ 1280: 'main', 320: 'slides' });
    expect(await types(client)).toMatchObject({ 1280: 'main' });
  });

  it('is asked for again in a new session of the viewer, whose sender has gone on', async () => {
    await subscribe(SMALL, LARGE);
    stage.network.failNext('resume', { errcode: 403, errmsg: 'It is too late.' });
    stage.network.disconnect('bob');
    await stage.tick(6_000);
    expect(bob.engine.engines).toHaveLength(2);
    expect(received()).toEqual([LARGE, SMALL]);
  });

  it('keeps a size through a connection that drops before it is told of it', async () => {
    await subscribe('320x180');
    const track = stream.getVideoTrack('320x180');
    stage.network.drop(({ event }) => event === 'consumerUpdated');
    await client.batchSubscribe([{ userId: 'ann', resolutionIds: ['640x360'] }]);
    await stage.settle();
    expect(received()).toEqual(['320x180']);
    stage.network.disconnect('bob');
    await stage.tick(6_000);
    expect(received()).toEqual(['640x360']);
    expect(stream.getVideoTrack()).toBe(track);
  });

  it('is asked for anew after the server ended it, and after it refused a change', async () => {
    await subscribe('320x180', '640x360');
    const id = [...(bob.engine.engines[0]?.receiving[0]?.consumers ?? [])].at(-1)?.id ?? '';
    stage.server.media.consumer(id)?.end();
    await stage.settle();
    expect(received()).toHaveLength(1);
    await subscribe('640x360');
    expect(received()).toEqual(['640x360', '320x180']);
    const giveUp = () => client.unsubscribe(stream, { video: true, resolutionIds: ['640x360'] });
    stage.network.failNext('subscribe', { errcode: 403, errmsg: 'Not now.' });
    await expect(giveUp()).rejects.toMatchObject({ message: 'Not now.' });
    await client.subscribe(stream, { video: true, resolutionIds: ['320x180'] });
    expect(received()).toEqual(['320x180']);
  });

  it('is not asked for while its sender has not come back from a dead media worker', async () => {
    stage.network.inspect((uid, event) =>
      uid === 'ann' && event === 'produce' ? { errcode: 403, errmsg: 'Not now.' } : null,
    );
    stage.server.media.killWorker();
    await stage.tick(700);
    await subscribe(SMALL);
    expect(received()).toEqual([]);
    expect(stage.asked('bob', 'subscribe')).toBe(0);
  });

  it('follows the page again when a size is no longer fixed', async () => {
    const cleo = await stage.client('cleo');
    await cleo.join();
    const { demand } = cleo.media.keepRoom(ROOM).room;
    const [remote] = cleo.remotes();
    const video = remote?.videoTrackId ?? '';
    if (remote) demand.watch(remote.streamKey.streamId).update({ width: 200, height: 112, fit: 'cover' });
    await stage.tick(1_000);
    const layers = () => stage.server.media.consumer(video)?.preferredLayers?.spatialLayer;
    expect(layers()).toBe(0);
    const asked = () => stage.asked('cleo', 'setConsumerPreferredLayers');
    demand.resized(video, true);
    await stage.tick(5_000);
    expect(asked()).toBe(1);
    demand.resized(video, false);
    await stage.tick(5_000);
    expect(asked()).toBe(2);
  });
});
