import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClientEvents } from '../../../src/core/media/clientEvents.js';
import { LocalStream } from '../../../src/core/media/LocalStream.js';
import type { RtcClient } from '../../../src/core/media/RtcClient.js';
import { bringRtc } from '../../../src/core/media/rtcPart.js';
import type { SessionJoinConfig } from '../../../src/core/media/rtcTypes.js';
import type {
  FakeEngineConsumer,
  FakeEngineProducer,
  FakeMediaEngine,
} from '../../../src/testing/media/fakeMediaEngine.js';
import { createStage, type Stage, type StageClient } from './support/stage.js';

bringRtc();

describe('what a client of seed 002 measures', () => {
  let stage: Stage;
  let ann: StageClient;
  let bob: StageClient;
  let client: RtcClient<SessionJoinConfig>;
  let local: LocalStream;

  const engine = (): FakeMediaEngine => {
    const made = bob.engine.engines.at(-1);
    if (!made) throw new Error('No engine.');
    return made;
  };
  const sent = (kind: string): FakeEngineProducer => {
    const all = [...(engine().sending[0]?.producers ?? [])];
    const found = all.find(({ options }) => options.track.kind === kind);
    if (!found) throw new Error(`No ${kind} is sent.`);
    return found;
  };
  const received = (kind: string): FakeEngineConsumer => {
    const found = [...(engine().receiving[0]?.consumers ?? [])].find(({ track }) => track.kind === kind);
    if (!found) throw new Error(`No ${kind} is received.`);
    return found;
  };
  const told = <E extends keyof ClientEvents>(event: E): ClientEvents[E][] => {
    const all: ClientEvents[E][] = [];
    client.on(event, (payload) => all.push(payload));
    return all;
  };
  /** Modules that are loaded on request arrive in a real turn of the loop. */
  const loaded = async (work: Promise<unknown>): Promise<void> => {
    await work;
    await stage.settle();
  };
  const arrived = async (): Promise<void> => {
    await import('../../../src/core/media/networkQuality.js');
    await import('../../../src/core/media/deviceChanges.js');
    await stage.settle();
  };

  beforeEach(async () => {
    stage = createStage();
    ann = await stage.client('ann');
    bob = await stage.client('bob');
    client = bob.hummer.rtc.createClient();
    await ann.join({ displayName: 'Ann' });
    await ann.publish({ audio: true, video: { width: 1280, height: 720 } });
    await client.join('demo', { userName: 'Bob' });
    local = new LocalStream({ audio: true, video: true });
    await local.initialize();
  });

  afterEach(async () => {
    local.close();
    await stage.close();
  });

  const publish = async (): Promise<void> => {
    const done = client.publish(local, { autoPushVideo: true });
    await stage.settle();
    await done;
  };
  const receive = async (): Promise<void> => {
    const [stream] = streams;
    if (!stream) throw new Error('No stream.');
    await client.subscribe(stream.stream);
    await stage.settle();
  };
  let streams: ClientEvents['stream-added'][];
  beforeEach(async () => {
    streams = told('stream-added');
    await client.leave();
    await client.join('demo', { userName: 'Bob' });
    await stage.settle();
  });

  it('is the traffic of its connection, per second since the last question', async () => {
    await publish();
    const [sending] = engine().sending;
    const [receiving] = engine().receiving;
    if (!sending || !receiving) throw new Error('No transports.');
    await client.getTransportStats();
    sending.bytesSent = 250_000;
    receiving.bytesReceived = 125_000;
    receiving.currentRoundTripTime = 0.042;
    await stage.tick(2_000);
    expect(await client.getTransportStats()).toEqual({
      bytesSent: 250_000,
      bytesReceived: 125_000,
      sendBitrate: 1000,
      recvBitrate: 500,
      rtt: 42,
    });
  });

  it('is what it sends and receives, by user', async () => {
    await publish();
    await receive();
    const layer = { type: 'outbound-rtp', framesEncoded: 3, framesSent: 2, packetsSent: 5 };
    sent('video').rows = [
      { ...layer, id: 'low', bytesSent: 10, frameWidth: 320, frameHeight: 180 },
      { ...layer, id: 'high', bytesSent: 30, frameWidth: 640, frameHeight: 360 },
    ];
    sent('audio').rows = [{ id: 'a', type: 'outbound-rtp', bytesSent: 7, packetsSent: 1 }];
    Object.assign(received('video'), { packetsReceived: 9, framesDecoded: 8 });
    received('video').counters = { bytesReceived: 99, packetsLost: 1, frameWidth: 640, frameHeight: 360 };
    received('audio').counters = { bytesReceived: 55, packetsLost: 2 };
    expect(await client.getLocalAudioStats()).toEqual(new Map([['bob', { bytesSent: 7, packetsSent: 1 }]]));
    const mine = (await client.getLocalVideoStats()).get('bob');
    expect(mine?.mainStream.map(({ frameWidth }) => frameWidth)).toEqual([640, 320]);
    expect(mine?.mainStream[0]).toEqual({
      bytesSent: 30,
      packetsSent: 5,
      framesEncoded: 3,
      framesSent: 2,
      frameWidth: 640,
      frameHeight: 360,
    });
    expect(mine?.subStream).toBeUndefined();
    expect(await client.getRemoteAudioStats()).toEqual(
      new Map([['ann', { bytesReceived: 55, packetsReceived: 0, packetsLost: 2 }]]),
    );
    expect((await client.getRemoteVideoStats()).get('ann')?.mainStream).toEqual([
      {
        bytesReceived: 99,
        packetsReceived: 9,
        packetsLost: 1,
        framesDecoded: 8,
        frameWidth: 640,
        frameHeight: 360,
      },
    ]);
  });

  it('is refused before there is anything to measure, saying what to do', async () => {
    for (const ask of ['getTransportStats', 'getLocalAudioStats', 'getLocalVideoStats'] as const)
      await expect(client[ask]()).rejects.toMatchObject({
        code: 90_100_001,
        message: expect.stringMatching(/publish\(\)/) as string,
      });
    await client.leave();
    await expect(client.getRemoteAudioStats()).rejects.toMatchObject({ code: 90_100_007 });
    await expect(client.enableRtcStats(true, 1000)).rejects.toMatchObject({ code: 90_100_007 });
    await expect(client.enableStreamStateDetection(true, 3)).rejects.toMatchObject({ code: 90_100_007 });
  });

  it('is told again and again as rtc-stats, a row for each medium and layer', async () => {
    await publish();
    await receive();
    const rows = told('rtc-stats');
    const send = (bytesSent: number, framesSent: number): void => {
      sent('video').rows = [
        { id: 'v', type: 'outbound-rtp', ssrc: 1, bytesSent, framesSent, frameWidth: 640, frameHeight: 360 },
        {
          id: 'r',
          type: 'remote-inbound-rtp',
          localId: 'v',
          roundTripTime: 0.05,
          fractionLost: 0.04,
          jitter: 0.007,
        },
      ];
    };
    const arrive = (packetsReceived: number, framesDecoded: number, packetsLost: number): void => {
      Object.assign(received('video'), { packetsReceived, framesDecoded });
      received('video').counters = {
        bytesReceived: packetsReceived * 1000,
        packetsLost,
        jitter: 0.003,
        frameWidth: 640,
      };
    };
    send(0, 0);
    arrive(0, 0, 0);
    await loaded(client.enableRtcStats(true, 1000));
    send(125_000, 30);
    arrive(90, 25, 10);
    await stage.tick(1000);
    const of = (isRemote: boolean) =>
      rows[0]?.find((row) => row.isRemote === isRemote && row.mediaType === 'video');
    expect(of(false)).toEqual({
      userId: 'bob',
      userName: 'Bob',
      isRemote: false,
      streamType: 'main',
      mediaType: 'video',
      bitrate: 1000,
      frameRate: 30,
      frameWidth: 640,
      frameHeight: 360,
      rtt: 50,
      jitter: 7,
      pktLossRate: 4,
    });
    // 640 is the middle one of Ann's three layers.
    expect(of(true)).toMatchObject({
      userId: 'ann',
      userName: 'Ann',
      streamType: 'middle1',
      bitrate: 720,
      frameRate: 25,
      jitter: 3,
      pktLossRate: 10,
    });
    await stage.tick(3000);
    expect(rows).toHaveLength(4);
    await client.enableRtcStats(false, 0);
    await stage.tick(3000);
    expect(rows).toHaveLength(4);
  });

  it('refuses an interval that cannot be', async () => {
    for (const interval of [0, 99, Number.NaN, '1000' as unknown as number])
      await expect(client.enableRtcStats(true, interval)).rejects.toMatchObject({ code: 90_000_005 });
    for (const interval of [0, 61, Number.NaN])
      await expect(client.enableStreamStateDetection(true, interval)).rejects.toMatchObject({
        code: 90_000_005,
      });
    await expect(client.enableRtcStats('yes' as unknown as boolean, 1000)).rejects.toMatchObject({
      code: 90_000_005,
    });
  });

  it('tells once that a video halts, and once that it goes on', async () => {
    await receive();
    const halted = told('stream-interrupted');
    const back = told('stream-recovered');
    received('video').framesDecoded = 10;
    await loaded(client.enableStreamStateDetection(true, 3));
    await stage.tick(9_000);
    expect(halted).toEqual([[{ userId: 'ann', isScreen: false }]]);
    expect(back).toEqual([]);
    received('video').framesDecoded = 20;
    await stage.tick(3_000);
    expect(back).toEqual([[{ userId: 'ann', isScreen: false }]]);
    await client.enableStreamStateDetection(false, 3);
    await stage.tick(9_000);
    expect(halted).toHaveLength(1);
  });

  it('does not call a video halted that its sender has muted', async () => {
    await receive();
    const halted = told('stream-interrupted');
    await loaded(client.enableStreamStateDetection(true, 3));
    await ann.media.localStreamActions('main').muteVideo();
    await stage.tick(10_000);
    expect(halted).toEqual([]);
  });

  it('tells the network’s quality when it changes, while somebody listens', async () => {
    await receive();
    const quality = told('network-quality');
    await arrived();
    let packets = 0;
    let lost = 0;
    const arrive = async (more: number, gone: number): Promise<void> => {
      packets += more;
      lost += gone;
      received('video').packetsReceived = packets;
      received('video').counters = { packetsLost: lost };
      await stage.tick(2_000);
    };
    await arrive(100, 0);
    await arrive(100, 0);
    await arrive(100, 0);
    await arrive(95, 5);
    await arrive(88, 12);
    await arrive(50, 50);
    expect(quality.map(({ downlinkNetworkQuality }) => downlinkNetworkQuality)).toEqual([1, 2, 3, 5]);
    stage.network.setOffline(true);
    await stage.tick(4_000);
    expect(quality.at(-1)).toEqual({ uplinkNetworkQuality: 6, downlinkNetworkQuality: 6 });
  });

  it('judges the uplink by what the server reports and the encoder says', async () => {
    await publish();
    const quality = told('network-quality');
    await arrived();
    let packetsSent = 0;
    const send = async (fractionLost: number, roundTripTime: number, reason = 'none'): Promise<void> => {
      packetsSent += 100;
      sent('video').rows = [
        { id: 'v', type: 'outbound-rtp', packetsSent, qualityLimitationReason: reason },
        { id: 'r', type: 'remote-inbound-rtp', localId: 'v', fractionLost, roundTripTime },
      ];
      await stage.tick(2_000);
    };
    await send(0, 0.02);
    await send(0, 0.02);
    await send(0, 0.02, 'bandwidth');
    await send(0.02, 0.02);
    await send(0.02, 0.02);
    await send(0.02, 0.7);
    await send(0.2, 0.7);
    expect(quality.map(({ uplinkNetworkQuality }) => uplinkNetworkQuality)).toEqual([1, 2, 1, 2, 3, 4]);
  });

  it('makes little of one bad interval, and begins anew after a break', async () => {
    await publish();
    const quality = told('network-quality');
    await arrived();
    let packetsSent = 0;
    const send = async (packets: number, fractionLost: number): Promise<void> => {
      packetsSent += packets;
      sent('video').rows = [
        { id: 'v', type: 'outbound-rtp', packetsSent },
        { id: 'r', type: 'remote-inbound-rtp', localId: 'v', fractionLost },
      ];
      await stage.tick(2_000);
    };
    for (const lost of [0, 0, 0.12, 0, 0, 0, 0]) await send(100, lost);
    expect(quality.map(({ uplinkNetworkQuality }) => uplinkNetworkQuality)).toEqual([1, 3, 2, 1]);
    await send(100, 0.5);
    await send(0, 0.5);
    await send(100, 0);
    expect(quality.slice(4).map(({ uplinkNetworkQuality }) => uplinkNetworkQuality)).toEqual([5, 0, 1]);
  });

  it('tells which devices were plugged in and out', async () => {
    const cameras = told('camera-changed');
    const microphones = told('recording-device-changed');
    await arrived();
    stage.browser.machine.plug({ kind: 'camera', deviceId: 'second' });
    await stage.settle();
    stage.browser.machine.unplug('second');
    await stage.settle();
    expect(cameras).toEqual([
      { deviceId: 'second', state: 'ADD' },
      { deviceId: 'second', state: 'REMOVE' },
    ]);
    expect(microphones).toEqual([]);
  });
});
