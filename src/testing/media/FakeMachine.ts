import type { DeviceKind } from '../../store/state.js';
import { fakeDevices, type FakeDevice, type FakeDeviceInfo } from './fakeDevices.js';
import { FakeScreen } from './FakeScreen.js';
import { FakeMediaStream } from './FakeStream.js';
import { FakeMediaStreamTrack } from './FakeMediaStreamTrack.js';

/** What a user may allow. @public */
export type FakePermission = 'granted' | 'denied' | 'prompt';
/** @public */
export type CaptureDevice = 'camera' | 'microphone';

const BROWSER_KINDS: Readonly<Record<DeviceKind, MediaDeviceKind>> = {
  camera: 'videoinput',
  microphone: 'audioinput',
  speaker: 'audiooutput',
};

/**
 * A machine with devices, and a user who is asked about them. Answers as `navigator.mediaDevices` and `.permissions` do.
 * @public
 */
export class FakeMachine {
  /** What `navigator.mediaDevices` is. */
  readonly mediaDevices = new EventTarget() as EventTarget & Partial<MediaDevices>;
  readonly #permissions: Record<CaptureDevice, FakePermission>;
  readonly #watched = new Set<{ device: CaptureDevice; target: EventTarget }>();
  readonly #live = new Set<FakeMediaStreamTrack>();
  readonly #deviceOf = new WeakMap<FakeMediaStreamTrack, FakeDeviceInfo>();
  readonly #occupied = new Set<string>();
  #devices: FakeDeviceInfo[];
  #prompts: ((allow: boolean) => void)[] = [];
  /** Calls of `getUserMedia`, granted or not. */
  captures = 0;
  /** The screen, and the user who is asked which one to share. */
  readonly screen = new FakeScreen();

  constructor(devices: readonly FakeDevice[], permissions: Record<CaptureDevice, FakePermission>) {
    this.#devices = fakeDevices(devices);
    this.#permissions = { ...permissions };
    Object.assign(this.mediaDevices, {
      enumerateDevices: () => this.#enumerate(),
      getUserMedia: (constraints: MediaStreamConstraints) => this.#capture(constraints),
      getDisplayMedia: (constraints: MediaStreamConstraints) => this.screen.capture(constraints),
      getSupportedConstraints: () => ({
        deviceId: true,
        width: true,
        height: true,
        frameRate: true,
        facingMode: true,
      }),
    });
  }

  get devices(): readonly FakeDeviceInfo[] {
    return this.#devices;
  }

  /** Whether a light is on. */
  capturing(device: CaptureDevice): boolean {
    return this.tracks(device).length > 0;
  }

  /** Live tracks of a kind of device. */
  tracks(device: CaptureDevice): FakeMediaStreamTrack[] {
    return [...this.#live].filter(
      (track) => track.readyState === 'live' && this.#deviceOf.get(track)?.kind === device,
    );
  }

  plug(device: FakeDevice): FakeDeviceInfo {
    const [info] = fakeDevices([device]);
    if (!info) throw new Error('No device.');
    this.#devices = [...this.#devices, info];
    this.mediaDevices.dispatchEvent(new Event('devicechange'));
    return info;
  }

  unplug(deviceId: string): void {
    this.#devices = this.#devices.filter((device) => device.deviceId !== deviceId);
    for (const track of this.#live) if (this.#deviceOf.get(track)?.deviceId === deviceId) track.end();
    this.mediaDevices.dispatchEvent(new Event('devicechange'));
  }

  /** Another application uses the device, or gives it back. */
  occupy(deviceId: string, occupied: boolean): void {
    if (occupied) this.#occupied.add(deviceId);
    else this.#occupied.delete(deviceId);
  }

  setPermission(device: CaptureDevice, permission: FakePermission): void {
    this.#permissions[device] = permission;
    if (permission !== 'granted') for (const track of this.tracks(device)) track.end();
    for (const watched of this.#watched) {
      if (watched.device === device) watched.target.dispatchEvent(new Event('change'));
    }
  }

  /** The user answers every open prompt. */
  answer(allow: boolean): void {
    for (const prompt of this.#prompts.splice(0)) prompt(allow);
  }

  get prompting(): boolean {
    return this.#prompts.length > 0;
  }

  permissionStatus(name: string): EventTarget & { readonly state: PermissionState; readonly name: string } {
    if (name !== 'camera' && name !== 'microphone') throw new TypeError(`Unknown permission ${name}.`);
    const permissions = this.#permissions;
    const target = Object.defineProperties(new EventTarget(), {
      name: { value: name },
      state: { get: () => permissions[name] },
    }) as EventTarget & { readonly state: PermissionState; readonly name: string };
    this.#watched.add({ device: name, target });
    return target;
  }

  async #enumerate(): Promise<MediaDeviceInfo[]> {
    await Promise.resolve();
    return this.#devices.map(({ kind, deviceId, label, groupId }) => {
      const named = this.#permissions[kind === 'camera' ? 'camera' : 'microphone'] === 'granted';
      const info = {
        kind: BROWSER_KINDS[kind],
        deviceId: named ? deviceId : '',
        label: named ? label : '',
        groupId,
      };
      return { ...info, toJSON: () => info };
    });
  }

  async #capture({ audio, video }: MediaStreamConstraints): Promise<MediaStream> {
    this.captures++;
    await Promise.resolve();
    if (!audio && !video) throw new TypeError('At least one of audio and video must be requested.');
    const wanted = [
      ...(audio ? [{ device: 'microphone' as const, constraints: audio === true ? {} : audio }] : []),
      ...(video ? [{ device: 'camera' as const, constraints: video === true ? {} : video }] : []),
    ];
    for (const { device } of wanted) {
      if (!this.#devices.some(({ kind }) => kind === device))
        throw failure('NotFoundError', `There is no ${device}.`);
    }
    if (wanted.some(({ device }) => this.#permissions[device] === 'denied')) throw refused();
    const asked = wanted.filter(({ device }) => this.#permissions[device] === 'prompt');
    if (asked.length > 0) {
      const allowed = await new Promise<boolean>((resolve) => this.#prompts.push(resolve));
      for (const { device } of asked) this.setPermission(device, allowed ? 'granted' : 'denied');
      if (!allowed) throw refused();
    }
    const chosen = wanted.map(({ device, constraints }) => ({
      info: this.#choose(device, constraints),
      constraints,
    }));
    return new FakeMediaStream(chosen.map(({ info, constraints }) => this.#open(info, constraints)));
  }

  #choose(device: CaptureDevice, constraints: MediaTrackConstraints): FakeDeviceInfo {
    const all = this.#devices.filter(({ kind }) => kind === device);
    const { exact } = (constraints.deviceId ?? {}) as ConstrainDOMStringParameters;
    const info = exact === undefined ? all[0] : all.find(({ deviceId }) => deviceId === exact);
    if (!info) {
      if (exact === undefined) throw failure('NotFoundError', `There is no ${device}.`);
      throw Object.assign(failure('OverconstrainedError', `No such ${device}.`), { constraint: 'deviceId' });
    }
    if (this.#occupied.has(info.deviceId)) throw failure('NotReadableError', `The ${device} is in use.`);
    return info;
  }

  #open(info: FakeDeviceInfo, constraints: MediaTrackConstraints): FakeMediaStreamTrack {
    const ideal = (name: 'width' | 'height' | 'frameRate'): number | undefined =>
      (constraints[name] as ConstrainULongRange | undefined)?.ideal;
    const { width = ideal('width'), height = ideal('height'), frameRate = ideal('frameRate') } = {};
    const track = new FakeMediaStreamTrack({
      kind: info.kind === 'camera' ? 'video' : 'audio',
      label: info.label,
      deviceId: info.deviceId,
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
      ...(frameRate !== undefined && { frameRate }),
    });
    this.#live.add(track);
    this.#deviceOf.set(track, info);
    return track;
  }
}

function failure(name: string, message: string): DOMException {
  return new DOMException(message, name);
}

function refused(): DOMException {
  return failure('NotAllowedError', 'Permission denied');
}
