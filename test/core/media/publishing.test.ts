import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HRTC } from '../../../src/core/media/HRTC.js';
import type { LocalStream } from '../../../src/core/media/LocalStream.js';
import type { RtcClient } from '../../../src/core/media/RtcClient.js';
import { bringRtc } from '../../../src/core/media/rtcPart.js';
import type { SessionJoinConfig } from '../../../src/core/media/rtcTypes.js';
import { memberKey } from '../../../src/store/clientStore.js';
import type { PublicationState } from '../../../src/store/state.js';
import type { FakeEngineProducer, FakeSendTransport } from '../../../src/testing/media/fakeMediaEngine.js';
import { createStage, ROOM, type Stage, type StageClient } from './support/stage.js';

bringRtc();

describe('publishing', () => {
  let stage: Stage;
  let ann: StageClient;

  const publication = (): PublicationState | undefined => ann.store.publications.get(memberKey(ROOM, 'main'));
  const sender = (): FakeSendTransport => {
    const transport = ann.engine.engines.at(-1)?.sending.at(-1);
    if (!transport) throw new Error('There is no sending transport.');
    return transport;
  };
  const producer = (kind: string): FakeEngineProducer => {
    const found = [...sender().producers]
      .filter(({ options, closed }) => options.track.kind === kind && !closed)
      .at(-1);
    if (!found) throw new Error(`There is no ${kind} producer.`);
    return found;
  };

  beforeEach(async () => {
    stage = createStage();
    ann = await stage.client('ann');
  });

  afterEach(() => stage.close());

  it('waits for the room and for the capture, in any order', async () => {
    ann.media.acquirePublication(ROOM, 'main', {});
    expect(publication()?.status).toBe('waiting');
    await ann.join();
    expect(publication()?.status).toBe('waiting');
    ann.media.acquireLocalStream('main', { audio: true, video: true });
    await stage.settle();
    expect(publication()?.status).toBe('published');
  });

  it('sends the camera in layers and the microphone in one, under one stream id', async () => {
    await ann.join();
    await ann.publish();
    expect(producer('video').options.encodings).toHaveLength(2);
    expect(producer('audio').options.encodings).toBeUndefined();
    expect(producer('video').options.streamId).toBe(producer('audio').options.streamId);
    expect(producer('video').options.streamId).toMatch(/-main$/);
  });

  it('makes one producer per medium for two holders, and under StrictMode', async () => {
    await ann.join();
    ann.media.acquireLocalStream('main', { audio: true }).release();
    ann.media.acquireLocalStream('main', { audio: true });
    ann.media.acquirePublication(ROOM, 'main', {})();
    const first = ann.media.acquirePublication(ROOM, 'main', {});
    const second = ann.media.acquirePublication(ROOM, 'main', {});
    await stage.tick(1_000);
    expect(stage.asked('ann', 'produce')).toBe(1);
    first();
    await stage.tick(1_000);
    expect(publication()?.status).toBe('published');
    second();
    second();
    await stage.tick(200);
    expect(publication()).toBeUndefined();
    expect(stage.server.media.stats()).toMatchObject({ producers: 0 });
  });

  it('pauses at the server and here when muted, also before it was published', async () => {
    ann.media.acquireLocalStream('main', { audio: true });
    await stage.settle();
    await ann.media.localStreamActions('main').muteAudio();
    await ann.join();
    await ann.publish({ audio: true });
    expect(producer('audio').paused).toBe(true);
    expect(stage.server.media.producer(producer('audio').id)?.paused).toBe(true);
    await ann.media.localStreamActions('main').unmuteAudio();
    await stage.settle();
    expect(producer('audio').paused).toBe(false);
    expect(stage.server.media.producer(producer('audio').id)?.paused).toBe(false);
  });

  it('switches the device without another producer', async () => {
    stage.browser.machine.plug({ kind: 'camera', deviceId: 'second' });
    await ann.join();
    await ann.publish();
    const before = producer('video');
    await ann.media.localStreamActions('main').switchDevice('camera', 'second');
    await stage.settle();
    expect(producer('video')).toBe(before);
    expect(before.track?.getSettings().deviceId).toBe('second');
    expect(stage.asked('ann', 'produce')).toBe(2);
  });

  it('publishes a medium that is added, and ends one that is taken away', async () => {
    await ann.join();
    const capture = ann.media.acquireLocalStream('main', { audio: true });
    ann.media.acquirePublication(ROOM, 'main', {});
    await stage.settle();
    expect(stage.server.media.stats().producers).toBe(1);
    capture.update({ audio: true, video: true });
    await stage.settle();
    expect(stage.server.media.stats().producers).toBe(2);
    capture.update({ video: true });
    await stage.settle();
    expect(stage.server.media.stats().producers).toBe(1);
    expect(stage.server.media.producer(producer('video').id)?.kind).toBe('video');
  });

  it('publishes only what its options name', async () => {
    await ann.join();
    ann.media.acquireLocalStream('main', { audio: true, video: true });
    ann.media.acquirePublication(ROOM, 'main', { video: false });
    await stage.settle();
    expect(stage.server.media.stats().producers).toBe(1);
    expect(publication()?.status).toBe('published');
  });

  it('leaves nothing behind when it is ended while it is under way', async () => {
    await ann.join();
    await ann.publish({ audio: true });
    const release = sender().hold();
    ann.media.acquireLocalStream('main', { audio: true, video: true });
    await stage.settle();
    await ann.media.rtcActions(ROOM).unpublish('main');
    release();
    await stage.settle();
    expect(stage.server.media.stats()).toMatchObject({ producers: 0 });
  });

  it('leaves nothing behind when the room is left while it is under way', async () => {
    await ann.join();
    await ann.publish({ audio: true });
    const held = sender();
    const release = held.hold();
    ann.media.acquireLocalStream('cam', { video: true });
    ann.media.acquirePublication(ROOM, 'cam', {});
    await stage.settle();
    await ann.media.rtcActions(ROOM).leave();
    release();
    await stage.settle();
    expect(held.closed).toBe(true);
    expect(stage.server.media.stats()).toMatchObject({ producers: 0, transports: 0 });
    expect(publication()?.status).toBe('waiting');
  });

  it('says why the server refused, and tries again when something changes', async () => {
    await ann.join();
    stage.network.failNext('produce', { errcode: 403, errmsg: 'Not now.' });
    await ann.publish({ audio: true });
    expect(publication()).toMatchObject({
      status: 'failed',
      error: { code: 90_100_022, message: 'Not now.' },
    });
    await ann.media.localStreamActions('main').muteAudio();
    await stage.settle();
    expect(publication()?.status).toBe('published');
  });

  it('says that browser and room share no codec', async () => {
    await ann.join();
    const [engine] = ann.engine.engines;
    if (!engine) throw new Error('There is no engine.');
    engine.canProduce = (kind) => kind === 'audio';
    await ann.publish();
    expect(publication()).toMatchObject({ status: 'failed', error: { code: 90_100_024 } });
    expect(producer('audio').closed).toBe(false);
  });

  it('is idempotent as a call, and answers the same to both callers', async () => {
    await ann.join();
    ann.media.acquireLocalStream('main', { audio: true });
    const actions = ann.media.rtcActions(ROOM);
    const calls = Promise.all([actions.publish('main'), actions.publish('main')]);
    await stage.settle();
    await calls;
    await actions.publish('main');
    expect(stage.asked('ann', 'produce')).toBe(1);
    await actions.unpublish('main');
    await stage.settle();
    expect(stage.server.media.stats()).toMatchObject({ producers: 0 });
  });

  it('waits as a call while the room is joined, and settles if it never is', async () => {
    ann.media.acquireLocalStream('main', { audio: true });
    const published = ann.media.rtcActions(ROOM).publish('main');
    const outcome = expect(published).rejects.toMatchObject({ code: 90_000_004, action: 'retry' });
    await stage.tick(11_000);
    await outcome;
  });

  it('publishes one capture into two rooms', async () => {
    await ann.join();
    ann.media.acquire('cn:other', {});
    await ann.publish({ audio: true });
    ann.media.acquirePublication('cn:other', 'main', {});
    await stage.settle();
    expect(ann.store.rtc.get('cn:other')).toMatchObject({ status: 'failed', error: { code: 90_100_022 } });
    expect(publication()?.status).toBe('published');
  });

  it('ends with the capture, and the light goes off', async () => {
    await ann.join();
    const release = await ann.publish();
    expect(stage.browser.machine.capturing('camera')).toBe(true);
    release();
    await stage.tick(200);
    expect(stage.browser.machine.capturing('camera')).toBe(false);
    expect(stage.browser.machine.capturing('microphone')).toBe(false);
    expect(ann.store.localStreams.get('main')).toBeUndefined();
  });

  it('keeps the capture state readable: starting, ready, failed', async () => {
    stage.replaceBrowser({ permission: 'prompt' });
    ann.media.acquireLocalStream('main', { audio: true, video: true });
    await stage.settle();
    expect(ann.store.localStreams.get('main')).toMatchObject({ status: 'starting', permission: 'prompt' });
    stage.browser.machine.answer(false);
    await stage.settle();
    expect(ann.store.localStreams.get('main')).toMatchObject({
      status: 'failed',
      permission: 'denied',
      error: { code: 90_100_017 },
    });
    stage.browser.machine.setPermission('camera', 'granted');
    stage.browser.machine.setPermission('microphone', 'granted');
    await stage.settle();
  });

  it('names its user once somebody is logged in', async () => {
    await ann.hummer.logout();
    ann.media.acquireLocalStream('main', { audio: true });
    const before = ann.store.localStreams.get('main')?.streamKey;
    expect(before).toMatchObject({ streamId: 'main', isLocal: true });
    await ann.hummer.login({ uid: 'anna' });
    await stage.settle();
    expect(ann.store.localStreams.get('main')?.streamKey).toMatchObject({ streamId: 'main', uid: 'anna' });
    expect(ann.store.localStreamKeys.get('all')?.[0]).toBe(ann.store.localStreams.get('main')?.streamKey);
  });
});

describe('a stream whose sizes its app chose', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = createStage();
  });
  afterEach(() => stage.close());

  it('is sent with its bitrate, in two sizes under their ids, and anew when they change', async () => {
    const me = await stage.client('me');
    const release = await me.join();
    const stream = HRTC.createStream({ audio: true, video: true });
    stream.setVideoProfile('720p_1');
    stream.setAudioProfile('high');
    await stream.initialize();
    const client = me.media.rtcClient(ROOM);
    await client.publish(stream);
    const sent = (kind: string) =>
      [...me.engine.engines[0]!.sending[0]!.producers].filter(
        (one) => !one.closed && one.options.track.kind === kind,
      );
    expect(sent('video')[0]?.options.encodings?.at(-1)?.maxBitrate).toBe(1_500_000);
    expect(sent('audio')[0]?.options.audioBitrate).toBe(128_000);
    await stream.addResolution('180p_1');
    await stage.settle();
    expect(sent('video')).toHaveLength(1);
    expect(sent('video')[0]?.options.resolutions).toMatchObject([
      { resolutionId: '320x180', width: 320, height: 180, maxBitrate: 320_000 },
      { resolutionId: '1280x720', width: 1280, height: 720, maxBitrate: 1_500_000 },
    ]);
    await stream.removeResolution('1280x720');
    await stage.settle();
    expect(sent('video')[0]?.options.encodings).toEqual([{ maxBitrate: 320_000, scaleResolutionDownBy: 1 }]);
    expect(sent('audio')).toHaveLength(1); // the sound went on
    expect(stage.asked('me', 'produce')).toBe(4);
    stream.close();
    release();
  });

  describe('in two sizes', () => {
    let me: StageClient;
    let client: RtcClient<SessionJoinConfig>;
    let stream: LocalStream;
    const sent = () =>
      [...me.engine.engines.at(-1)!.sending.at(-1)!.producers].filter(
        (one) => !one.closed && one.options.track.kind === 'video',
      );
    const offered = () =>
      sent().map(({ options }) => options.resolutions?.map(({ resolutionId }) => resolutionId));
    /** Publishes in one size, then adds another. */
    const publish = async (first: string, second: string): Promise<void> => {
      stream.setVideoProfile(first);
      await stream.initialize();
      await client.publish(stream, { autoPushVideo: true });
      await stream.addResolution(second);
      await stage.settle();
    };
    beforeEach(async () => {
      me = await stage.client('me');
      client = me.hummer.rtc.createClient();
      await client.join('demo', {});
      stream = HRTC.createStream({ audio: true, video: true });
    });
    afterEach(() => {
      stream.close();
    });

    it('of two shapes, is sent in two producers of one camera, and the first goes on', async () => {
      await publish('720p_1', '240p_1');
      const [best, second] = sent();
      expect(offered()).toEqual([['320x180', '640x360', '1280x720'], ['320x240']]);
      expect(second?.options).toMatchObject({
        source: 'camera',
        track: stream.getVideoTrack('320x240'),
        encodings: [{ maxBitrate: 400_000, scaleResolutionDownBy: 1 }],
      });
      expect(stage.asked('me', 'closeProducer')).toBe(0);
      await stream.removeResolution('320x240');
      await stage.settle();
      expect(sent()).toEqual([best]);
    });

    it('is sent in two producers where the browser’s layers are but halves', async () => {
      me.engine.engines.at(-1)!.anyLayers = false;
      await publish('720p_1', '180p_1');
      expect(offered()).toEqual([['320x180'], ['1280x720']]);
    });

    it('too small for layers of a browser, is sent in two producers', async () => {
      await publish('240p_1', '120p_1');
      expect(offered()).toEqual([['160x120'], ['320x240']]);
    });

    it('is muted and unmuted as one, and the others hear of it once', async () => {
      const ben = await stage.client('ben');
      const theirs = ben.hummer.rtc.createClient();
      const heard: string[] = [];
      theirs.on('mute-video', () => heard.push('muted'));
      theirs.on('unmute-video', () => heard.push('unmuted'));
      await theirs.join('demo', {});
      await publish('720p_1', '240p_1');
      stream.muteVideo();
      await stage.settle();
      expect(sent().map(({ paused }) => paused)).toEqual([true, true]);
      stream.unmuteVideo();
      await stage.settle();
      expect(sent().map(({ paused, track }) => [paused, track?.readyState])).toEqual([
        [false, 'live'],
        [false, 'live'],
      ]);
      expect(heard).toEqual(['muted', 'unmuted']);
    });

    it('is published again in both after the media worker died, and goes on in both through a drop', async () => {
      await publish('720p_1', '240p_1');
      const before = sent();
      stage.network.disconnect('me');
      await stage.tick(6_000);
      expect(sent()).toEqual(before);
      stage.server.media.killWorker();
      await stage.tick(6_000);
      expect(offered()).toEqual([['320x180', '640x360', '1280x720'], ['320x240']]);
      expect(stage.server.media.stats().producers).toBe(3);
    });

    it('fails as a whole if the second is refused', async () => {
      stream.setVideoProfile('720p_1');
      await stream.initialize();
      await client.publish(stream);
      stage.network.failNext('produce', { errcode: 403, errmsg: 'Not now.' });
      await stream.addResolution('240p_1');
      await stage.settle();
      await expect(client.publish(stream)).rejects.toMatchObject({ code: 90_100_022 });
    });
  });
});
