import type { DeviceKind } from '../../store/state.js';

/** A device of a fake machine. @public */
export interface FakeDevice {
  kind: DeviceKind;
  /** Default: made from the label. */
  deviceId?: string;
  label?: string;
  groupId?: string;
}

/** A device with everything said. @public */
export type FakeDeviceInfo = Required<FakeDevice>;

/**
 * Devices for `fakeBrowser`, with what was left out filled in. Without an argument: a camera, a microphone and a speaker.
 *
 * @example
 * ```ts
 * const browser = fakeBrowser({ devices: fakeDevices([{ kind: 'camera', label: 'Front' }, { kind: 'camera', label: 'Back' }]) });
 * ```
 * Source: API.md 4.
 * @public
 */
export function fakeDevices(devices: readonly FakeDevice[] = USUAL): FakeDeviceInfo[] {
  return devices.map(({ kind, label = `Fake ${kind}`, deviceId, groupId = '' }, index) => ({
    kind,
    label,
    deviceId: deviceId ?? `${kind}-${label.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${String(index)}`,
    groupId,
  }));
}

const USUAL: readonly FakeDevice[] = [{ kind: 'camera' }, { kind: 'microphone' }, { kind: 'speaker' }];
