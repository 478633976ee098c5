import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_AUDIO, DEFAULT_VIDEO } from '../../../src/core/media/capture.js';
import { Devices } from '../../../src/core/media/Devices.js';
import { LocalCapture } from '../../../src/core/media/LocalCapture.js';
import { createClientStore, type ClientStore } from '../../../src/store/clientStore.js';
import { macrotask } from '../../../src/testing/backend/controlledClock.js';
import {
  fakeBrowser,
  type FakeBrowser,
  type FakeBrowserOptions,
} from '../../../src/testing/media/fakeBrowser.js';
import { fakeDevices } from '../../../src/testing/media/fakeDevices.js';

const CAMERAS = fakeDevices([
  { kind: 'camera', deviceId: 'front' },
  { kind: 'camera', deviceId: 'back' },
  { kind: 'microphone', deviceId: 'built-in' },
  { kind: 'microphone', deviceId: 'headset' },
  { kind: 'speaker', deviceId: 'loud' },
]);

describe('a local capture', () => {
  let browser: FakeBrowser;
  let store: ClientStore;
  let devices: Devices;
  let capture: LocalCapture;

  function open(options: FakeBrowserOptions = {}): void {
    browser = fakeBrowser({ devices: CAMERAS, ...options });
    store = createClientStore();
    devices = new Devices(store);
    devices.remember(null);
    devices.observe();
    capture = new LocalCapture('main', 'main', devices, (error) => {
      throw error;
    });
    devices.onChange(() => capture.reconsider());
  }

  const both = { audio: DEFAULT_AUDIO, video: DEFAULT_VIDEO };
  const deviceOf = (kind: 'audio' | 'video'): string | undefined =>
    capture.track(kind)?.getSettings().deviceId;

  beforeEach(() => {
    open();
  });

  afterEach(() => {
    capture.close();
    browser();
  });

  it('opens camera and microphone with one prompt', async () => {
    await capture.apply(both);
    expect(capture.track('audio')?.kind).toBe('audio');
    expect(capture.track('video')?.kind).toBe('video');
    expect(browser.machine.captures).toBe(1);
  });

  it('opens a device once, however often it is asked for', async () => {
    await Promise.all([capture.apply(both), capture.apply(both), capture.apply({ ...both })]);
    await capture.apply(both);
    expect(browser.machine.captures).toBe(1);
    expect(browser.machine.tracks('camera')).toHaveLength(1);
  });

  it('closes a camera that opens after it was given up', async () => {
    browser();
    open({ permission: 'prompt' });
    const opened = capture.apply(both);
    await macrotask();
    capture.close();
    browser.machine.answer(true);
    await opened;
    expect(capture.track('video')).toBeNull();
    expect(browser.machine.capturing('camera')).toBe(false);
    expect(browser.machine.capturing('microphone')).toBe(false);
  });

  it('turns the lights off when it closes', async () => {
    await capture.apply(both);
    capture.close();
    expect(browser.machine.capturing('camera')).toBe(false);
    expect(browser.machine.capturing('microphone')).toBe(false);
  });

  it('adds and removes one medium without touching the other', async () => {
    await capture.apply({ audio: DEFAULT_AUDIO, video: null });
    const audio = capture.track('audio');
    await capture.apply(both);
    expect(capture.track('audio')).toBe(audio);
    expect(capture.track('video')).not.toBeNull();
    await capture.apply({ audio: null, video: DEFAULT_VIDEO });
    expect(audio?.readyState).toBe('ended');
    expect(browser.machine.capturing('camera')).toBe(true);
  });

  it('closes the camera while it is muted, and keeps the microphone silent but open', async () => {
    await capture.apply(both);
    await capture.setMuted('video', true);
    expect(browser.machine.capturing('camera')).toBe(false);
    expect(capture.wished('video')).toBe(true);
    await capture.setMuted('audio', true);
    expect(browser.machine.capturing('microphone')).toBe(true);
    expect(capture.track('audio')?.enabled).toBe(false);
    await capture.setMuted('video', false);
    expect(browser.machine.capturing('camera')).toBe(true);
    await capture.setMuted('audio', false);
    expect(capture.track('audio')?.enabled).toBe(true);
  });

  it('stays muted and says why if the camera does not open again', async () => {
    await capture.apply(both);
    await capture.setMuted('video', true);
    browser.machine.occupy('front', true);
    await expect(capture.setMuted('video', false)).rejects.toMatchObject({
      code: 90_100_020,
      action: 'retry',
    });
    expect(capture.muted('video')).toBe(true);
    browser.machine.occupy('front', false);
    await capture.setMuted('video', false);
    expect(capture.muted('video')).toBe(false);
    expect(capture.track('video')).not.toBeNull();
  });

  it('ends muted when it is muted again while the camera opens', async () => {
    await capture.apply(both);
    await capture.setMuted('video', true);
    const unmuted = capture.setMuted('video', false);
    const muted = capture.setMuted('video', true);
    await Promise.all([unmuted, muted]);
    expect(capture.muted('video')).toBe(true);
    expect(browser.machine.capturing('camera')).toBe(false);
  });

  it('changes the size of a picture without opening the camera anew', async () => {
    await capture.apply(both);
    const track = capture.track('video');
    await capture.apply({ ...both, video: { ...DEFAULT_VIDEO, width: 1280, height: 720 } });
    expect(capture.track('video')).toBe(track);
    expect(track?.getSettings()).toMatchObject({ width: 1280, height: 720 });
  });

  it('takes the new camera before it lets the old one go', async () => {
    await capture.apply(both);
    const old = capture.track('video');
    let gap = false;
    capture.onChange(() => (gap ||= capture.track('video') === null));
    await capture.switchDevice('video', 'back');
    expect(gap).toBe(false);
    expect(deviceOf('video')).toBe('back');
    expect(old?.readyState).toBe('ended');
  });

  it('keeps the old camera if the other one does not open', async () => {
    await capture.apply(both);
    const old = capture.track('video');
    await expect(capture.switchDevice('video', 'nowhere')).rejects.toMatchObject({ code: 90_100_019 });
    expect(capture.track('video')).toBe(old);
    browser.machine.occupy('back', true);
    await expect(capture.switchDevice('video', 'back')).rejects.toMatchObject({ code: 90_100_020 });
    expect(deviceOf('video')).toBe('front');
    expect(browser.machine.capturing('camera')).toBe(true);
  });

  it('goes on with another camera when its own is unplugged, and returns when it is back', async () => {
    await capture.apply(both);
    await macrotask();
    await devices.select('camera', 'back');
    expect(deviceOf('video')).toBe('back');
    browser.machine.unplug('back');
    await macrotask();
    expect(deviceOf('video')).toBe('front');
    expect(store.devices.get('camera')).toMatchObject({ selectedId: 'back', lost: true });
    browser.machine.plug({ kind: 'camera', deviceId: 'back' });
    await macrotask();
    expect(deviceOf('video')).toBe('back');
    expect(store.devices.get('camera')?.lost).toBe(false);
  });

  it('says that no device is left, and opens the next one that is plugged in', async () => {
    await capture.apply(both);
    browser.machine.unplug('front');
    browser.machine.unplug('back');
    await macrotask();
    expect(capture.track('video')).toBeNull();
    expect(capture.error('video')?.code).toBe(90_100_019);
    expect(capture.track('audio')?.readyState).toBe('live');
    browser.machine.plug({ kind: 'camera', deviceId: 'new' });
    await macrotask();
    expect(deviceOf('video')).toBe('new');
    expect(capture.error('video')).toBeNull();
  });

  it('says so when the permission is taken back in the middle', async () => {
    await capture.apply(both);
    browser.machine.setPermission('camera', 'denied');
    await macrotask();
    expect(capture.track('video')).toBeNull();
    expect(capture.error('video')).toMatchObject({ code: 90_100_017, action: 'give-up' });
    expect(store.devices.get('camera')?.permission).toBe('denied');
    expect(capture.track('audio')?.readyState).toBe('live');
  });

  it.each([
    ['denied', { permission: 'denied' } as const, 90_100_017],
    ['there is none', { devices: [] }, 90_100_019],
  ])('names the reason: %s', async (_name, options, code) => {
    browser();
    open(options);
    await capture.apply({ audio: null, video: DEFAULT_VIDEO });
    expect(capture.error('video')?.code).toBe(code);
  });

  it('keeps the reason while it tries again, and drops it when the device opens', async () => {
    browser();
    open({ devices: [] });
    await capture.apply({ audio: null, video: DEFAULT_VIDEO });
    await macrotask();
    const reasons: unknown[] = [];
    capture.onChange((kind) => reasons.push(capture.error(kind)?.code));
    await capture.reconsider();
    expect(reasons).toEqual([90_100_019, 90_100_019]); // asked again, refused again
    browser.machine.plug({ kind: 'camera', deviceId: 'new' });
    await macrotask();
    expect(deviceOf('video')).toBe('new');
    expect(reasons.at(-1)).toBeUndefined();
  });

  it('names a device that is in use', async () => {
    browser.machine.occupy('front', true);
    await capture.apply({ audio: null, video: DEFAULT_VIDEO });
    expect(capture.error('video')?.code).toBe(90_100_020);
  });

  it('still captures the microphone when the camera cannot be had', async () => {
    browser.machine.occupy('front', true);
    await capture.apply(both);
    expect(capture.track('audio')?.readyState).toBe('live');
    expect(capture.error('video')?.code).toBe(90_100_020);
  });

  it('does not ask again a user who has refused', async () => {
    browser();
    open({ permission: 'prompt' });
    const applied = capture.apply(both);
    await macrotask();
    browser.machine.answer(false);
    await applied;
    expect(browser.machine.captures).toBe(1);
    expect(browser.machine.prompting).toBe(false);
    await capture.reconsider();
    expect(browser.machine.captures).toBe(1);
  });

  it('opens the remembered device at once where its id is known', async () => {
    browser();
    open();
    devices.remember({ getItem: () => JSON.stringify({ camera: 'back' }), setItem: () => undefined });
    await capture.apply(both);
    expect(deviceOf('video')).toBe('back');
    expect(browser.machine.captures).toBe(1);
  });

  it('leaves a track of the app’s own alone', async () => {
    const own = browser.machine.mediaDevices.getUserMedia?.({ video: true });
    const [track] = (await own)?.getVideoTracks() ?? [];
    if (!track) throw new Error('No track.');
    capture.setOwnTrack('video', track);
    await capture.apply({ audio: DEFAULT_AUDIO, video: DEFAULT_VIDEO });
    expect(capture.track('video')).toBe(track);
    await capture.setMuted('video', true);
    expect(track.enabled).toBe(false);
    capture.close();
    expect(track.readyState).toBe('live');
    track.stop();
  });
});

describe('a screen', () => {
  it('is asked for once, and ends with the browser’s own stop', async () => {
    const browser = fakeBrowser();
    const devices = new Devices(createClientStore());
    const screen = new LocalCapture('screen', 'screen', devices, (error) => {
      throw error;
    });
    await screen.apply({ audio: DEFAULT_AUDIO, video: DEFAULT_VIDEO });
    const track = screen.track('video');
    await screen.reconsider();
    expect(screen.track('video')).toBe(track);
    (track as unknown as { end(): void }).end();
    await macrotask();
    expect(screen.wished('video')).toBe(false);
    expect(screen.track('audio')).toBeNull();
    browser();
  });
});
