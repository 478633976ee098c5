import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Devices } from '../../../src/core/media/Devices.js';
import { createClientStore, type ClientStore } from '../../../src/store/clientStore.js';
import type { DeviceKind, DevicesState } from '../../../src/store/state.js';
import { macrotask } from '../../../src/testing/backend/controlledClock.js';
import { fakeBrowser, type FakeBrowser } from '../../../src/testing/media/fakeBrowser.js';
import { fakeDevices } from '../../../src/testing/media/fakeDevices.js';

describe('the list of devices', () => {
  let browser: FakeBrowser;
  let store: ClientStore;
  let devices: Devices;
  let memory: Map<string, string>;

  const state = (kind: DeviceKind): DevicesState | undefined => store.devices.get(kind);
  const ids = (kind: DeviceKind): string[] | undefined =>
    state(kind)?.devices.map(({ deviceId }) => deviceId);

  async function begin(options: Parameters<typeof fakeBrowser>[0] = {}): Promise<() => void> {
    browser = fakeBrowser({
      devices: fakeDevices([
        { kind: 'camera', deviceId: 'front', label: 'Front' },
        { kind: 'camera', deviceId: 'back', label: 'Back' },
        { kind: 'microphone', deviceId: 'mic' },
        { kind: 'speaker', deviceId: 'loud' },
      ]),
      ...options,
    });
    store = createClientStore();
    devices = new Devices(store);
    devices.remember({
      getItem: (key) => memory.get(key) ?? null,
      setItem: (key, value) => void memory.set(key, value),
    });
    const stop = devices.observe();
    await macrotask();
    return stop;
  }

  beforeEach(() => {
    memory = new Map();
  });

  afterEach(() => {
    browser();
  });

  it('names all devices where the user has allowed it', async () => {
    await begin();
    expect(ids('camera')).toEqual(['front', 'back']);
    expect(state('camera')).toMatchObject({
      permission: 'granted',
      selectedId: null,
      lost: false,
      error: null,
    });
    expect(ids('speaker')).toEqual(['loud']);
  });

  it('never asks: before a permission the lists are empty', async () => {
    await begin({ permission: 'prompt' });
    expect(ids('camera')).toEqual([]);
    expect(state('camera')?.permission).toBe('prompt');
    expect(browser.machine.captures).toBe(0);
  });

  it('asks when told to, gives the device back at once, and then knows the names', async () => {
    await begin({ permission: 'prompt' });
    const asked = devices.requestPermission('camera');
    await macrotask();
    browser.machine.answer(true);
    await asked;
    expect(browser.machine.capturing('camera')).toBe(false);
    expect(state('camera')?.permission).toBe('granted');
    expect(ids('camera')).toEqual(['front', 'back']);
    expect(ids('microphone')).toEqual([]);
  });

  it('rejects, and keeps the reason, when the user refuses', async () => {
    await begin({ permission: 'prompt' });
    const asked = devices.requestPermission('microphone');
    const outcome = expect(asked).rejects.toMatchObject({ code: 90_100_017 });
    await macrotask();
    browser.machine.answer(false);
    await outcome;
    expect(state('microphone')).toMatchObject({ permission: 'denied', error: { code: 90_100_017 } });
  });

  it('keeps the reason when it lists again and finds nothing new', async () => {
    await begin({ permission: 'denied' });
    await expect(devices.requestPermission('microphone')).rejects.toMatchObject({ code: 90_100_017 });
    await devices.ended();
    expect(state('microphone')).toMatchObject({ error: { code: 90_100_017 } });
    browser.machine.setPermission('microphone', 'granted');
    await macrotask();
    expect(state('microphone')).toMatchObject({ permission: 'granted', error: null });
  });

  it('follows devices that come and go', async () => {
    await begin();
    browser.machine.plug({ kind: 'microphone', deviceId: 'headset' });
    await macrotask();
    expect(ids('microphone')).toEqual(['mic', 'headset']);
    browser.machine.unplug('mic');
    await macrotask();
    expect(ids('microphone')).toEqual(['headset']);
  });

  it('follows a permission that is changed in the browser', async () => {
    await begin({ permission: 'denied' });
    browser.machine.setPermission('camera', 'granted');
    await macrotask();
    expect(state('camera')?.permission).toBe('granted');
    expect(ids('camera')).toEqual(['front', 'back']);
  });

  it('leaves the state identical when nothing has changed', async () => {
    await begin();
    const before = state('camera');
    browser.machine.mediaDevices.dispatchEvent(new Event('devicechange'));
    await macrotask();
    expect(state('camera')).toBe(before);
  });

  it('remembers the choice, and tells who follows it', async () => {
    await begin();
    const follow = vi.fn(() => Promise.resolve());
    devices.onChange(follow);
    await devices.select('camera', 'back');
    expect(state('camera')?.selectedId).toBe('back');
    expect(follow).toHaveBeenCalledTimes(1);
    expect(devices.resolve('video', null)).toBe('back');
    expect(devices.resolve('video', 'front')).toBe('front');
    browser();
    await begin();
    expect(state('camera')?.selectedId).toBe('back');
    expect(devices.resolve('video', null)).toBe('back');
  });

  it('refuses a device that is not there', async () => {
    await begin();
    await expect(devices.select('camera', 'side')).rejects.toMatchObject({ code: 90_100_019 });
    expect(state('camera')?.selectedId).toBeNull();
  });

  it('does not call a device lost that it has never seen', async () => {
    memory.set('hummer-devices', JSON.stringify({ camera: 'of another day' }));
    await begin();
    expect(state('camera')).toMatchObject({ selectedId: 'of another day', lost: false });
    expect(devices.resolve('video', null)).toBeNull();
  });

  it.each(['not json', 'null', '[]', '{"camera": 7}'])(
    'begins without a choice when the memory holds %s',
    async (text) => {
      memory.set('hummer-devices', text);
      await begin();
      expect(state('camera')?.selectedId).toBeNull();
    },
  );

  it('listens while somebody looks, counted', async () => {
    const stop = await begin();
    const stopSecond = devices.observe();
    stop();
    stop();
    browser.machine.plug({ kind: 'camera', deviceId: 'third' });
    await macrotask();
    expect(ids('camera')).toContain('third');
    stopSecond();
    browser.machine.unplug('third');
    await macrotask();
    expect(ids('camera')).toContain('third');
  });

  it('says so where there are no media devices at all', async () => {
    await begin();
    browser();
    store = createClientStore();
    new Devices(store).observe();
    await macrotask();
    expect(state('camera')?.error?.message).toMatch(/https or localhost/);
    browser = fakeBrowser();
  });
});
