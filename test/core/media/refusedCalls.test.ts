import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HRTC } from '../../../src/core/media/HRTC.js';
import { LocalStream } from '../../../src/core/media/LocalStream.js';
import type { RemoteStream } from '../../../src/core/media/RemoteStream.js';
import type { RtcClient } from '../../../src/core/media/RtcClient.js';
import { bringRtc } from '../../../src/core/media/rtcPart.js';
import type { ClientConfig, SessionJoinConfig } from '../../../src/core/media/rtcTypes.js';
import { createStage, type Stage, type StageClient } from './support/stage.js';

bringRtc();

const UNUSABLE = { code: 90_000_005 };
const server = { appId: '1', url: 'http://127.0.0.1:9' };

describe('a client that is made', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['an address that is none', { ...server, url: 'rtc' }],
    ['an address that is a number', { ...server, url: 5 }],
    ['a domain of 129 characters', { appId: '1', domain: 'x'.repeat(129) }],
    ['a country that is none', { ...server, countryCode: 'ZZ' }],
    ['a country in small letters', { ...server, countryCode: 'cn' }],
  ])('is refused for %s', (_what, config) => {
    expect(() => HRTC.createClient(config as ClientConfig)).toThrow(expect.objectContaining(UNUSABLE));
  });

  it.each(['CN', 'HK', 'DE', 'ZW'])('may name the country %s', (countryCode) => {
    expect(HRTC.createClient({ ...server, countryCode }).getConnectionState()).toBe('DISCONNECTED');
  });

  it('has no default address that is none', () => {
    expect(() => {
      HRTC.setDefaultUrl('rtc');
    }).toThrow(expect.objectContaining(UNUSABLE));
  });
});

describe('a call that is refused', () => {
  let stage: Stage;
  let ann: StageClient;
  let client: RtcClient<SessionJoinConfig>;

  beforeEach(async () => {
    stage = createStage();
    ann = await stage.client('ann');
    const bob = await stage.client('bob');
    client = bob.hummer.rtc.createClient();
  });
  afterEach(() => stage.close());

  it('publishes nothing, neither now nor when the stream is initialized', async () => {
    await ann.join();
    await client.join('demo', {});
    const local = new LocalStream({ audio: true });
    await expect(client.publish(local)).rejects.toMatchObject({ code: 90_100_001 });
    await local.initialize();
    await stage.settle();
    expect(ann.remotes()).toEqual([]);
    local.close();
  });

  it('publishes nothing later either: not in time, not in another role', async () => {
    await ann.join();
    await client.join('demo', { role: 2 });
    const local = new LocalStream({ audio: true });
    await local.initialize();
    await expect(client.publish(local)).rejects.toMatchObject({ code: 90_100_022 });
    const switched = client.switchRole(0);
    await stage.settle();
    await switched;
    await stage.settle();
    expect(ann.remotes()).toEqual([]);
    const published = client.publish(local);
    await stage.settle();
    await published;
    expect(ann.remotes()).toHaveLength(1);
    local.close();
  });

  it('says so for what is no option, no stream, or a stream that has ended', async () => {
    const streams: RemoteStream[] = [];
    client.on('stream-added', ({ stream }) => streams.push(stream));
    await client.join('demo', {});
    await ann.join();
    await ann.publish({ audio: true });
    await stage.settle();
    const local = new LocalStream({ audio: true });
    await local.initialize();
    await expect(client.publish(local, null as never)).rejects.toMatchObject(UNUSABLE);
    for (const what of [null, {}, local]) {
      await expect(client.subscribe(what as never)).rejects.toMatchObject(UNUSABLE);
      await expect(client.unsubscribe(what as never)).rejects.toMatchObject(UNUSABLE);
    }
    local.close();
    await ann.media.rtcActions('cn:demo').unpublish('main');
    await stage.settle();
    const [ended] = streams;
    if (!ended) throw new Error('No stream was added.');
    await expect(client.subscribe(ended)).rejects.toMatchObject({ code: 90_100_213 });
    await expect(client.unsubscribe(ended)).resolves.toBeUndefined();
  });

  it('says so for a handler that is none', () => {
    expect(() => {
      client.on('peer-join', 5 as never);
    }).toThrow(expect.objectContaining(UNUSABLE));
  });
});

describe('the volume of the three loudest', () => {
  it('is chosen before the join, too', async () => {
    const stage = createStage();
    const bob = await stage.client('bob');
    const client = bob.hummer.rtc.createClient();
    client.enableTopThreeAudioMode(true);
    client.setVolume4TopThree(40);
    client.muteAudio4TopThree(true);
    await client.join('demo', {});
    await stage.settle();
    expect(stage.asked('bob', 'pauseConsumer')).toBe(3);
    await stage.close();
  });
});
