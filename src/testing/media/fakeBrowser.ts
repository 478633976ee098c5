import { FakeAudioContext } from './FakeAudioContext.js';
import { fakeDevices, type FakeDevice } from './fakeDevices.js';
import { FakeMachine, type CaptureDevice, type FakePermission } from './FakeMachine.js';
import { FakeMediaStream } from './FakeStream.js';
import { FakeMediaStreamTrack } from './FakeMediaStreamTrack.js';
import { Patches } from './patches.js';

/** How the fake browser is when it starts. @public */
export interface FakeBrowserOptions {
  /** For both, or each. `'prompt'` leaves a capture waiting until `answer()`. Default: granted. */
  permission?: FakePermission | Partial<Record<CaptureDevice, FakePermission>>;
  /** Default: a camera, a microphone and a speaker. */
  devices?: readonly FakeDevice[];
  /** Whether sound plays before `gesture()`. Default: allowed. */
  autoplay?: 'allowed' | 'blocked';
}

/** Moves the fake browser; calling it takes the fake away. @public */
export interface FakeBrowser {
  (): void;
  readonly machine: FakeMachine;
  /** The user clicks somewhere: from now on sound may play. */
  gesture(): void;
}

/**
 * Gives jsdom (or Node) what it lacks of a browser with media: devices, permissions, streams, playback and audio levels. Undone
 * by its return value.
 *
 * @example
 * ```ts
 * const browser = fakeBrowser({ permission: 'prompt' });
 * // … render, press the camera button …
 * browser.machine.answer(true);
 * expect(browser.machine.capturing('camera')).toBe(true);
 * browser();
 * ```
 * Source: REACT.md, testing door.
 * @public
 */
export function fakeBrowser({
  permission = 'granted',
  devices = fakeDevices(),
  autoplay = 'allowed',
}: FakeBrowserOptions = {}): FakeBrowser {
  const { camera = 'granted', microphone = 'granted' } =
    typeof permission === 'string' ? { camera: permission, microphone: permission } : permission;
  const machine = new FakeMachine(devices, { camera, microphone });
  const patches = new Patches();
  const playback = { blocked: autoplay === 'blocked' };

  if (!('navigator' in globalThis)) patches.value(globalThis, 'navigator', {});
  patches.value(globalThis.navigator, 'mediaDevices', machine.mediaDevices);
  patches.value(globalThis.navigator, 'permissions', {
    query: ({ name }: { name: string }) => Promise.resolve().then(() => machine.permissionStatus(name)),
  });
  patches.value(globalThis, 'MediaStream', FakeMediaStream);
  patches.value(globalThis, 'MediaStreamTrack', FakeMediaStreamTrack);
  patches.value(globalThis, 'AudioContext', FakeAudioContext);
  FakeAudioContext.startsSuspended = playback.blocked;
  if ('HTMLMediaElement' in globalThis) patchPlayback(patches, playback);

  const undo = (): void => {
    patches.undo();
    FakeAudioContext.startsSuspended = false;
  };
  return Object.assign(undo, {
    machine,
    gesture() {
      playback.blocked = false;
      FakeAudioContext.startsSuspended = false;
    },
  });
}

/** What jsdom's media elements do not do: hold a stream, play it or refuse to, and go to another speaker. */
function patchPlayback(patches: Patches, playback: { blocked: boolean }): void {
  const streams = new WeakMap<HTMLMediaElement, MediaStream | null>();
  const playing = new WeakSet<HTMLMediaElement>();
  const sinks = new WeakMap<HTMLMediaElement, string>();
  const prototype = HTMLMediaElement.prototype;
  patches.set(prototype, 'srcObject', {
    get(this: HTMLMediaElement) {
      return streams.get(this) ?? null;
    },
    set(this: HTMLMediaElement, stream: MediaStream | null) {
      streams.set(this, stream);
      playing.delete(this);
    },
  });
  patches.set(prototype, 'paused', {
    get(this: HTMLMediaElement) {
      return !playing.has(this);
    },
  });
  patches.value(prototype, 'play', async function play(this: HTMLMediaElement) {
    await Promise.resolve();
    if (playback.blocked && !this.muted)
      throw new DOMException('A gesture is needed first.', 'NotAllowedError');
    playing.add(this);
    this.dispatchEvent(new Event('playing'));
  });
  patches.value(prototype, 'pause', function pause(this: HTMLMediaElement) {
    playing.delete(this);
  });
  patches.set(prototype, 'sinkId', {
    get(this: HTMLMediaElement) {
      return sinks.get(this) ?? '';
    },
  });
  patches.value(prototype, 'setSinkId', async function setSinkId(this: HTMLMediaElement, id: string) {
    await Promise.resolve();
    sinks.set(this, id);
  });
}
