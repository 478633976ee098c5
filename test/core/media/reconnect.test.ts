import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memberKey } from '../../../src/store/clientStore.js';
import type { RtcState } from '../../../src/store/state.js';
import { createStage, ROOM, type Stage, type StageClient } from './support/stage.js';

describe('media of a room whose connection drops', () => {
  let stage: Stage;
  let ann: StageClient;
  let bob: StageClient;
  let seen: RtcState['status'][];

  beforeEach(async () => {
    stage = createStage();
    ann = await stage.client('ann');
    bob = await stage.client('bob');
    await ann.join();
    await bob.join();
    await ann.publish();
    await bob.publish();
    seen = [];
    ann.store.rtc.subscribe(ROOM, () => {
      const status = ann.rtc()?.status;
      if (status && status !== seen.at(-1)) seen.push(status);
    });
  });

  afterEach(() => stage.close());

  it('resumes its session: nothing is published twice, ICE starts anew on both transports', async () => {
    const [before] = ann.remotes();
    const [bobs] = bob.remotes();
    stage.network.disconnect('ann');
    await stage.settle();
    expect(ann.rtc()?.status).toBe('reconnecting');
    expect(ann.remotes()).toEqual([before]);
    await stage.tick(5_000);

    expect(seen).toEqual(['reconnecting', 'joined']);
    expect(stage.asked('ann', 'resume')).toBe(1);
    expect(stage.asked('ann', 'produce')).toBe(2);
    expect(stage.asked('ann', 'join')).toBe(1);
    expect(stage.asked('ann', 'restartIce')).toBe(2);
    expect(ann.engine.engines).toHaveLength(1);
    expect(ann.remotes()).toEqual([before]);
    expect(bob.remotes()).toEqual([bobs]);
    expect(ann.store.publications.get(memberKey(ROOM, 'main'))?.status).toBe('published');
  });

  it('resumes again and again, since the secret rotates', async () => {
    for (let round = 1; round <= 3; round++) {
      stage.network.disconnect('ann');
      await stage.tick(5_000);
      expect(stage.asked('ann', 'resume')).toBe(round);
      expect(ann.rtc()?.status).toBe('joined');
    }
    expect(stage.asked('ann', 'join')).toBe(1);
  });

  it('learns what began and ended while it was away', async () => {
    const cleo = await stage.client('cleo');
    await cleo.join();
    stage.network.cutOff('ann');
    await stage.settle();
    await bob.media.rtcActions(ROOM).unpublish('main');
    await cleo.publish({ audio: true });
    await stage.settle();
    stage.network.admit('ann');
    await stage.tick(5_000);

    expect(ann.rtc()?.status).toBe('joined');
    const [stream, ...more] = ann.remotes();
    expect(more).toEqual([]);
    expect(stream).toMatchObject({ streamKey: { uid: 'cleo' }, hasAudio: true, hasVideo: false });
    expect(stream?.audioTrackId).not.toBeNull();
  });

  it('builds everything anew when the session is gone, and shows no more than a state', async () => {
    const keysBefore = ann.store.remoteStreamKeys.get(ROOM);
    const lists: unknown[] = [];
    ann.store.remoteStreamKeys.subscribe(ROOM, () => lists.push(ann.store.remoteStreamKeys.get(ROOM)));
    stage.network.cutOff('ann');
    await stage.tick(25_000);
    stage.network.admit('ann');
    await stage.tick(15_000);

    expect(seen).toEqual(['reconnecting', 'joined']);
    expect(stage.asked('ann', 'join')).toBe(2);
    expect(ann.engine.engines).toHaveLength(2);
    expect(ann.engine.engines[0]?.sending[0]?.closed).toBe(true);
    expect(lists).toEqual([]);
    expect(ann.store.remoteStreamKeys.get(ROOM)).toBe(keysBefore);
    expect(ann.remotes()[0]?.videoTrackId).not.toBeNull();
    expect(ann.store.publications.get(memberKey(ROOM, 'main'))?.status).toBe('published');
    expect(bob.remotes()).toHaveLength(1);
    expect(bob.remotes()[0]?.videoTrackId).not.toBeNull();
  });

  it('makes its media anew on the same socket when the media worker dies', async () => {
    stage.server.media.killWorker();
    await stage.tick(6_000);

    expect(seen).toEqual(['reconnecting', 'joined']);
    expect(stage.asked('ann', 'join')).toBe(1);
    expect(stage.asked('ann', 'token')).toBe(1);
    for (const one of [ann, bob]) {
      expect(one.remotes()).toHaveLength(1);
      expect(one.remotes()[0]?.videoTrackId).not.toBeNull();
      expect(one.store.publications.get(memberKey(ROOM, 'main'))?.status).toBe('published');
    }
  });

  it('starts ICE anew when the path is gone, and builds anew when that does not help', async () => {
    const [engine] = ann.engine.engines;
    engine?.receiving[0]?.setHealth('disconnected');
    await stage.tick(2_000);
    expect(engine?.receiving[0]?.iceRestarts).toBe(1);
    expect(ann.rtc()?.status).toBe('joined');
    await stage.tick(8_000);
    expect(ann.engine.engines).toHaveLength(2);
    await stage.tick(2_000);
    expect(ann.rtc()?.status).toBe('joined');
    expect(ann.remotes()[0]?.videoTrackId).not.toBeNull();
  });

  it('does not touch ICE when the path comes back by itself', async () => {
    const [engine] = ann.engine.engines;
    engine?.receiving[0]?.setHealth('disconnected');
    await stage.tick(1_000);
    engine?.receiving[0]?.setHealth('connected');
    await stage.tick(20_000);
    expect(engine?.receiving[0]?.iceRestarts).toBe(0);
    expect(ann.engine.engines).toHaveLength(1);
  });

  it('is in no hurry to build what breaks again and again', async () => {
    const cleo = await stage.client('cleo');
    for (let i = 0; i < 1_000; i++) {
      stage.network.failNext('connectWebRtcTransport', { errcode: 500, errmsg: 'Broken.' });
    }
    await cleo.join();
    await stage.tick(30_000);
    const joins = stage.asked('cleo', 'join');
    expect(joins).toBeGreaterThan(3);
    expect(joins).toBeLessThan(20);
  });

  it('joins again after a restart of the server', async () => {
    stage.network.disconnect();
    await stage.restart();
    await stage.tick(20_000);
    expect(ann.rtc()?.status).toBe('joined');
    expect(bob.rtc()?.status).toBe('joined');
    expect(ann.remotes()).toHaveLength(1);
    expect(bob.remotes()[0]?.videoTrackId).not.toBeNull();
  });

  it('mutes for the others even if the link drops between the request and its answer', async () => {
    stage.network.drop(
      ({ uid, direction, event }) => uid === 'ann' && direction === 'up' && event === 'pauseProducer',
    );
    void ann.media.localStreamActions('main').muteAudio();
    await stage.settle();
    stage.network.drop(() => false);
    stage.network.disconnect('ann');
    await stage.tick(5_000);
    expect(bob.remotes()[0]).toMatchObject({ audioMuted: true, videoMuted: false });
  });
});
