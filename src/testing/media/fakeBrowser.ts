import { FakeAudioContext } from './FakeAudioContext.js';
import { fakeDevices, type FakeDevice } from './fakeDevices.js';
import { FakeMachine, type CaptureDevice, type FakePermission } from './FakeMachine.js';
import { FakeFiles, patchFiles } from './fakeFiles.js';
import { FakeMediaRecorder } from './FakeMediaRecorder.js';
import { FakeMediaStream } from './FakeStream.js';
import { FakeMediaStreamTrack } from './FakeMediaStreamTrack.js';
import { patchPictureInPicture, patchPlayback } from './fakePlayback.js';
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
  /** Sound files that the page can load: `browser.files.put(url, { seconds: 3 })`, `browser.files.finish()`. */
  readonly files: FakeFiles;
  /** The user closes the picture-in-picture window. */
  closePictureInPicture(): void;
  /** The user clicks somewhere: from now on sound may play. */
  gesture(): void;
}

/**
 * Gives jsdom (or Node) what it lacks of a browser with media: devices, permissions, streams, playback, sound files, recording,
 * picture-in-picture and audio levels. Undone
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
  patches.value(globalThis, 'MediaRecorder', FakeMediaRecorder);
  const files = new FakeFiles();
  FakeAudioContext.startsSuspended = playback.blocked;
  FakeAudioContext.files = files;
  const isPage = 'HTMLMediaElement' in globalThis;
  if (isPage) {
    patchPlayback(patches, playback);
    patchFiles(patches, files);
  }
  const window = isPage ? patchPictureInPicture(patches) : null;

  const undo = (): void => {
    patches.undo();
    FakeAudioContext.startsSuspended = false;
    FakeAudioContext.files = null;
  };
  return Object.assign(undo, {
    machine,
    files,
    closePictureInPicture() {
      window?.close();
    },
    gesture() {
      playback.blocked = false;
      FakeAudioContext.startsSuspended = false;
    },
  });
}
