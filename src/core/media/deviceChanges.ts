import type { DeviceChangedInfo } from './clientTypes.js';

const EVENTS = {
  videoinput: 'camera-changed',
  audioinput: 'recording-device-changed',
  audiooutput: 'playback-device-changed',
} as const satisfies Record<MediaDeviceKind, string>;

export type DeviceChange = (typeof EVENTS)[MediaDeviceKind];

/**
 * Tells which devices were plugged in and out. Before a permission browsers give devices no ids: what has none cannot be told
 * apart, and is not told of. Returns what ends it. Loaded by whoever asks first.
 */
export function watchDevices(tell: (event: DeviceChange, change: DeviceChangedInfo) => void): () => void {
  const { mediaDevices: devices } = globalThis.navigator as { mediaDevices?: MediaDevices };
  if (!devices) return () => undefined;
  let known: Promise<ReadonlyMap<string, DeviceChange>> = list(devices);
  const look = (): void => {
    known = Promise.all([known, list(devices)]).then(([before, now]) => {
      for (const [key, event] of before)
        if (!now.has(key)) tell(event, { deviceId: idIn(key), state: 'REMOVE' });
      for (const [key, event] of now)
        if (!before.has(key)) tell(event, { deviceId: idIn(key), state: 'ADD' });
      return now;
    });
  };
  devices.addEventListener('devicechange', look);
  return () => {
    devices.removeEventListener('devicechange', look);
  };
}

async function list(devices: MediaDevices): Promise<ReadonlyMap<string, DeviceChange>> {
  const all = await devices.enumerateDevices().catch(() => []);
  return new Map(
    all.filter(({ deviceId }) => deviceId).map(({ kind, deviceId }) => [`${kind} ${deviceId}`, EVENTS[kind]]),
  );
}

function idIn(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}
