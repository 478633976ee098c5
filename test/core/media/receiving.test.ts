import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeRecvTransport } from '../../../src/testing/media/fakeMediaEngine.js';
import { createStage, ROOM, type Stage, type StageClient } from './support/stage.js';

describe('receiving', () => {
  let stage: Stage;
  let ann: StageClient;
  let bob: StageClient;

  const receiver = (client: StageClient): FakeRecvTransport => {
    const transport = client.engine.engines.at(-1)?.receiving.at(-1);
    if (!transport) throw new Error('There is no receiving transport.');
    return transport;
  };
  const flowing = (): number => {
    let sum = 0;
    for (const consumer of receiver(bob).consumers)
      if (stage.server.media.consumer(consumer.id)?.flowing) sum++;
    return sum;
  };

  beforeEach(async () => {
    stage = createStage();
    ann = await stage.client('ann');
    bob = await stage.client('bob');
    await ann.join();
    await bob.join();
  });

  afterEach(() => stage.close());

  it('takes what is offered, and it flows', async () => {
    await ann.publish();
    expect(flowing()).toBe(2);
  });

  it('drops a consumer that ends while it is negotiated', async () => {
    const release = receiver(bob).hold();
    await ann.publish();
    expect(bob.remotes()[0]).toMatchObject({ hasVideo: true, videoTrackId: null });
    await ann.media.rtcActions(ROOM).unpublish('main');
    await stage.settle();
    release();
    await stage.settle();
    expect(bob.remotes()).toEqual([]);
    const consumers = [...receiver(bob).consumers];
    expect(consumers).toHaveLength(2);
    expect(consumers.every(({ closed, track }) => closed && track.readyState === 'ended')).toBe(true);
    expect(stage.server.media.stats()).toMatchObject({ consumers: 0 });
  });

  it('shows a mute that comes while the consumer is negotiated', async () => {
    const release = receiver(bob).hold();
    await ann.publish();
    await ann.media.localStreamActions('main').muteAudio();
    await stage.settle();
    release();
    await stage.settle();
    expect(bob.remotes()[0]).toMatchObject({ audioMuted: true, videoMuted: false });
    expect(bob.remotes()[0]?.audioTrackId).not.toBeNull();
  });

  it('negotiates an offer once that is repeated because the link dropped meanwhile', async () => {
    const release = receiver(bob).hold();
    await ann.publish();
    stage.network.disconnect('bob');
    await stage.tick(5_000);
    release();
    await stage.settle();
    expect(receiver(bob).consumers.size).toBe(2);
    expect(flowing()).toBe(2);
    expect(bob.remotes()[0]?.videoTrackId).not.toBeNull();
  });

  it('shows who mutes to everyone in the room, also to who does not receive it', async () => {
    const cleo = await stage.client('cleo');
    await cleo.join({ autoSubscribe: false });
    await ann.publish();
    await ann.media.localStreamActions('main').muteAudio();
    await stage.settle();
    for (const one of [bob, cleo]) expect(one.remotes()[0]).toMatchObject({ audioMuted: true });
    expect(cleo.remotes()[0]).toMatchObject({ subscribed: false, audioTrackId: null });
    await ann.media.localStreamActions('main').unmuteAudio();
    await stage.settle();
    expect(bob.remotes()[0]?.audioMuted).toBe(false);
  });

  it('shows a camera that is turned off and on, without another producer', async () => {
    await ann.publish();
    await ann.media.localStreamActions('main').muteVideo();
    await stage.settle();
    expect(bob.remotes()[0]).toMatchObject({ hasVideo: true, videoMuted: true });
    await ann.media.localStreamActions('main').unmuteVideo();
    await stage.settle();
    expect(bob.remotes()[0]).toMatchObject({ hasVideo: true, videoMuted: false });
    expect(stage.asked('ann', 'produce')).toBe(2);
  });

  it('stops receiving one medium and takes it again', async () => {
    await ann.publish();
    const streamId = bob.remotes()[0]?.streamKey.streamId ?? '';
    const actions = bob.media.remoteStreamActions(streamId);
    await actions.unsubscribe({ video: true });
    await stage.settle();
    expect(bob.remotes()[0]).toMatchObject({ hasVideo: true, videoTrackId: null, subscribed: true });
    expect(flowing()).toBe(1);
    await actions.subscribe();
    await stage.settle();
    expect(bob.remotes()[0]?.videoTrackId).not.toBeNull();
    expect(flowing()).toBe(2);
  });

  it('keeps a wish not to receive through a rebuild', async () => {
    await ann.publish();
    const streamId = bob.remotes()[0]?.streamKey.streamId ?? '';
    await bob.media.remoteStreamActions(streamId).unsubscribe({ video: true });
    stage.server.media.killWorker();
    await stage.tick(6_000);
    expect(bob.remotes()[0]?.audioTrackId).not.toBeNull();
    expect(bob.remotes()[0]?.videoTrackId).toBeNull();
  });

  it('keeps a wish to receive through a session that begins anew', async () => {
    const cleo = await stage.client('cleo');
    await cleo.join({ autoSubscribe: false });
    await ann.publish();
    await cleo.media.remoteStreamActions(cleo.remotes()[0]?.streamKey.streamId ?? '').subscribe();
    await stage.settle();
    stage.network.cutOff('cleo');
    await stage.tick(25_000);
    stage.network.admit('cleo');
    await stage.tick(15_000);
    expect(stage.asked('cleo', 'join')).toBe(2);
    expect(stage.asked('cleo', 'subscribe')).toBe(2);
    const [remote] = cleo.remotes();
    for (const id of [remote?.audioTrackId, remote?.videoTrackId])
      expect(stage.server.media.consumer(id ?? '')?.flowing).toBe(true);
  });

  it('follows the room’s default when it changes, except where the app has chosen', async () => {
    const cleo = await stage.client('cleo');
    const hold = cleo.media.acquire(ROOM, { autoSubscribe: false });
    await ann.publish();
    await bob.publish();
    const [first, second] = cleo.remotes();
    await cleo.media.remoteStreamActions(first?.streamKey.streamId ?? '').subscribe({ audio: true });
    await stage.settle();
    expect(cleo.remotes()[0]?.audioTrackId).not.toBeNull();
    hold.update({ autoSubscribe: true });
    await stage.settle();
    expect(cleo.remotes().every((stream) => stream.audioTrackId && stream.videoTrackId)).toBe(true);
    await cleo.media.remoteStreamActions(second?.streamKey.streamId ?? '').unsubscribe();
    hold.update({ autoSubscribe: false });
    await stage.settle();
    expect(cleo.remotes()[0]).toMatchObject({ videoTrackId: null });
    expect(cleo.remotes()[0]?.audioTrackId).not.toBeNull();
    expect(cleo.remotes()[1]).toMatchObject({ videoTrackId: null, audioTrackId: null });
  });

  it('refuses to act on a stream that has ended, saying so', async () => {
    const actions = bob.media.remoteStreamActions('gone');
    await expect(actions.subscribe()).rejects.toMatchObject({ code: 90_100_213 });
    expect(() => {
      actions.setVolume(1);
    }).toThrow(/ended/);
  });

  it('refuses an impossible volume and an empty choice', async () => {
    await ann.publish();
    const actions = bob.media.remoteStreamActions(bob.remotes()[0]?.streamKey.streamId ?? '');
    for (const volume of [-1, 101, Number.NaN])
      expect(() => {
        actions.setVolume(volume);
      }).toThrow(/0 to 100/);
    actions.setVolume(30);
    expect(bob.remotes()[0]?.volume).toBe(30);
    await expect(actions.subscribe({})).rejects.toMatchObject({ code: 90_100_213 });
  });

  it('asks for a key frame when packets come and no picture does', async () => {
    await ann.publish();
    const video = [...receiver(bob).consumers].find(({ track }) => track.kind === 'video');
    if (!video) throw new Error('No video.');
    const asked = (): number | undefined => stage.server.media.consumer(video.id)?.keyFrameRequests;
    const before = asked() ?? 0;
    video.packetsReceived = 100;
    video.framesDecoded = 50;
    await stage.tick(2_000);
    video.packetsReceived = 200;
    video.framesDecoded = 60;
    await stage.tick(2_000);
    expect(asked()).toBe(before);
    video.packetsReceived = 300;
    await stage.tick(2_000);
    expect(asked()).toBe(before + 1);
  });

  it('keeps the state of a stream identical when another one changes', async () => {
    const cleo = await stage.client('cleo');
    await cleo.join();
    await ann.publish();
    await cleo.publish();
    const [anns, cleos] = bob.remotes();
    const keys = bob.store.remoteStreamKeys.get(ROOM);
    await cleo.media.localStreamActions('main').muteAudio();
    await stage.settle();
    expect(bob.remotes()[0]).toBe(anns);
    expect(bob.remotes()[1]).not.toBe(cleos);
    expect(bob.remotes()[1]?.streamKey).toBe(cleos?.streamKey);
    expect(bob.store.remoteStreamKeys.get(ROOM)).toBe(keys);
  });

  it('names who speaks', async () => {
    await ann.publish();
    const [producer] = ann.engine.engines[0]?.sending[0]?.producers ?? [];
    if (!producer) throw new Error('No producer.');
    stage.server.media.speak(producer.id);
    await stage.settle();
    expect(bob.store.activeSpeakers.get(ROOM)).toEqual(['ann']);
    expect(ann.store.activeSpeakers.get(ROOM)).toEqual(['ann']);
    stage.server.media.silence(producer.id);
    await stage.settle();
    expect(bob.store.activeSpeakers.get(ROOM)).toEqual([]);
  });

  it('leaves no track behind in the registry', async () => {
    const release = await ann.publish();
    const trackId = bob.remotes()[0]?.videoTrackId ?? '';
    expect(bob.media.track(trackId)).not.toBeNull();
    release();
    await stage.tick(200);
    expect(bob.media.track(trackId)).toBeNull();
    expect(bob.remotes()).toEqual([]);
  });
});
