import { fakeMediaStream } from '../../src/testing/index.js';

/** What the browser of a story says when a page wants camera or microphone. */
export type StoryPermission = 'granted' | 'denied' | 'prompt';

const NAMES: readonly (readonly [MediaDeviceKind, string])[] = [
  ['videoinput', 'Built-in camera'],
  ['videoinput', 'Desk camera'],
  ['audioinput', 'Built-in microphone'],
  ['audioinput', 'Headset'],
  ['audiooutput', 'Built-in speaker'],
  ['audiooutput', 'Headset'],
];

/**
 * Puts devices of its own in the place of the reader's: a story asks nobody for a camera. Returns how to undo it.
 */
export function storyDevices(permission: StoryPermission): () => void {
  const named = permission === 'granted';
  const devices = NAMES.map(([kind, label], index) => ({
    kind,
    label: named ? label : '',
    deviceId: named ? `story-${index}` : '',
    groupId: '',
    toJSON: () => ({}),
  }));
  const own = Object.assign(new EventTarget(), {
    enumerateDevices: () => Promise.resolve(devices),
    getSupportedConstraints: () => ({ deviceId: true, width: true, height: true, frameRate: true }),
    getDisplayMedia: () =>
      Promise.resolve(
        fakeMediaStream({
          audio: false,
          video: { width: 1280, height: 720 },
          screen: true,
          seed: 'my screen',
        }),
      ),
    getUserMedia({ audio, video }: MediaStreamConstraints) {
      if (permission === 'prompt') return new Promise<MediaStream>(() => undefined);
      if (permission === 'denied') {
        return Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
      }
      return Promise.resolve(fakeMediaStream({ audio: Boolean(audio), video: Boolean(video), seed: 'me' }));
    },
  });
  const query = (): Promise<PermissionStatus> =>
    Promise.resolve(Object.assign(new EventTarget(), { state: permission, name: '', onchange: null }));
  const undo = [
    replace(navigator, 'mediaDevices', own as unknown as MediaDevices),
    replace(navigator, 'permissions', { query }),
  ];
  return () => {
    for (const step of undo) step();
  };
}

function replace<K extends 'mediaDevices' | 'permissions'>(
  target: Navigator,
  name: K,
  value: Navigator[K],
): () => void {
  Object.defineProperty(target, name, { value, configurable: true });
  return () => {
    // What was there before is on the prototype.
    Reflect.deleteProperty(target, name);
  };
}
