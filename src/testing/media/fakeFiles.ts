import type { Patches } from './patches.js';

/** A sound file that exists for the fake browser. @public */
export interface FakeFile {
  /** Length in seconds. */
  readonly seconds: number;
  /** Amplitude of its sound, 0 to 1. Default 0.5. */
  readonly level?: number;
}

/** Sound files by address, and the elements that play them. What is not here does not load. */
export class FakeFiles {
  readonly #files = new Map<string, FakeFile>();
  readonly #loaded = new Map<HTMLMediaElement, FakeFile>();

  /** From now on this file is at that address. */
  put(url: string, file: FakeFile): void {
    this.#files.set(url, file);
  }

  /** All files that play now come to their end. */
  finish(): void {
    for (const [element, { seconds }] of [...this.#loaded]) {
      if (element.paused || element.loop) continue;
      element.currentTime = seconds;
      element.pause();
      element.dispatchEvent(new Event('ended'));
    }
  }

  of(element: HTMLMediaElement): FakeFile | undefined {
    return this.#loaded.get(element);
  }

  /** @internal What `src` does. */
  async load(element: HTMLMediaElement, url: string): Promise<void> {
    this.#loaded.delete(element);
    await Promise.resolve();
    const file = this.#files.get(url);
    if (file) this.#loaded.set(element, file);
    element.dispatchEvent(new Event(file ? 'loadedmetadata' : 'error'));
  }

  /** @internal */
  unload(element: HTMLMediaElement): void {
    this.#loaded.delete(element);
  }
}

/** Addresses of sound files, and what an element that has loaded one knows of it. */
export function patchFiles(patches: Patches, files: FakeFiles): void {
  const prototype = HTMLMediaElement.prototype;
  const times = new WeakMap<HTMLMediaElement, number>();
  const address = Object.getOwnPropertyDescriptor(prototype, 'src') ?? {};
  patches.set(prototype, 'src', {
    ...address,
    set(this: HTMLMediaElement, url: string) {
      address.set?.call(this, url);
      times.set(this, 0);
      void files.load(this, url);
    },
  });
  patches.value(prototype, 'load', function load(this: HTMLMediaElement) {
    files.unload(this);
  });
  patches.set(prototype, 'duration', {
    get(this: HTMLMediaElement) {
      return files.of(this)?.seconds ?? Number.NaN;
    },
  });
  patches.set(prototype, 'currentTime', {
    get(this: HTMLMediaElement) {
      return times.get(this) ?? 0;
    },
    set(this: HTMLMediaElement, seconds: number) {
      times.set(this, seconds);
    },
  });
}
