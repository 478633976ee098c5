import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HRTC } from '../../../src/core/media/HRTC.js';
import type { LocalStream } from '../../../src/core/media/LocalStream.js';
import { captureOf } from '../../../src/core/media/streamCaptures.js';
import { StreamInitializeResult } from '../../../src/core/media/RtcError.js';
import { macrotask } from '../../../src/testing/backend/controlledClock.js';
import { fakeBrowser, type FakeBrowser } from '../../../src/testing/media/fakeBrowser.js';
import { fakeDevices } from '../../../src/testing/media/fakeDevices.js';
import { FakeMediaStreamTrack } from '../../../src/testing/media/FakeMediaStreamTrack.js';

const CODE = { parameter: 90_000_005, operation: 90_100_001 };

let browser: FakeBrowser;
let streams: LocalStream[];
beforeEach(() => {
  browser = fakeBrowser({
    devices: fakeDevices([
      { kind: 'camera', deviceId: 'front' },
      { kind: 'camera', deviceId: 'back' },
      { kind: 'microphone', deviceId: 'built-in' },
      { kind: 'microphone', deviceId: 'headset' },
    ]),
  });
  streams = [];
});
afterEach(() => {
  for (const stream of streams) stream.close();
  browser();
});

function create(config: Parameters<typeof HRTC.createStream>[0]): LocalStream {
  const stream = HRTC.createStream(config);
  streams.push(stream);
  return stream;
}
async function opened(config: Parameters<typeof HRTC.createStream>[0] = { audio: true, video: true }) {
  const stream = create(config);
  await stream.initialize();
  return stream;
}
const own = (kind: 'audio' | 'video'): FakeMediaStreamTrack =>
  new FakeMediaStreamTrack({ kind, label: 'own' });
const sizeOf = (track: MediaStreamTrack | null): unknown[] => {
  const { width, height } = track?.getSettings() ?? {};
  return [width, height];
};

describe('initialize', () => {
  it('opens nothing before it, and what the configuration names with it', async () => {
    const stream = create({ audio: true, video: true, microphoneId: 'headset', cameraId: 'back' });
    expect(browser.machine.captures).toBe(0);
    const result = await stream.initialize();
    expect(result.getCode()).toBe(0);
    expect(result.getMediaCaptureResult().map(({ type }) => type)).toEqual(['audio', 'video']);
    expect(result.getMediaCaptureResultByType('video')?.track).toBe(stream.getVideoTrack());
    expect(stream.getAudioTrack()?.getSettings().deviceId).toBe('headset');
    expect(stream.getVideoTrack()?.getSettings().deviceId).toBe('back');
  });

  it('resolves with the reason beside what could be had, if one medium could', async () => {
    browser.machine.occupy('front', true);
    const result = await create({ audio: true, video: true }).initialize();
    expect(result.getCode()).toBe(90_100_020);
    expect(result.getMediaCaptureResultByType('audio')?.track).toBeDefined();
    expect(result.getMediaCaptureResultByType('video')?.error?.getCode()).toBe(90_100_020);
  });

  it.each([
    [
      'permission is refused',
      90_100_017,
      () => {
        browser.machine.setPermission('camera', 'denied');
      },
    ],
    [
      'the camera is in use',
      90_100_020,
      () => {
        browser.machine.occupy('front', true);
      },
    ],
    [
      'there is no camera',
      90_100_019,
      () => {
        browser.machine.unplug('front');
        browser.machine.unplug('back');
      },
    ],
  ])('rejects with a result if none could be had: %s', async (_name, code, make) => {
    make();
    const failure = await create({ video: true })
      .initialize()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StreamInitializeResult);
    expect((failure as StreamInitializeResult).getMediaCaptureResultByType('video')?.error?.getCode()).toBe(
      code,
    );
  });

  it('rejects if no screen was chosen, and says so of the sound that was not shared', async () => {
    browser.machine.screen.choice = 'cancel';
    await expect(create({ screen: true, screenAudio: true }).initialize()).rejects.toMatchObject({
      code: 90_100_017,
    });
    browser.machine.screen.choice = 'pick';
    browser.machine.screen.sound = false;
    const result = await create({ screen: true, screenAudio: true }).initialize();
    expect(result.getMediaCaptureResultByType('video')?.track).toBeDefined();
    expect(result.getMediaCaptureResultByType('audio')?.error?.getCode()).toBe(90_100_019);
  });

  it('takes tracks of the app’s own instead of devices', async () => {
    const [audioSource, videoSource] = [own('audio'), own('video')];
    const stream = await opened({ audioSource, videoSource });
    expect([stream.getAudioTrack(), stream.getVideoTrack()]).toEqual([audioSource, videoSource]);
    expect(browser.machine.captures).toBe(0);
    stream.close();
    expect([audioSource.readyState, videoSource.readyState]).toEqual(['live', 'live']);
  });
});

describe('profiles', () => {
  it('are 360p_2, 720p and standard by default', async () => {
    const stream = await opened();
    expect(stream.getStreamInfo()).toEqual({
      videoProfiles: [
        {
          resolutionId: '480x360',
          hasTrack: true,
          width: 480,
          height: 360,
          frameRate: 15,
          minBitrate: 200_000,
          maxBitrate: 700_000,
        },
      ],
      audioProfile: { sampleRate: 48_000, channelCount: 1, bitrate: 40_000 },
    });
    expect(sizeOf(stream.getVideoTrack())).toEqual([480, 360]);
    const screen = await opened({ screen: true });
    expect(screen.getStreamInfo().videoProfiles).toMatchObject([
      { width: 1280, height: 720, maxBitrate: 1_200_000 },
    ]);
  });

  it('are chosen by name or by value, before the capture', async () => {
    const stream = create({ audio: true, video: true });
    stream.setVideoProfile('720p_1');
    stream.setAudioProfile('high');
    await stream.initialize();
    expect(sizeOf(stream.getVideoTrack())).toEqual([1280, 720]);
    expect(stream.getStreamInfo().audioProfile.bitrate).toBe(128_000);
    const screen = create({ screen: true });
    screen.setScreenProfile({ width: 1920, height: 1080, frameRate: 5, bitrate: 900_000 });
    await screen.initialize();
    expect(browser.machine.screen.tracks[0]?.getSettings()).toMatchObject({
      width: 1920,
      height: 1080,
      frameRate: 5,
    });
  });

  it('of an unknown name are the defaults, as the seed says', () => {
    const stream = create({ video: true });
    stream.setVideoProfile('1080p_1');
    stream.setVideoProfile('enormous');
    stream.setAudioProfile('toString');
    expect(stream.getStreamInfo()).toMatchObject({
      videoProfiles: [{ width: 480, height: 360 }],
      audioProfile: { bitrate: 40_000 },
    });
  });

  it.each([
    ['setVideoProfile', null],
    ['setVideoProfile', 7],
    ['setVideoProfile', { width: '640' }],
    ['setVideoProfile', { width: 0 }],
    ['setVideoProfile', { frameRate: 500 }],
    ['setVideoProfile', { minBitrate: 2_000_000, maxBitrate: 1_000_000 }],
    ['setVideoProfile', { height: Number.NaN }],
    ['setAudioProfile', { channelCount: 3 }],
    ['setAudioProfile', { sampleRate: 1 }],
    ['setScreenProfile', { bitrate: -1 }],
    ['setScreenProfile', undefined],
  ] as const)('refuses %s(%o)', (call, profile) => {
    const stream = create({ video: true });
    expect(() => {
      stream[call](profile as never);
    }).toThrow(expect.objectContaining({ code: CODE.parameter }));
  });

  it('of sound and screen come before initialize', async () => {
    const stream = await opened();
    expect(() => {
      stream.setAudioProfile('low');
    }).toThrow(expect.objectContaining({ code: CODE.operation }));
    expect(() => {
      stream.setScreenProfile('1080p');
    }).toThrow(expect.objectContaining({ code: CODE.operation }));
  });

  it('change the picture without capturing anew, and tell who publishes', async () => {
    const stream = await opened({ video: true });
    const track = stream.getVideoTrack();
    const told = vi.fn();
    captureOf(stream).onChange(told);
    stream.setVideoProfile('720p_1');
    await macrotask();
    expect(stream.getVideoTrack()).toBe(track);
    expect(sizeOf(track)).toEqual([1280, 720]);
    expect(browser.machine.captures).toBe(1);
    expect(told).toHaveBeenCalledWith('video');
    expect(captureOf(stream).resolutions()).toMatchObject([{ width: 1280, maxBitrate: 1_500_000 }]);
  });

  it('cannot change a track of the app’s own, nor an unknown resolution', async () => {
    const stream = await opened({ videoSource: own('video') });
    expect(() => {
      stream.setVideoProfile('720p_1');
    }).toThrow(expect.objectContaining({ code: CODE.operation }));
    expect(() => {
      stream.setVideoProfile('720p_1', 'other');
    }).toThrow(expect.objectContaining({ code: CODE.parameter }));
  });
});

describe('resolutions', () => {
  it('are at most two, the best first, each with its own track', async () => {
    const stream = await opened({ video: true });
    const info = await stream.addResolution('720p_1');
    expect(info).toMatchObject({
      resolutionId: '1280x720',
      hasTrack: true,
      width: 1280,
      maxBitrate: 1_500_000,
    });
    expect(stream.getStreamInfo().videoProfiles.map(({ resolutionId }) => resolutionId)).toEqual([
      '1280x720',
      '480x360',
    ]);
    expect(sizeOf(stream.getVideoTrack())).toEqual([1280, 720]);
    expect(sizeOf(stream.getVideoTrack('480x360'))).toEqual([480, 360]);
    expect(captureOf(stream).resolutions()).toHaveLength(2);
    expect(browser.machine.captures).toBe(1);
    await expect(stream.addResolution('90p_1')).rejects.toMatchObject({ code: CODE.operation });
  });

  it('leave the other one when one is removed, and end the camera with the last', async () => {
    const stream = await opened({ video: true });
    await stream.addResolution('720p_1');
    const small = stream.getVideoTrack('480x360');
    await stream.removeResolution('1280x720');
    expect(small?.readyState).toBe('ended');
    expect(stream.getStreamInfo().videoProfiles).toMatchObject([{ resolutionId: '480x360', width: 480 }]);
    expect(sizeOf(stream.getVideoTrack())).toEqual([480, 360]);
    await expect(stream.removeResolution('1280x720')).rejects.toMatchObject({ code: CODE.parameter });
    await stream.removeResolution('480x360');
    expect(browser.machine.capturing('camera')).toBe(false);
    expect(stream.hasVideo()).toBe(false);
  });

  it('follow the camera when it changes, and end with it', async () => {
    const stream = await opened({ video: true });
    await stream.addResolution('180p_1');
    const before = stream.getVideoTrack('320x180');
    await stream.switchDevice('video', 'back');
    await macrotask();
    const after = stream.getVideoTrack('320x180');
    expect(after).not.toBe(before);
    expect(before?.readyState).toBe('ended');
    expect(sizeOf(after)).toEqual([320, 180]);
    stream.close();
    expect(after?.readyState).toBe('ended');
  });

  it('bring the camera, and the microphone if asked, where there was none', async () => {
    const stream = await opened({ audioSource: own('audio') });
    await stream.removeTrack(stream.getAudioTrack()!);
    await expect(stream.addResolution('360p_1', true)).resolves.toMatchObject({ width: 640, hasTrack: true });
    expect([browser.machine.capturing('camera'), browser.machine.capturing('microphone')]).toEqual([
      true,
      true,
    ]);
  });

  it('are refused with a result where there is no camera, and never of screens or own tracks', async () => {
    browser.machine.setPermission('camera', 'denied');
    const stream = await opened({ audio: true });
    const failure = await stream.addResolution('360p_1').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StreamInitializeResult);
    expect((failure as StreamInitializeResult).code).toBe(90_100_017);
    expect(stream.hasVideo()).toBe(false);
    const custom = await opened({ videoSource: own('video') });
    await expect(custom.addResolution('90p_1')).rejects.toMatchObject({ code: CODE.operation });
    await expect((await opened({ screen: true })).addResolution('90p_1')).rejects.toMatchObject({
      code: CODE.operation,
    });
  });
});

describe('tracks', () => {
  it('are captured later where there are none', async () => {
    const stream = await opened({ audio: true });
    const track = await stream.addVideoTrackCapture({ cameraId: 'back' });
    expect(track.getSettings().deviceId).toBe('back');
    await stream.removeTrack(stream.getAudioTrack()!);
    expect(browser.machine.capturing('microphone')).toBe(false);
    const sound = await stream.addAudioTrackCapture('headset');
    expect(sound.getSettings().deviceId).toBe('headset');
  });

  it('are captured after a first failure', async () => {
    browser.machine.occupy('front', true);
    const stream = await opened();
    await expect(stream.addVideoTrackCapture()).rejects.toMatchObject({ code: 90_100_020 });
    browser.machine.occupy('front', false);
    await expect(stream.addVideoTrackCapture()).resolves.toMatchObject({ kind: 'video' });
  });

  it('are not captured twice, nor before initialize', async () => {
    await expect(create({}).addAudioTrackCapture()).rejects.toMatchObject({ code: CODE.operation });
    const stream = await opened();
    await expect(stream.addAudioTrackCapture()).rejects.toMatchObject({ code: CODE.operation });
    await expect(stream.addVideoTrackCapture()).rejects.toMatchObject({ code: CODE.operation });
    stream.muteVideo();
    await macrotask();
    await expect(stream.addVideoTrackCapture()).rejects.toMatchObject({ code: CODE.operation });
  });

  it('of the app’s own are added, replaced and removed', async () => {
    const stream = await opened({ audio: true });
    const [first, second] = [own('video'), own('video')];
    await stream.addTrack(first);
    await expect(stream.addTrack(second)).rejects.toMatchObject({ code: CODE.operation });
    await stream.replaceTrack(second, 'video');
    expect(stream.getVideoTrack()).toBe(second);
    await expect(stream.removeTrack(first)).rejects.toMatchObject({ code: CODE.operation });
    await stream.removeTrack(second);
    expect(stream.hasVideo()).toBe(false);
    expect(second.readyState).toBe('live');
  });

  it('of a wrong kind, or none at all, are refused', async () => {
    const stream = await opened({ audio: true });
    for (const track of [null, undefined, {}, 'track', { kind: 'data' }]) {
      await expect(stream.addTrack(track as never)).rejects.toMatchObject({ code: CODE.parameter });
    }
    await expect(stream.replaceTrack(own('video'), 'audio')).rejects.toMatchObject({ code: CODE.parameter });
    await expect(stream.addTrack(own('video'), 'nowhere')).rejects.toMatchObject({ code: CODE.parameter });
  });

  it('of a device end when another takes their place', async () => {
    const stream = await opened();
    const camera = stream.getVideoTrack();
    await stream.replaceTrack(own('video'), 'video');
    expect(camera?.readyState).toBe('ended');
    expect(browser.machine.capturing('camera')).toBe(false);
  });
});

describe('switchDevice', () => {
  it('takes the other device, by its id or by its side', async () => {
    const stream = await opened();
    await stream.switchDevice('audio', 'headset');
    await stream.switchDevice('video', 'back');
    expect(stream.getAudioTrack()?.getSettings().deviceId).toBe('headset');
    const capture = vi.spyOn(navigator.mediaDevices, 'getUserMedia');
    await stream.switchDevice('video', 'environment');
    expect(capture.mock.calls[0]?.[0]?.video).toMatchObject({ facingMode: 'environment' });
  });

  it.each([
    ['sound', 'headset', CODE.parameter],
    ['video', '', CODE.parameter],
    ['video', 7, CODE.parameter],
    ['video', 'nowhere', 90_100_019],
  ])('refuses (%o, %o)', async (type, id, code) => {
    const stream = await opened();
    await expect(stream.switchDevice(type as never, id as never)).rejects.toMatchObject({ code });
    expect(stream.getVideoTrack()?.getSettings().deviceId).toBe('front');
  });

  it('has no device to switch of an own track, a screen, or a medium that is not there', async () => {
    const stream = await opened({ videoSource: own('video') });
    await expect(stream.switchDevice('video', 'back')).rejects.toMatchObject({ code: CODE.operation });
    await expect(stream.switchDevice('audio', 'headset')).rejects.toMatchObject({ code: CODE.operation });
    await expect((await opened({ screen: true })).switchDevice('video', 'back')).rejects.toMatchObject({
      code: CODE.operation,
    });
  });
});

describe('muting and closing', () => {
  it('says whether there was something to mute', async () => {
    const stream = await opened({ audio: true });
    expect([stream.muteAudio(), stream.unmuteAudio(), stream.muteVideo(), stream.unmuteVideo()]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('closes one medium or both', async () => {
    const stream = await opened();
    stream.close({ video: true });
    expect([browser.machine.capturing('camera'), browser.machine.capturing('microphone')]).toEqual([
      false,
      true,
    ]);
    stream.close();
    expect(browser.machine.capturing('microphone')).toBe(false);
  });

  it('closes one resolution of two', async () => {
    const stream = await opened({ video: true });
    await stream.addResolution('180p_1');
    stream.close({ video: true, resolutionIds: ['480x360'] });
    await macrotask();
    expect(stream.getStreamInfo().videoProfiles.map(({ resolutionId }) => resolutionId)).toEqual(['320x180']);
    expect(browser.machine.capturing('camera')).toBe(true);
  });

  it('tells that the screen is shared no more', async () => {
    const stream = await opened({ screen: true });
    const stopped = vi.fn();
    stream.on('screen-sharing-stopped', stopped);
    browser.machine.screen.stopSharing();
    expect(stopped).toHaveBeenCalledWith(stream.getId());
  });

  it('knows its user only from the configuration', () => {
    expect(create({ userId: 'ada' }).getUserId()).toBe('ada');
    expect(create({}).getUserId()).toBeUndefined();
    expect(create({}).getType()).toBe('local');
  });
});
