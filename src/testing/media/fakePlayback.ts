import type { Patches } from './patches.js';

/** What jsdom's media elements do not do: hold a stream, play it or refuse to, and go to another speaker. */
export function patchPlayback(patches: Patches, playback: { blocked: boolean }): void {
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
      if (stream) queueMicrotask(() => this.dispatchEvent(new Event('loadedmetadata')));
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

/** A picture-in-picture window, one for the page. */
export function patchPictureInPicture(patches: Patches): { close(): void } {
  let shown: HTMLVideoElement | null = null;
  const close = (): void => {
    const before = shown;
    shown = null;
    before?.dispatchEvent(new Event('leavepictureinpicture'));
  };
  patches.value(document, 'pictureInPictureEnabled', true);
  patches.set(document, 'pictureInPictureElement', { get: () => shown });
  patches.value(document, 'exitPictureInPicture', async () => {
    await Promise.resolve();
    if (!shown) throw new DOMException('Nothing is in picture-in-picture.', 'InvalidStateError');
    close();
  });
  patches.value(
    HTMLVideoElement.prototype,
    'requestPictureInPicture',
    async function requestPictureInPicture(this: HTMLVideoElement) {
      await Promise.resolve();
      if (!this.srcObject) throw new DOMException('The element shows nothing.', 'InvalidStateError');
      close();
      // eslint-disable-next-line @typescript-eslint/no-this-alias -- the element that is shown
      shown = this;
      this.dispatchEvent(new Event('enterpictureinpicture'));
    },
  );
  return { close };
}
