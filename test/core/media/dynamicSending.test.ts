import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeEngineProducer } from '../../../src/testing/media/fakeMediaEngine.js';
import { createStage, ROOM, type Stage, type StageClient } from './support/stage.js';

describe('what of a video is sent', () => {
  let stage: Stage;
  let ann: StageClient;
  let bob: StageClient;

  const sent = (kind: 'audio' | 'video' = 'video'): FakeEngineProducer => {
    const all = [...(ann.engine.engines.at(-1)?.sending.at(-1)?.producers ?? [])];
    const found = all.filter(({ options, closed }) => options.track.kind === kind && !closed).at(-1);
    if (!found) throw new Error(`There is no ${kind} producer.`);
    return found;
  };
  const publish = async (autoPushVideo?: boolean): Promise<void> => {
    ann.media.acquireLocalStream('main', { audio: true, video: { width: 1280, height: 720 } });
    ann.media.acquirePublication(ROOM, 'main', { autoPushVideo });
    await stage.settle();
  };
  const bobsActions = () =>
    bob.media.remoteStreamActions(bob.remotes()[0]?.streamKey.streamId ?? 'nothing is published');

  beforeEach(async () => {
    stage = createStage();
    ann = await stage.client('ann');
    bob = await stage.client('bob');
    await ann.join();
    await bob.join({ autoSubscribe: false });
  });

  afterEach(() => stage.close());

  it('is nothing once nobody watches, and sound all the same', async () => {
    await publish();
    expect(sent().paused).toBe(false);
    await stage.tick(5_000);
    expect(sent().paused).toBe(true);
    expect(sent('audio').paused).toBe(false);
    expect(bob.remotes()[0]).toMatchObject({ hasVideo: true, videoMuted: false });
  });

  it('is sent again as soon as somebody watches', async () => {
    await publish();
    await stage.tick(5_000);
    await bobsActions().subscribe({ video: true });
    await stage.settle();
    expect(sent().paused).toBe(false);
    await bobsActions().unsubscribe({ video: true });
    await stage.tick(5_000);
    expect(sent().paused).toBe(true);
  });

  it('leaves out the layers that nobody takes', async () => {
    await publish();
    await bobsActions().subscribe({ video: true });
    await bobsActions().setPreferredLayers({ spatialLayer: 0 });
    await stage.tick(5_000);
    expect(sent()).toMatchObject({ paused: false, maxSpatialLayer: 0 });
    await bobsActions().setPreferredLayers({ spatialLayer: 2 });
    await stage.settle();
    expect(sent().maxSpatialLayer).toBe(2);
  });

  it('is nothing before somebody watches, if it is not to be pushed', async () => {
    await publish(false);
    expect(sent().paused).toBe(true);
    await bobsActions().subscribe({ video: true });
    await stage.settle();
    expect(sent().paused).toBe(false);
  });

  it('is everything at all times, if it is to be pushed', async () => {
    await publish(true);
    await stage.tick(10_000);
    expect(sent()).toMatchObject({ paused: false, maxSpatialLayer: null });
  });

  it('stays muted when somebody begins to watch', async () => {
    await publish();
    await ann.media.localStreamActions('main').muteVideo();
    await stage.tick(5_000);
    await bobsActions().subscribe({ video: true });
    await stage.settle();
    expect(sent().paused).toBe(true);
    await ann.media.localStreamActions('main').unmuteVideo();
    await stage.settle();
    expect(sent().paused).toBe(false);
  });

  it('does not outlive a rebuild: the new producer is sent until its own demand is known', async () => {
    await publish();
    await stage.tick(5_000);
    stage.server.media.killWorker();
    await stage.tick(700);
    expect(sent().paused).toBe(false);
    await stage.tick(5_000);
    expect(sent().paused).toBe(true);
  });

  describe('within a bandwidth', () => {
    const limit = async (kbps: number): Promise<void> => {
      await ann.media.keepRoom(ROOM).room.participation.setBandwidth(kbps);
      await stage.settle();
    };
    /** Bits per second that the encoders of these producers may use. */
    const allowed = (...producers: FakeEngineProducer[]): number =>
      producers.reduce(
        (sum, { share, options }) =>
          sum + share * (options.encodings ?? []).reduce((all, { maxBitrate }) => all + maxBitrate, 0),
        0,
      );
    const screen = async (): Promise<FakeEngineProducer> => {
      const wish = { width: 1920, height: 1080, frameRate: 30, maxBitrate: 4_000_000 };
      const hold = ann.media.acquireLocalStream('second', { video: wish });
      releases.push(() => {
        hold.release();
      });
      ann.media.acquirePublication(ROOM, 'second', { autoPushVideo: true });
      await stage.settle();
      return sent();
    };
    const releases: (() => void)[] = [];
    afterEach(() => {
      for (const release of releases.splice(0)) release();
    });

    it('is as much as fits, in all layers and with room for the sound, and all of it when that is lifted', async () => {
      await publish(true);
      const camera = sent();
      expect(allowed(camera)).toBeGreaterThan(3_072_000);
      await limit(3_072);
      expect(allowed(camera)).toBeCloseTo(3_072_000 * 0.9 - 64_000);
      expect(sent('audio').share).toBe(1);
      expect(stage.asked('ann', 'setBandwidth')).toBe(1);
      await limit(51_200);
      expect(camera.share).toBe(1);
    });

    it('is shared by all producers that send, and by nobody else', async () => {
      await publish(true);
      await limit(3_072);
      const camera = sent();
      const alone = camera.share;
      const other = await screen();
      expect(camera.share).toBeLessThan(alone);
      expect(camera.share).toBe(other.share);
      expect(allowed(camera, other)).toBeCloseTo(3_072_000 * 0.9 - 64_000);
      await ann.media.localStreamActions('second').muteVideo();
      await stage.settle();
      expect(camera.share).toBe(alone);
      await ann.media.localStreamActions('second').unmuteVideo();
      await stage.settle();
      expect(camera.share).toBeLessThan(alone);
      await ann.media.rtcActions(ROOM).unpublish('second');
      await stage.settle();
      expect(camera.share).toBe(alone);
    });

    it('counts no layer that nobody takes', async () => {
      await publish();
      await bobsActions().subscribe({ video: true });
      await limit(3_072);
      expect(sent().share).toBeLessThan(1);
      await bobsActions().setPreferredLayers({ spatialLayer: 0 });
      await stage.tick(5_000);
      expect(sent()).toMatchObject({ share: 1, maxSpatialLayer: 0 });
      await bobsActions().setPreferredLayers({ spatialLayer: 2 });
      await stage.settle();
      expect(sent().share).toBeLessThan(1);
    });

    it('holds for what is published later, and after a rebuild', async () => {
      await limit(3_072);
      await publish(true);
      const share = sent().share;
      expect(share).toBeLessThan(1);
      stage.server.media.killWorker();
      await stage.tick(6_000);
      expect(sent().share).toBe(share);
    });
  });
});
