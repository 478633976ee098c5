import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VideoNeed } from '../../../src/core/media/layerChoice.js';
import type { VideoViewer } from '../../../src/core/media/VideoDemand.js';
import type { FakeConsumer } from '../../../src/server/media/fakeMediaStreams.js';
import { createStage, ROOM, type Stage, type StageClient } from './support/stage.js';

const need = (width: number, height = (width * 9) / 16): VideoNeed => ({ width, height, fit: 'cover' });

describe('what of a video is received', () => {
  let stage: Stage;
  let ann: StageClient;
  let bob: StageClient;

  const ofKind = (kind: 'audio' | 'video', index = 0): FakeConsumer => {
    const id = bob.remotes()[index]?.[`${kind}TrackId`] ?? '';
    const consumer = stage.server.media.consumer(id);
    if (!consumer) throw new Error(`No ${kind} is received.`);
    return consumer;
  };
  const video = (index = 0): FakeConsumer => ofKind('video', index);
  const watch = (index = 0): VideoViewer => {
    const key = bob.remotes()[index]?.streamKey;
    const viewer = key && bob.media.watchVideo(key);
    if (!viewer) throw new Error('Nothing to watch.');
    return viewer;
  };
  const show = async (viewer: VideoViewer, what: VideoNeed | null): Promise<void> => {
    viewer.update(what);
    await stage.settle();
  };

  beforeEach(async () => {
    stage = createStage();
    ann = await stage.client('ann');
    bob = await stage.client('bob');
    await ann.join();
    await bob.join();
    await ann.publish({ audio: true, video: { width: 1280, height: 720 } });
  });

  afterEach(() => stage.close());

  it('tells the others which sizes are sent', () => {
    const [sent] = [...(ann.engine.engines[0]?.sending[0]?.producers ?? [])].filter(
      ({ options }) => options.track.kind === 'video',
    );
    expect(sent?.options.resolutions?.map(({ resolutionId }) => resolutionId)).toEqual([
      '320x180',
      '640x360',
      '1280x720',
    ]);
  });

  it('is everything, while nobody says what is seen', async () => {
    await stage.tick(10_000);
    expect(video()).toMatchObject({ paused: false, preferredLayers: undefined });
    expect(stage.asked('bob', 'pauseConsumer')).toBe(0);
  });

  it('is the layer that the tile needs, more of it at once and less after a moment', async () => {
    const viewer = watch();
    await show(viewer, need(320));
    expect(video().preferredLayers).toBeUndefined();
    await stage.tick(1_000);
    expect(video().preferredLayers).toEqual({ spatialLayer: 0 });
    await show(viewer, need(700));
    expect(video().preferredLayers).toEqual({ spatialLayer: 1 });
    await show(viewer, need(1920));
    expect(video().preferredLayers).toEqual({ spatialLayer: 2 });
  });

  it('is what the largest of several tiles needs', async () => {
    const [small, large] = [watch(), watch()];
    small.update(need(200));
    large.update(need(640));
    await stage.tick(1_000);
    expect(video().preferredLayers).toEqual({ spatialLayer: 1 });
    large.release();
    await stage.tick(1_000);
    expect(video()).toMatchObject({ paused: false, preferredLayers: { spatialLayer: 0 } });
  });

  it('is nothing while no tile can be seen, and the picture again at once', async () => {
    const viewer = watch();
    await show(viewer, need(1280));
    await show(viewer, null);
    expect(video().paused).toBe(false);
    await stage.tick(1_000);
    expect(video().paused).toBe(true);
    await show(viewer, need(1280));
    expect(video().paused).toBe(false);
    expect(ofKind('audio').paused).toBe(false);
  });

  it('costs nothing when a tile is gone for less than a moment', async () => {
    const viewer = watch();
    await show(viewer, need(1280));
    viewer.release();
    await stage.tick(500);
    await show(watch(), need(1280));
    await stage.tick(5_000);
    expect(stage.asked('bob', 'pauseConsumer')).toBe(0);
    expect(stage.asked('bob', 'setConsumerPreferredLayers')).toBe(0);
  });

  it('is nothing of a stream without a tile, in a room whose tiles are known', async () => {
    const cleo = await stage.client('cleo');
    await cleo.join();
    await cleo.publish();
    await show(watch(0), need(1280));
    await stage.tick(1_000);
    expect([video(0).paused, video(1).paused]).toEqual([false, true]);
    await show(watch(1), need(200));
    expect(video(1).paused).toBe(false);
  });

  it('follows the sizes that the sender says it sends from now on', async () => {
    await show(watch(), need(320));
    await stage.tick(1_000);
    expect(video().preferredLayers).toEqual({ spatialLayer: 0 });
    const resize = async (factor: number): Promise<void> => {
      const resolutions = [320, 640, 1280].map((usual) => {
        const width = usual * factor;
        return { resolutionId: String(width), width, height: (width * 9) / 16, frameRate: 30, maxBitrate: 1 };
      });
      await ann.media
        .keepRoom(ROOM)
        .room.session?.request('setProducerMeta', { producerId: video().producerId, resolutions });
      await stage.settle();
    };
    await resize(0.25);
    expect(video().preferredLayers).toEqual({ spatialLayer: 2 });
    await resize(0.5);
    await stage.tick(1_000);
    expect(video().preferredLayers).toEqual({ spatialLayer: 1 });
    expect(stage.asked('bob', 'subscribe')).toBe(0);
  });

  it('keeps to the layers that the app prefers, until it takes that back', async () => {
    const actions = bob.media.remoteStreamActions(bob.remotes()[0]?.streamKey.streamId ?? '');
    const viewer = watch();
    await show(viewer, need(1920));
    await actions.setPreferredLayers({ spatialLayer: 0, temporalLayer: 1 });
    expect(video().preferredLayers).toEqual({ spatialLayer: 0, temporalLayer: 1 });
    await show(viewer, need(640));
    expect(video().preferredLayers).toEqual({ spatialLayer: 0, temporalLayer: 1 });
    await actions.setPreferredLayers(null);
    expect(video().preferredLayers).toEqual({ spatialLayer: 1 });
  });

  it('refuses layers that cannot be', async () => {
    const actions = bob.media.remoteStreamActions(bob.remotes()[0]?.streamKey.streamId ?? '');
    for (const spatialLayer of [-1, 4, 0.5, Number.NaN])
      await expect(actions.setPreferredLayers({ spatialLayer })).rejects.toMatchObject({ code: 90_000_005 });
  });

  it('stays as it is through a resumed connection', async () => {
    await show(watch(), need(200));
    await stage.tick(1_000);
    stage.network.disconnect('bob');
    await stage.tick(5_000);
    expect(video().preferredLayers).toEqual({ spatialLayer: 0 });
    expect(stage.asked('bob', 'setConsumerPreferredLayers')).toBe(1);
  });

  it('is asked for again after a rebuild', async () => {
    await show(watch(), need(200));
    await stage.tick(1_000);
    stage.server.media.killWorker();
    await stage.tick(6_000);
    expect(video().preferredLayers).toEqual({ spatialLayer: 0 });
  });

  it('catches up with what changed while the link was down', async () => {
    const viewer = watch();
    await show(viewer, need(1280));
    stage.network.disconnect('bob');
    viewer.update(null);
    await stage.tick(5_000);
    expect(video().paused).toBe(true);
  });

  it('ends in what was wished for last, however fast the wishes come', async () => {
    const viewer = watch();
    for (let round = 0; round < 20; round++) {
      viewer.update(need(1920));
      viewer.update(null);
      viewer.update(need(400));
    }
    await stage.tick(3_000);
    expect(video()).toMatchObject({ paused: false, preferredLayers: { spatialLayer: 0 } });
  });

  it('is everything of a room that is joined anew, until its tiles are known', async () => {
    const viewer = watch();
    await show(viewer, null);
    await stage.tick(1_000);
    viewer.release();
    await bob.media.rtcActions(ROOM).leave();
    await bob.media.rtcActions(ROOM).join();
    await stage.tick(2_000);
    expect(video().paused).toBe(false);
  });
});
