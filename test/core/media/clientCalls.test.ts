import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClientEvents } from '../../../src/core/media/clientEvents.js';
import type { SubscribeParam } from '../../../src/core/media/clientTypes.js';
import { LocalStream } from '../../../src/core/media/LocalStream.js';
import type { RemoteStream } from '../../../src/core/media/RemoteStream.js';
import type { RtcClient } from '../../../src/core/media/RtcClient.js';
import { bringRtc } from '../../../src/core/media/rtcPart.js';
import type { SessionJoinConfig } from '../../../src/core/media/rtcTypes.js';
import type { FakeConsumer } from '../../../src/server/media/fakeMediaStreams.js';
import { createStage, ROOM, type Stage, type StageClient } from './support/stage.js';

bringRtc();

describe('calls of a client of seed 002', () => {
  let stage: Stage;
  let ann: StageClient;
  let bob: StageClient;
  let client: RtcClient<SessionJoinConfig>;
  let streams: RemoteStream[];

  const told = <E extends keyof ClientEvents>(event: E): ClientEvents[E][] => {
    const all: ClientEvents[E][] = [];
    client.on(event, (payload) => all.push(payload));
    return all;
  };
  const stream = (index = 0): RemoteStream => {
    const found = streams[index];
    if (!found) throw new Error('No stream was added.');
    return found;
  };
  const video = (of = stream()): FakeConsumer | undefined => {
    const state = bob.remotes().find(({ streamKey }) => streamKey.streamId === of.getId());
    return stage.server.media.consumer(state?.videoTrackId ?? '');
  };
  /** Spatial layers of what the server sends of the first stream, by the size that the client takes it for. */
  const received = (): Record<string, number | undefined> => {
    const sent: Record<string, number | undefined> = {};
    for (const { resolutionId, hasTrack } of stream().getStreamInfo().videoProfiles) {
      if (!hasTrack) continue;
      const track = stream().getVideoTrack(resolutionId);
      const engine = bob.engine.engines.at(-1)?.receiving[0]?.consumers ?? [];
      const id = [...engine].find((one) => one.track === track)?.id ?? '';
      const consumer = stage.server.media.consumer(id);
      if (consumer?.closed === false) sent[resolutionId] = consumer.preferredLayers?.spatialLayer;
    }
    return sent;
  };
  const publish = async (user: StageClient): Promise<void> => {
    await user.join();
    await user.publish({ audio: true, video: { width: 1280, height: 720 } });
  };

  beforeEach(async () => {
    stage = createStage();
    ann = await stage.client('ann');
    bob = await stage.client('bob');
    client = bob.hummer.rtc.createClient();
    streams = [];
    client.on('stream-added', (event) => streams.push(event.stream));
  });

  afterEach(() => stage.close());

  it('says what the browser cannot receive, and receives the rest', async () => {
    await client.join('demo', {});
    const errors = told('Error');
    const receiver = bob.engine.engines.at(-1)?.receiving[0];
    if (!receiver) throw new Error('There is no receiving transport.');
    const consume = receiver.consume.bind(receiver);
    receiver.consume = (options) =>
      options.kind === 'video' ? Promise.reject(new Error('No such codec.')) : consume(options);
    await publish(ann);
    await client.subscribe(stream(), { audio: true, video: true });
    await stage.settle();
    expect(errors.map(({ errorMsg }) => errorMsg)).toEqual([
      expect.stringMatching(/^The video of .+: It could not be received: No such codec\.$/),
    ]);
    expect(bob.remotes()[0]).toMatchObject({ hasVideo: true, videoTrackId: null });
    expect(bob.remotes()[0]?.audioTrackId).not.toBeNull();
  });

  describe('subscribe', () => {
    beforeEach(async () => {
      await client.join('demo', {});
      await publish(ann);
    });

    it('takes the size that is asked for, and tells when it is there', async () => {
      const subscribed = told('stream-subscribed');
      await client.subscribe(stream(), { video: true, resolutionIds: '320x180' });
      await stage.settle();
      expect(video()?.preferredLayers).toEqual({ spatialLayer: 0 });
      expect(subscribed).toEqual([{ stream: stream() }]);
    });

    it('takes two sizes at once, each with its track, and the best is what is shown without an id', async () => {
      await client.subscribe(stream(), { video: true, resolutionIds: ['640x360'] });
      await stage.settle();
      const first = stream().getVideoTrack();
      const subscribed = told('stream-subscribed');
      await client.subscribe(stream(), { video: true, resolutionIds: ['320x180'] });
      await stage.settle();
      expect(subscribed).toEqual([{ stream: stream() }]);
      expect(received()).toEqual({ '640x360': 1, '320x180': 0 });
      expect(stream().getVideoTrack()).toBe(first);
      expect(stream().getVideoTrack('640x360')).toBe(first);
      expect(stream().getVideoTrack('320x180')).not.toBe(first);
      expect(stream().getVideoTrack('1280x720')).toBeNull();
      await client.subscribe(stream(), { video: true });
      await stage.settle();
      expect(received()).toEqual({ '1280x720': undefined, '640x360': 1, '320x180': 0 });
      expect(stream().getVideoTrack()).toBe(stream().getVideoTrack('1280x720'));
    });

    it('asks for two sizes in one request, and not again for what is there', async () => {
      await client.subscribe(stream(), { video: true, resolutionIds: ['640x360', '320x180'] });
      await stage.settle();
      await client.subscribe(stream(), { video: true, resolutionIds: ['640x360'] });
      expect(stage.asked('bob', 'subscribe')).toBe(1);
      expect(received()).toEqual({ '640x360': 1, '320x180': 0 });
    });

    it('keeps to fixed sizes whatever the page shows', async () => {
      await client.subscribe(stream(), { video: true, resolutionIds: ['640x360', '320x180'] });
      await stage.settle();
      bob.media.watchVideo(stream().streamKey)?.update({ width: 100, height: 56, fit: 'cover' });
      await bob.media.remoteStreamActions(stream().getId()).setPreferredLayers({ spatialLayer: 2 });
      await stage.tick(5_000);
      expect(received()).toEqual({ '640x360': 1, '320x180': 0 });
      expect(stage.asked('bob', 'setConsumerPreferredLayers')).toBe(0);
    });

    it('silences all sizes here when the stream is muted here', async () => {
      await client.subscribe(stream(), { video: true, resolutionIds: ['640x360', '320x180'] });
      await stage.settle();
      expect(stream().muteVideo()).toBe(true);
      const enabled = ['640x360', '320x180'].map((id) => stream().getVideoTrack(id)?.enabled);
      expect(enabled).toEqual([false, false]);
    });

    it('takes the best without a size, and keeps to it whatever tiles the page has', async () => {
      await client.subscribe(stream());
      await stage.settle();
      const viewer = bob.media.watchVideo(stream().streamKey);
      viewer?.update({ width: 100, height: 56, fit: 'cover' });
      await stage.tick(5_000);
      expect(video()).toMatchObject({ paused: false, preferredLayers: undefined });
    });

    it('chooses from what the stream says that it offers, the best first', async () => {
      const ids = (): string[] =>
        stream()
          .getStreamInfo()
          .videoProfiles.map(({ resolutionId }) => resolutionId);
      expect(ids()).toEqual(['1280x720', '640x360', '320x180']);
      expect(stream().getStreamInfo().videoProfiles[0]).toMatchObject({
        width: 1280,
        height: 720,
        hasTrack: false,
      });
      await client.subscribe(stream(), { video: true, resolutionIds: ids().slice(1, 2) });
      await stage.settle();
      expect(stream().getStreamInfo().videoProfiles[1]).toMatchObject({ hasTrack: true });
      expect(stream().getVideoTrack('640x360')?.kind).toBe('video');
    });

    it('gives up one of two sizes while the other runs on, and ends with the last', async () => {
      await client.subscribe(stream(), { video: true, resolutionIds: ['320x180', '640x360'] });
      await stage.settle();
      const small = stream().getVideoTrack('320x180');
      await client.unsubscribe(stream(), { video: true, resolutionIds: ['640x360'] });
      expect(received()).toEqual({ '320x180': 0 });
      expect(stream().getVideoTrack('640x360')).toBeNull();
      expect(stream().getVideoTrack()).toBe(small);
      expect(small?.readyState).toBe('live');
      await client.unsubscribe(stream(), { video: true, resolutionIds: ['320x180'] });
      await stage.settle();
      expect(received()).toEqual({});
    });

    it('gives up the best by its id, too, and nothing by the id of what was not asked for', async () => {
      await client.subscribe(stream(), { video: true });
      await client.subscribe(stream(), { video: true, resolutionIds: ['320x180'] });
      await stage.settle();
      await client.unsubscribe(stream(), { video: true, resolutionIds: ['640x360'] });
      expect(received()).toEqual({ '1280x720': undefined, '320x180': 0 });
      await client.unsubscribe(stream(), { video: true, resolutionIds: ['1280x720'] });
      expect(received()).toEqual({ '320x180': 0 });
    });

    it('keeps two sizes through a dropped connection and a rebuild', async () => {
      await client.subscribe(stream(), { video: true, resolutionIds: ['320x180', '640x360'] });
      await stage.settle();
      const tracks = (): unknown[] => ['320x180', '640x360'].map((id) => stream().getVideoTrack(id));
      const before = tracks();
      stage.network.disconnect('bob');
      await stage.tick(6_000);
      expect(tracks()).toEqual(before);
      expect(received()).toEqual({ '640x360': 1, '320x180': 0 });
      stage.server.media.killWorker();
      await stage.tick(6_000);
      expect(received()).toEqual({ '640x360': 1, '320x180': 0 });
    });

    it('keeps to the size through a rebuild', async () => {
      await client.subscribe(stream(), { video: true, resolutionIds: ['320x180'] });
      await stage.settle();
      stage.server.media.killWorker();
      await stage.tick(6_000);
      expect(video()?.preferredLayers).toEqual({ spatialLayer: 0 });
    });

    it.each([
      [{ video: false, audio: false }],
      [{}],
      [null as unknown as object],
      [{ video: true, resolutionIds: ['1920x1080'] }],
      [{ video: true, resolutionIds: 7 as unknown as string }],
    ])('refuses %j', async (option) => {
      await expect(client.subscribe(stream(), option)).rejects.toMatchObject({ code: 90_100_213 });
      expect(stage.asked('bob', 'subscribe')).toBe(0);
    });
  });

  describe('batchSubscribe', () => {
    let cleo: StageClient;
    beforeEach(async () => {
      cleo = await stage.client('cleo');
      await client.join('demo', {});
      await publish(ann);
      await publish(cleo);
    });
    const audio = (of: RemoteStream): MediaStreamTrack | null => of.getAudioTrack();

    it('replaces the cameras, and never touches the sound', async () => {
      await client.subscribe(stream(0), { audio: true, video: true });
      await stage.settle();
      const subscribed = told('stream-subscribed');
      await client.batchSubscribe([{ userId: 'cleo', resolutionIds: ['640x360'] }]);
      await stage.settle();
      expect(video(stream(0))).toBeUndefined();
      expect(audio(stream(0))?.kind).toBe('audio');
      expect(video(stream(1))?.preferredLayers).toEqual({ spatialLayer: 1 });
      expect(audio(stream(1))).toBeNull();
      expect(subscribed.map((event) => event.stream)).toEqual([stream(1)]);
      await client.batchSubscribe([]);
      await stage.settle();
      expect(video(stream(1))).toBeUndefined();
    });

    it('takes several sizes of a camera, and another one in the place of the first without a gap', async () => {
      await client.batchSubscribe([{ userId: 'ann', resolutionIds: ['320x180', '1280x720'] }]);
      await stage.settle();
      expect(received()).toEqual({ '320x180': 0, '1280x720': 2 });
      const track = stream(0).getVideoTrack('320x180');
      await client.batchSubscribe([{ userId: 'ann', resolutionIds: ['640x360', '1280x720'] }]);
      await stage.settle();
      expect(received()).toEqual({ '640x360': 1, '1280x720': 2 });
      expect(stream(0).getVideoTrack('640x360')).toBe(track);
    });

    it('keeps to the smallest picture that is wanted', async () => {
      await client.batchSubscribe([{ userId: 'ann', minResolution: 'SD' }]);
      await stage.settle();
      await bob.media.remoteStreamActions(stream(0).getId()).setPreferredLayers({ spatialLayer: 0 });
      expect(video(stream(0))?.preferredLayers).toEqual({ spatialLayer: 1 });
    });

    it.each<[SubscribeParam[], number]>([
      [[{ userId: 'nobody' }], 90_100_213],
      [[{ userId: 'ann' }, { userId: 'ann' }], 90_100_213],
      [[{ userId: 'ann', resolutionIds: ['7x7'] }], 90_100_213],
      [[null as unknown as SubscribeParam], 90_100_213],
      [[{ userId: 'ann', minResolution: '4K' as 'HD' }], 90_000_005],
      ['ann' as unknown as SubscribeParam[], 90_000_005],
    ])('refuses %j', async (infos, code) => {
      await expect(client.batchSubscribe(infos)).rejects.toMatchObject({ code });
    });
  });

  describe('the top-three mode', () => {
    it('hears three slots and no voice by itself, and tells who is loud', async () => {
      expect(client.enableTopThreeAudioMode(true)).toBe(true);
      const loud = told('volume-indicator');
      await client.join('demo', {});
      await publish(ann);
      const receiving = bob.engine.engines.at(-1)?.receiving[0];
      expect([...(receiving?.consumers ?? [])].map(({ track }) => track.kind)).toEqual([
        'audio',
        'audio',
        'audio',
      ]);
      await client.subscribe(stream());
      await stage.settle();
      expect(stream().getVideoTrack()?.kind).toBe('video');
      expect(stream().getAudioTrack()).toBeNull();
      const microphone = [...(ann.engine.engines[0]?.sending[0]?.producers ?? [])].find(
        ({ options }) => options.track.kind === 'audio',
      );
      stage.server.media.hear([{ producerId: microphone?.id ?? '', volume: -20 }]);
      await stage.settle();
      expect(loud).toEqual([[{ user_id: 'ann', volume: 75 }]]);
    });

    it('leaves the sound of a screen to its stream', async () => {
      client.enableTopThreeAudioMode(true);
      await client.join('demo', {});
      const screen = new LocalStream({ screen: true, screenAudio: true });
      await screen.initialize();
      const anns = ann.hummer.rtc.createClient();
      await anns.join('demo', {});
      await anns.publish(screen);
      await stage.settle();
      await client.subscribe(stream());
      await stage.settle();
      expect(stream().getVideoTrack()?.kind).toBe('video');
      expect(stream().getAudioTrack()?.kind).toBe('audio');
      screen.close();
    });

    it('is turned on and off by the hooks while joined, never by another join', async () => {
      await publish(ann);
      const hold = bob.media.acquire(ROOM, { topThree: false });
      await stage.settle();
      const consumers = (): number => stage.server.media.stats().consumers;
      expect(bob.remotes()[0]?.audioTrackId).not.toBeNull();
      expect(consumers()).toBe(2);
      hold.update({ topThree: true });
      await stage.settle();
      expect(bob.remotes()[0]).toMatchObject({ hasAudio: true, audioTrackId: null });
      expect(consumers()).toBe(4);
      hold.update({ topThree: false });
      await stage.settle();
      expect(bob.remotes()[0]?.audioTrackId).not.toBeNull();
      expect(consumers()).toBe(2);
      expect([stage.asked('bob', 'join'), stage.asked('bob', 'setTopN')]).toEqual([1, 2]);
      hold.release();
    });

    it('refuses a subscription of a voice alone', async () => {
      client.enableTopThreeAudioMode(true);
      await client.join('demo', {});
      await publish(ann);
      await expect(client.subscribe(stream(), { audio: true })).rejects.toMatchObject({ code: 90_100_247 });
    });

    it('is silenced as a whole, and nothing of it is received then', async () => {
      client.enableTopThreeAudioMode(true);
      await client.join('demo', {});
      await stage.settle();
      client.muteAudio4TopThree(true);
      await stage.settle();
      expect(stage.asked('bob', 'pauseConsumer')).toBe(3);
      client.muteAudio4TopThree(false);
      await stage.settle();
      expect(stage.asked('bob', 'resumeConsumer')).toBe(3);
      client.setVolume4TopThree(40);
    });

    it('is chosen before the join, and says so', async () => {
      expect(() => {
        client.setVolume4TopThree(50);
      }).toThrow(/enableTopThreeAudioMode/);
      await client.join('demo', {});
      expect(client.enableTopThreeAudioMode(true)).toBe(false);
      expect(() => {
        client.muteAudio4TopThree(true);
      }).toThrow(/enableTopThreeAudioMode/);
    });

    it.each([-1, 101, Number.NaN, '5' as unknown as number])('refuses a volume of %s', (volume) => {
      expect(() => {
        client.setVolume4TopThree(volume);
      }).toThrow(/0 to 100/);
    });
  });

  describe('publish', () => {
    it('sends no video before somebody watches, unless it is to be pushed', async () => {
      await ann.join({ autoSubscribe: false });
      await client.join('demo', {});
      const local = new LocalStream({ audio: true, video: true });
      await local.initialize();
      const published = client.publish(local);
      await stage.settle();
      await published;
      const sent = [...(bob.engine.engines.at(-1)?.sending[0]?.producers ?? [])].find(
        ({ options }) => options.track.kind === 'video',
      );
      expect(sent?.paused).toBe(true);
      await ann.media
        .remoteStreamActions(ann.remotes()[0]?.streamKey.streamId ?? '')
        .subscribe({ video: true });
      await stage.settle();
      expect(sent?.paused).toBe(false);
      await expect(client.publish(local, { autoPushVideo: 1 as unknown as boolean })).rejects.toMatchObject({
        code: 90_000_005,
      });
      local.close();
    });
  });

  describe('the network', () => {
    it('is limited to a bandwidth, before the join and after it', async () => {
      client.setNetworkBandwidth({ maxBandwidth: 4096 });
      await client.join('demo', {});
      await stage.settle();
      expect(stage.asked('bob', 'setBandwidth')).toBe(1);
      client.setNetworkBandwidth({ maxBandwidth: 51_200 });
      await stage.settle();
      expect(stage.asked('bob', 'setBandwidth')).toBe(2);
      for (const maxBandwidth of [3071, 51_201, Number.NaN, '4096' as unknown as number])
        expect(() => {
          client.setNetworkBandwidth({ maxBandwidth });
        }).toThrow(/3072 to 51200/);
    });

    it('has TURN servers of the app’s own, named in seed 002’s form or as URLs', async () => {
      client.setTurnServer({
        turnServers: ['turn.example.com', 'turns:secure.example.com:443'],
        udpPort: 5349,
        userName: 'u',
        credential: 'c',
      });
      await client.join('demo', {});
      expect(bob.engine.engines.at(-1)?.receiving[0]?.iceServers).toEqual([
        { urls: 'turn:turn.example.com:5349?transport=udp', username: 'u', credential: 'c' },
        { urls: 'turns:secure.example.com:443', username: 'u', credential: 'c' },
      ]);
    });

    it.each([
      [null],
      [{}],
      [{ turnServers: [] }],
      [{ turnServers: ['a b'] }],
      [{ turnServers: ['a'], udpPort: 0 }],
      [{ turnServers: ['a'], userName: 1 }],
    ])('refuses TURN servers %j', (config) => {
      expect(() => {
        client.setTurnServer(config as never);
      }).toThrow(expect.objectContaining({ code: 90_000_005 }));
    });

    it('is chosen before the join', async () => {
      client.setProxyServer('https://proxy.example.com:8443');
      for (const server of ['', 'proxy', 'ftp://a', 'https://a/b', 7 as unknown as string])
        expect(() => {
          client.setProxyServer(server);
        }).toThrow(/http:\/\/ip:port/);
      await bob.join();
      const joined = bob.media.rtcClient(ROOM);
      for (const choose of [
        () => {
          joined.setProxyServer('https://proxy.example.com:8443');
        },
        () => {
          joined.setTurnServer({ turnServers: ['a'] });
        },
      ])
        expect(choose).toThrow(expect.objectContaining({ code: 90_100_001 }));
    });
  });

  it('has no signature to renew where the login proves who it is', async () => {
    await client.join('demo', {});
    expect(client.renewSignature('1', 'x')).toBe(false);
  });

  it('tells what became of an uploaded log', async () => {
    await expect(client.uploadLog()).rejects.toMatchObject({ code: 90_100_007 });
    const results = told('log-upload-result');
    await client.join('demo', {});
    await client.uploadLog();
    await stage.settle();
    expect(results).toEqual([0]); // nobody answers at memory:
  });

  it('refuses a role that there is not', async () => {
    await client.join('demo', {});
    await expect(client.switchRole(1 as 0)).rejects.toMatchObject({ code: 90_000_005 });
  });
});
