import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClientEvents } from '../../../src/core/media/clientEvents.js';
import { LocalStream } from '../../../src/core/media/LocalStream.js';
import type { RemoteStream } from '../../../src/core/media/RemoteStream.js';
import type { RtcClient } from '../../../src/core/media/RtcClient.js';
import { bringRtc } from '../../../src/core/media/rtcPart.js';
import type { SessionJoinConfig } from '../../../src/core/media/rtcTypes.js';
import { fakeBrowser, type FakeBrowser } from '../../../src/testing/media/fakeBrowser.js';
import { createStage, type Stage, type StageClient } from './support/stage.js';

bringRtc();

type Client = RtcClient<SessionJoinConfig>;
type Told = { [E in keyof ClientEvents]: [E, ClientEvents[E]] }[keyof ClientEvents];

const EVENTS: readonly (keyof ClientEvents)[] = [
  'peer-join',
  'peer-leave',
  'stream-added',
  'stream-removed',
  'stream-subscribed',
  'client-banned',
  'Error',
  'connection-state-changed',
  'mute-audio',
  'unmute-audio',
  'mute-video',
  'unmute-video',
  'remote-user-name-changed',
];

describe('a client of seed 002 over a login', () => {
  let stage: Stage;
  let ann: StageClient;
  let bob: StageClient;
  let client: Client;
  let told: Told[];

  const clientOf = (user: StageClient): Client => user.hummer.rtc.createClient();
  const names = (): string[] => told.map(([event]) => event);
  function stream(): RemoteStream {
    const found = told.find((one) => one[0] === 'stream-added');
    if (found?.[0] !== 'stream-added') throw new Error('No stream was added.');
    return found[1].stream;
  }

  beforeEach(async () => {
    stage = createStage();
    ann = await stage.client('ann');
    bob = await stage.client('bob');
    client = clientOf(bob);
    told = [];
    for (const event of EVENTS) client.on(event, (payload) => told.push([event, payload] as Told));
  });

  afterEach(() => stage.close());

  it('tells of peers and streams, and receives a stream when asked to', async () => {
    await client.join('demo', { role: 0 });
    await ann.join({ displayName: 'Ann' });
    await ann.publish();
    expect(names()).toEqual([
      'connection-state-changed',
      'connection-state-changed',
      'peer-join',
      'stream-added',
    ]);
    expect(told[2]?.[1]).toEqual({ userId: 'ann', userName: 'Ann' });
    expect(stream()).toMatchObject({ streamKey: { uid: 'ann' } });
    expect(stream().getType()).toBe('main');
    expect(stream().getVideoTrack()).toBeNull();

    await client.subscribe(stream(), { audio: true, video: true });
    await stage.settle();
    expect(names().at(-1)).toBe('stream-subscribed');
    expect(names().filter((name) => name === 'stream-subscribed')).toHaveLength(1);
    expect(stream().getVideoTrack()?.kind).toBe('video');
    expect(stream().getAudioTrack()?.kind).toBe('audio');

    await client.unsubscribe(stream(), { video: true });
    expect(stream().getVideoTrack()).toBeNull();
    expect(stream().hasVideo()).toBe(true);
  });

  it('tells who mutes, who is renamed, who stops and who leaves', async () => {
    await client.join('demo', {});
    const hold = ann.media.acquire('cn:demo', { displayName: 'Ann' });
    await ann.publish({ audio: true });
    told.length = 0;
    await ann.media.localStreamActions('main').muteAudio();
    await ann.media.localStreamActions('main').unmuteAudio();
    await stage.settle();
    hold.update({ displayName: 'Anna' });
    await stage.settle();
    await ann.media.rtcActions('cn:demo').unpublish('main');
    await ann.media.rtcActions('cn:demo').leave();
    await stage.settle();
    expect(told.slice(0, 3)).toEqual([
      ['mute-audio', { roomId: 'demo', userId: 'ann', status: 2, reason: 1 }],
      ['unmute-audio', { roomId: 'demo', userId: 'ann', status: 1, reason: 2 }],
      ['remote-user-name-changed', { roomId: 'demo', userId: 'ann', userName: 'Anna' }],
    ]);
    expect(names().slice(3)).toEqual(['stream-removed', 'peer-leave']);
    expect(told.at(-1)?.[1]).toMatchObject({ userId: 'ann', reason: { code: 0 } });
  });

  it('publishes a stream of the app’s own, once, and takes it back', async () => {
    await ann.join();
    const local = new LocalStream({ audio: true, video: true });
    await local.initialize();
    await client.join('demo', {});
    const published = Promise.all([client.publish(local), client.publish(local)]);
    await stage.settle();
    await published;
    expect(ann.remotes()[0]).toMatchObject({ hasAudio: true, hasVideo: true });
    expect(stage.asked('bob', 'produce')).toBe(2);
    expect(local.muteAudio()).toBe(true);
    await stage.settle();
    expect(ann.remotes()[0]?.audioMuted).toBe(true);
    await client.unpublish(local);
    await stage.settle();
    expect(ann.remotes()).toEqual([]);
    expect(stage.browser.machine.capturing('camera')).toBe(true);
    local.close();
    expect(stage.browser.machine.capturing('camera')).toBe(false);
  });

  it('hears of a stream with its sizes at once, whether it was there before or comes later', async () => {
    await client.join('demo', {});
    const sizes: number[] = [];
    client.on('stream-added', (event) => sizes.push(event.stream.getStreamInfo().videoProfiles.length));
    const sender = clientOf(ann);
    await sender.join('demo', {});
    const local = new LocalStream({ audio: true, video: true });
    await local.initialize();
    const published = sender.publish(local);
    await stage.settle();
    await published;
    const late = clientOf(await stage.client('cleo'));
    late.on('stream-added', (event) => sizes.push(event.stream.getStreamInfo().videoProfiles.length));
    await late.join('demo', {});
    await stage.settle();
    expect(sizes).toHaveLength(2);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    local.close();
  });

  it('is told that it was put out by its own later login', async () => {
    await client.join('demo', {});
    const again = await stage.client('bob');
    await clientOf(again).join('demo', {});
    await stage.settle();
    expect(told.find(([event]) => event === 'client-banned')?.[1]).toMatchObject({ userId: 'bob' });
    expect(client.getConnectionState()).toBe('DISCONNECTED');
  });

  it('has the states of a connection', async () => {
    expect(client.getConnectionState()).toBe('DISCONNECTED');
    await client.join('demo', {});
    expect(client.getConnectionState()).toBe('CONNECTED');
    stage.network.disconnect('bob');
    await stage.settle();
    expect(client.getConnectionState()).toBe('RECONNECTING');
    await stage.tick(5_000);
    expect(client.getConnectionState()).toBe('CONNECTED');
    await client.leave();
    expect(client.getConnectionState()).toBe('DISCONNECTED');
    expect(
      told.filter(([event]) => event === 'connection-state-changed').map(([, change]) => change),
    ).toEqual([
      { prevState: 'DISCONNECTED', curState: 'CONNECTING' },
      { prevState: 'CONNECTING', curState: 'CONNECTED' },
      { prevState: 'CONNECTED', curState: 'RECONNECTING' },
      { prevState: 'RECONNECTING', curState: 'CONNECTED' },
      { prevState: 'CONNECTED', curState: 'DISCONNECTED' },
    ]);
  });

  it('takes the streams away when it leaves, and says of nobody else that they left', async () => {
    await client.join('demo', {});
    await ann.join();
    await ann.publish({ audio: true });
    told.length = 0;
    await client.leave();
    expect(names()).toEqual(['stream-removed', 'connection-state-changed']);
  });

  it('says what is wrong with a call in the wrong state', async () => {
    const local = new LocalStream({ audio: true });
    await expect(client.publish(local)).rejects.toMatchObject({ code: 90_100_007 });
    await expect(client.leave()).resolves.toBeUndefined();
    await client.join('demo', { role: 2 });
    await expect(client.join('demo', {})).rejects.toMatchObject({ code: 90_100_204 });
    await local.initialize();
    await expect(client.publish(local)).rejects.toMatchObject({ code: 90_100_022 });
    await expect(client.switchRole(2)).rejects.toMatchObject({ code: 90_100_229 });
    const switched = client.switchRole(0);
    await stage.settle();
    await switched;
    await expect(client.changeUserName('Bobby')).resolves.toBe(true);
    local.close();
  });

  it('stops telling a handler that was taken off', async () => {
    let calls = 0;
    const count = (): void => {
      calls++;
    };
    client.on('peer-join', count);
    client.off('peer-join', count);
    await client.join('demo', {});
    await ann.join();
    expect(calls).toBe(0);
  });
});

describe('a local stream of seed 002', () => {
  let browser: FakeBrowser;
  afterEach(() => {
    browser();
  });

  it('answers per medium what was captured', async () => {
    browser = fakeBrowser({ devices: [{ kind: 'microphone' }] });
    const stream = new LocalStream({ audio: true, video: true, userId: 'ada' });
    const result = await stream.initialize();
    expect(result.getCode()).toBe(90_100_019);
    expect(result.getMediaCaptureResultByType('audio')?.track?.kind).toBe('audio');
    expect(result.getMediaCaptureResultByType('video')?.error?.code).toBe(90_100_019);
    expect(stream.getUserId()).toBe('ada');
    expect(stream.getType()).toBe('local');
    stream.close();
  });

  it('rejects with the same kind of answer when nothing was captured', async () => {
    browser = fakeBrowser({ permission: 'denied' });
    const stream = new LocalStream({ audio: true, video: true });
    await expect(stream.initialize()).rejects.toMatchObject({
      name: 'StreamInitializeResult',
      code: 90_100_017,
    });
  });

  it('takes, replaces and gives back tracks of the app’s own', async () => {
    browser = fakeBrowser();
    const stream = new LocalStream({ audio: true });
    await stream.initialize();
    const source = await browser.machine.mediaDevices.getUserMedia?.({ video: true });
    const [track] = source?.getVideoTracks() ?? [];
    if (!track) throw new Error('No track.');
    await stream.addTrack(track);
    await expect(stream.addTrack(track)).rejects.toMatchObject({ code: 90_100_001 });
    await expect(stream.replaceTrack(track, 'audio')).rejects.toMatchObject({ code: 90_000_005 });
    expect(stream.getVideoTrack()).toBe(track);
    await stream.removeTrack(track);
    expect(stream.hasVideo()).toBe(false);
    await expect(stream.removeTrack(track)).rejects.toMatchObject({ code: 90_100_001 });
    stream.close();
  });

  it('says that sharing was stopped in the browser’s own bar', async () => {
    browser = fakeBrowser();
    const stream = new LocalStream({ screen: true });
    await stream.initialize();
    const stopped: string[] = [];
    stream.on('screen-sharing-stopped', (id) => stopped.push(id));
    (stream.getVideoTrack() as unknown as { end(): void }).end();
    expect(stopped).toEqual([stream.getId()]);
  });
});
