import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { HRTC } from '../../../src/core/media/HRTC.js';
import { thisDevice } from '../../../src/core/media/device.js';
import { toRtcError } from '../../../src/core/media/RtcError.js';
import { HummerError } from '../../../src/protocol/errors.js';
import { fakeBrowser, type FakeBrowser } from '../../../src/testing/media/fakeBrowser.js';
import { fakeDevices } from '../../../src/testing/media/fakeDevices.js';

const JOIN = { userId: 'ada', signature: 'abc', ctime: '1700000000', role: 0 } as const;

describe('HRTC', () => {
  let browser: FakeBrowser | null = null;
  afterEach(() => {
    browser?.();
    browser = null;
  });

  it('says its version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(HRTC.VERSION).toBe(version);
  });

  it('lists devices by kind', async () => {
    browser = fakeBrowser({
      devices: fakeDevices([{ kind: 'camera' }, { kind: 'microphone' }, { kind: 'speaker' }]),
    });
    expect(await HRTC.getDevices()).toHaveLength(3);
    expect((await HRTC.getCameras()).map(({ kind }) => kind)).toEqual(['videoinput']);
    expect((await HRTC.getMicrophones()).map(({ kind }) => kind)).toEqual(['audioinput']);
    expect((await HRTC.getSpeakers()).map(({ kind }) => kind)).toEqual(['audiooutput']);
    expect(HRTC.isScreenShareSupported()).toBe(true);
  });

  it('says which kind of device there is none of', async () => {
    browser = fakeBrowser({ devices: [] });
    await expect(HRTC.getDevices()).rejects.toMatchObject({ code: 90_100_003 });
    await expect(HRTC.getCameras()).rejects.toMatchObject({ code: 90_100_004 });
    await expect(HRTC.getMicrophones()).rejects.toMatchObject({ code: 90_100_005 });
    await expect(HRTC.getSpeakers()).rejects.toMatchObject({ code: 90_100_006 });
  });

  it('can be asked anything where there is no browser, and says so', async () => {
    await expect(HRTC.getDevices()).rejects.toMatchObject({ code: 90_100_002 });
    await expect(HRTC.checkSystemRequirements()).rejects.toMatchObject({ code: 90_100_025 });
    expect(HRTC.isScreenShareSupported()).toBe(false);
    const stream = HRTC.createStream({ audio: true });
    await expect(stream.initialize()).rejects.toMatchObject({ code: 90_100_025 });
  });

  it.each([['strict'], [1], [null]])('checks no requirements as strictly as %o', async (strict) => {
    await expect(HRTC.checkSystemRequirements(strict as never)).rejects.toMatchObject({ code: 90_000_005 });
  });

  it.each([[{}], [{ appId: '' }], [{ appId: 7 }], [{ appId: 'my app' }], [{ appId: 'x'.repeat(129) }]])(
    'refuses the options %o',
    (options) => {
      expect(() => HRTC.createClient(options as never)).toThrow(/appId/);
    },
  );

  it.each([
    ['config', null],
    ['config', 'camera'],
    ['screen', { screen: 1 }],
    ['video', { video: 'yes' }],
    ['audio', { audio: null }],
    ['mirror', { mirror: 'x' }],
    ['cameraId', { video: true, cameraId: 7 }],
    ['userId', { userId: 7 }],
    ['facingMode', { video: true, facingMode: 'up' }],
    ['audioSource', { audioSource: {} }],
    ['videoSource', { videoSource: { kind: 'audio' } }],
  ])('refuses a stream with a wrong %s (%o)', (field, config) => {
    expect(() => HRTC.createStream(config as never)).toThrow(
      expect.objectContaining({ code: 90_000_005, context: { type: 'input', field } }),
    );
  });

  it('knows five levels of the log', () => {
    for (const level of ['none', 'error', 'warn', 'debug', 'info'] as const) HRTC.setLogLevel(level);
    for (const level of ['all', 3, null, undefined]) {
      expect(() => {
        HRTC.setLogLevel(level as never);
      }).toThrow(expect.objectContaining({ code: 90_000_005 }));
    }
  });

  it('needs to know a server', () => {
    expect(() => HRTC.createClient({ appId: '1' })).toThrow(expect.objectContaining({ code: 2001 }));
    expect(HRTC.createClient({ appId: '1', domain: 'rtc.example.com' }).getConnectionState()).toBe(
      'DISCONNECTED',
    );
  });

  it.each([
    ['roomId', 'bad room', JOIN],
    ['roomId', '', JOIN],
    ['roomId', 'x'.repeat(65), JOIN],
    ['roomId', 7, JOIN],
    ['options', 'demo', null],
    ['userId', 'demo', { ...JOIN, userId: 'a b' }],
    ['userName', 'demo', { ...JOIN, userName: 'x'.repeat(257) }],
    ['signature', 'demo', { ...JOIN, signature: '' }],
    ['signature', 'demo', { ...JOIN, signature: 'x'.repeat(513) }],
    ['ctime', 'demo', { ...JOIN, ctime: 'tomorrow' }],
    ['role', 'demo', { ...JOIN, role: '0' }],
    ['role', 'demo', { ...JOIN, role: 1 }],
  ])('refuses to join with a wrong %s (%o)', async (field, roomId, options) => {
    const client = HRTC.createClient({ appId: '1', url: 'http://127.0.0.1:9' });
    await expect(client.join(roomId as never, options as never)).rejects.toMatchObject({
      code: 90_000_005,
      action: 'fix-input',
      context: { type: 'input', field },
    });
    expect(client.getConnectionState()).toBe('DISCONNECTED');
  });
});

describe('what a client says of its device', () => {
  it.each([
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
      'Chrome',
      '156.0.0.0',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36 Edg/156.0.1.2',
      'Edge',
      '156.0.1.2',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox', '153.0'],
    [
      'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
      'Safari',
      '26.1',
    ],
    ['', 'unknown', '0'],
  ])('is the browser and its version (%s)', (userAgent, name, version) => {
    expect(thisDevice(userAgent)).toMatchObject({ name, version });
  });
});

describe('errors of the wire', () => {
  it.each([
    [1005, 90_000_004, 'retry'],
    [1007, 90_100_008, 'retry'],
    [401, 31_000_004, 'reauthenticate'],
    [404, 31_000_007, 'fix-input'],
    [429, 90_100_108, 'retry'],
    [400, 90_100_201, 'fix-input'],
    [500, 90_100_104, 'retry'],
    [503, 90_100_205, 'retry'],
    [1002, 90_100_199, 'retry'],
    [90_100_204, 90_100_204, 'fix-input'],
  ])('%i reads as %i', (errcode, code, action) => {
    const wire = new HummerError(errcode, 'Why.');
    expect(toRtcError(wire)).toMatchObject({ code, action, message: 'Why.', cause: wire });
  });

  it('are never without words', () => {
    expect(toRtcError(new Error('')).message).not.toBe('');
    expect(toRtcError(undefined).code).toBe(90_000_001);
  });
});
