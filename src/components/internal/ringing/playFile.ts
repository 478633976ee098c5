import { onGesture } from './onGesture.js';
import type { RingingSound } from './RingAudio.js';

/** Repeats a sound of the app's own until it is stopped: at once where the page may sound, else from the next gesture on. */
export function playFile(url: string, volume: number): RingingSound {
  const element = new Audio(url);
  element.loop = true;
  element.volume = volume;
  let unwatch: (() => void) | null = null;
  let over = false;
  const end = (): void => {
    unwatch?.();
    unwatch = null;
  };
  const play = async (): Promise<void> => {
    try {
      await element.play();
      end();
    } catch (error) {
      // What is refused now is not refused after a gesture; what cannot be loaded or decoded stays silent.
      const refused = error instanceof DOMException && error.name === 'NotAllowedError';
      if (refused && !over) unwatch ??= onGesture(() => void play());
    }
    if (over) element.pause();
  };
  void play();
  return {
    setVolume(next) {
      element.volume = next;
    },
    stop() {
      over = true;
      end();
      element.pause();
    },
  };
}
