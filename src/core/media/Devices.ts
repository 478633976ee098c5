import { Passes } from '../../lib/passes.js';
import { sameFields } from '../../lib/sameFields.js';
import { toHummerError, type HummerError } from '../../protocol/errors.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import type { ClientStore } from '../../store/clientStore.js';
import type { DeviceKind, DevicesState, MediaPermission } from '../../store/state.js';
import type { DevicesPart } from '../internals.js';
import { mediaDevices, openDevices, permissionStatus } from './capture.js';
import type { DeviceChoice } from './CaptureSlot.js';
import { RtcError } from './RtcError.js';

/** Where the choice of devices is remembered, e.g. `localStorage`. */
export type DeviceMemory = Pick<Storage, 'getItem' | 'setItem'>;

const KINDS = ['camera', 'microphone', 'speaker'] as const;
const BROWSER_KINDS: Readonly<Record<DeviceKind, MediaDeviceKind>> = {
  camera: 'videoinput',
  microphone: 'audioinput',
  speaker: 'audiooutput',
};
const EMPTY: DevicesState = {
  devices: [],
  selectedId: null,
  permission: 'unknown',
  lost: false,
  error: null,
};

/**
 * The machine's devices and the choice among them. Looking never prompts: before a permission the browser names no devices,
 * and the lists are empty. The choice is remembered; captures that name no device, and all sound, follow it.
 */
export class Devices implements DevicesPart, DeviceChoice {
  #observers = 0;
  #stop: () => void = () => undefined;
  readonly #listing = new Passes(() => this.#list());
  #listed = false;
  /** Why there is no list; any other error is of a permission, and no matter of the list. */
  #unlisted: HummerError | null = null;
  /** Chosen devices that have been seen: only such a one can be lost. */
  readonly #seen = new Set<string>();
  #memory: DeviceMemory | null | undefined;
  #key = 'hummer-devices';
  #followers: (() => Promise<void>)[] = [];

  constructor(private readonly store: ClientStore) {}

  /** Replaces where choices are remembered (default: `localStorage` under `hummer-devices`); null forgets them. */
  remember(memory: DeviceMemory | null, key = this.#key): void {
    this.#memory = memory;
    this.#key = key;
    this.#recall();
  }

  /** What follows devices: called, and waited for, after the list or the choice changed. */
  onChange(follow: () => Promise<void>): void {
    this.#followers.push(follow);
  }

  get outputSelectable(): boolean {
    return 'HTMLMediaElement' in globalThis && 'setSinkId' in HTMLMediaElement.prototype;
  }

  observe(): () => void {
    if (++this.#observers === 1) this.#start();
    let observing = true;
    return () => {
      if (!observing) return;
      observing = false;
      if (--this.#observers === 0) this.#stop();
    };
  }

  async select(kind: DeviceKind, deviceId: string): Promise<void> {
    const state = this.#state(kind);
    const known = state.devices.some((device) => device.deviceId === deviceId);
    if (!known && state.devices.length > 0) {
      throw new RtcError(
        RtcErrorCode.CAPTURE_DEVICE_NOT_FOUND,
        `There is no ${kind} of this id now: choose one of the list.`,
      );
    }
    this.#seen.add(deviceId);
    this.#set(kind, { selectedId: deviceId, lost: false, error: null });
    this.#save();
    await this.#tell();
  }

  async requestPermission(kind: DeviceKind): Promise<void> {
    await this.requestPermissions([kind]);
  }

  async requestPermissions(kinds: readonly DeviceKind[]): Promise<void> {
    const media = [...new Set(kinds.map((kind): MediaKind => (kind === 'camera' ? 'video' : 'audio')))];
    const results = await openDevices(Object.fromEntries(media.map((medium) => [medium, {}])));
    let failed: RtcError | null = null;
    for (const medium of media) {
      const result = results[medium];
      if (result && 'track' in result) result.track.stop();
      const error = result && 'error' in result ? result.error : null;
      const kind = medium === 'video' ? 'camera' : 'microphone';
      const denied = error?.code === RtcErrorCode.CAPTURE_PERMISSION_DENIED;
      this.#permitted(medium, error ? (denied ? 'denied' : this.#state(kind).permission) : 'granted');
      this.#set(kind, { error });
      failed ??= error;
    }
    if (kinds.includes('speaker')) this.#set('speaker', { error: this.#state('microphone').error });
    await this.#listing.run();
    if (failed) throw failed;
  }

  ready(): Promise<void> | null {
    const remembered = KINDS.some((kind) => this.#state(kind).selectedId !== null);
    return remembered && !this.#listed ? this.#listing.running : null;
  }

  resolve(kind: MediaKind, named: string | null): string | null {
    const { devices, selectedId } = this.#state(kind === 'audio' ? 'microphone' : 'camera');
    const there = (id: string): boolean =>
      devices.length === 0 || devices.some(({ deviceId }) => deviceId === id);
    if (named !== null && there(named)) return named;
    // A remembered choice counts only once it is seen: an id of another day may be of a device that is gone.
    return selectedId !== null && devices.some(({ deviceId }) => deviceId === selectedId) ? selectedId : null;
  }

  /** The chosen speaker, if it is there: '' is the system's. */
  get sinkId(): string {
    const { devices, selectedId } = this.#state('speaker');
    return devices.some(({ deviceId }) => deviceId === selectedId) ? (selectedId ?? '') : '';
  }

  opened(kind: MediaKind): void {
    this.#permitted(kind, 'granted');
    void this.#listing.run();
  }

  refused(kind: MediaKind): void {
    this.#permitted(kind, 'denied');
  }

  async ended(): Promise<void> {
    await this.#listing.run();
  }

  #start(): void {
    this.#recall();
    let devices: MediaDevices;
    try {
      devices = mediaDevices();
    } catch (error) {
      for (const kind of KINDS) this.#set(kind, { error: toHummerError(error) });
      return;
    }
    const onChange = (): void => void this.#listing.run();
    devices.addEventListener('devicechange', onChange);
    const unwatch = (['audio', 'video'] as const).map((kind) => this.#watchPermission(kind));
    this.#stop = () => {
      devices.removeEventListener('devicechange', onChange);
      for (const stop of unwatch) stop();
      this.#stop = () => undefined;
    };
    void this.#listing.run();
  }

  #watchPermission(kind: MediaKind): () => void {
    let stopped = false;
    let unlisten: () => void = () => undefined;
    void permissionStatus(kind).then((status) => {
      if (!status || stopped) return;
      const update = (): void => {
        const before = this.#state(kind === 'audio' ? 'microphone' : 'camera').permission;
        this.#permitted(kind, status.state);
        if (before !== status.state) void this.#listing.run().then(() => this.#tell());
      };
      status.addEventListener('change', update);
      unlisten = () => {
        status.removeEventListener('change', update);
      };
      update();
    });
    return () => {
      stopped = true;
      unlisten();
    };
  }

  async #list(): Promise<void> {
    let found: MediaDeviceInfo[];
    try {
      found = await mediaDevices().enumerateDevices();
    } catch (cause) {
      const error = toHummerError(cause);
      this.#unlisted = error;
      for (const kind of KINDS) this.#set(kind, { error });
      return;
    }
    this.#listed = true;
    const changed = this.store.batch(() => KINDS.map((kind) => this.#take(kind, found)).includes(true));
    if (changed) void this.#tell();
  }

  #take(kind: DeviceKind, found: readonly MediaDeviceInfo[]): boolean {
    const { devices: before, selectedId, error } = this.#state(kind);
    // Without a permission the browser shows that there are devices, but neither their ids nor their names.
    const devices = found
      .filter((device) => device.kind === BROWSER_KINDS[kind] && device.deviceId !== '')
      .map(({ deviceId, label, groupId }) => ({ deviceId, label, groupId }));
    const same = JSON.stringify(devices) === JSON.stringify(before);
    const there = selectedId !== null && devices.some(({ deviceId }) => deviceId === selectedId);
    if (there) this.#seen.add(selectedId);
    const lost = selectedId !== null && !there && this.#seen.has(selectedId);
    this.#set(kind, {
      devices: same ? before : Object.freeze(devices),
      lost,
      // Why a device was refused stays true as long as there are no others.
      error: same && error !== this.#unlisted ? error : null,
    });
    return !same;
  }

  async #tell(): Promise<void> {
    await Promise.all(this.#followers.map((follow) => follow().catch(() => undefined)));
  }

  #permitted(kind: MediaKind, permission: MediaPermission): void {
    if (kind === 'video') {
      this.#set('camera', { permission });
      return;
    }
    // Browsers tell the names of speakers to whoever may use the microphone.
    this.#set('microphone', { permission });
    this.#set('speaker', { permission });
  }

  #state(kind: DeviceKind): DevicesState {
    return this.store.devices.get(kind) ?? EMPTY;
  }

  #set(kind: DeviceKind, change: Partial<DevicesState>): void {
    const before = this.#state(kind);
    const next = { ...before, ...change };
    if (!sameFields(next, before) || !this.store.devices.get(kind)) this.store.devices.set(kind, next);
  }

  #storage(): DeviceMemory | null {
    if (this.#memory === undefined) {
      try {
        this.#memory = (globalThis as { localStorage?: Storage }).localStorage ?? null;
      } catch {
        this.#memory = null; // refused by the browser's privacy settings
      }
    }
    return this.#memory;
  }

  #recall(): void {
    let chosen: Partial<Record<DeviceKind, unknown>> = {};
    try {
      chosen = (JSON.parse(this.#storage()?.getItem(this.#key) ?? '{}') as typeof chosen | null) ?? {};
    } catch {
      // Not ours, or refused: begin without a choice.
    }
    for (const kind of KINDS) {
      const id = chosen[kind];
      if (typeof id === 'string' && this.#state(kind).selectedId === null)
        this.#set(kind, { selectedId: id });
    }
  }

  #save(): void {
    const chosen: Partial<Record<DeviceKind, string>> = {};
    for (const kind of KINDS) {
      const { selectedId } = this.#state(kind);
      if (selectedId !== null) chosen[kind] = selectedId;
    }
    try {
      this.#storage()?.setItem(this.#key, JSON.stringify(chosen));
    } catch {
      // Full or refused: the choice lasts as long as the page.
    }
  }
}
