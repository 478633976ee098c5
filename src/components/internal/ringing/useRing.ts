'use client';
import { useEffect, useRef } from 'react';
import { playFile } from './playFile.js';
import { ringAudio, type RingingSound } from './RingAudio.js';
import type { RingPattern } from './tones.js';

/** What may be said about the sound of a call. @public */
export interface RingOptions {
  /** The address of a sound of the app's own; default: a generated one. */
  src?: string | undefined;
  /** 0 to 1. */
  volume?: number | undefined;
}

/** Sounds while `on`. A changed volume is heard at once; another `src` begins anew. */
export function useRing(pattern: RingPattern, on: boolean, { src, volume = 1 }: RingOptions): void {
  const sound = useRef<RingingSound | null>(null);
  // A volume out of range would throw at an element, and be deafening at a gain.
  const level = Math.min(1, Math.max(0, Number.isFinite(volume) ? volume : 1));
  const first = useRef(level);
  useEffect(() => {
    first.current = level;
    sound.current?.setVolume(level);
  }, [level]);
  useEffect(() => {
    if (!on) return;
    const playing = src === undefined ? ringAudio.play(pattern, first.current) : playFile(src, first.current);
    sound.current = playing;
    return () => {
      sound.current = null;
      playing.stop();
    };
  }, [on, src, pattern]);
}

/** Makes ready for ringing: from the user's first gesture on the page may sound, even when it is hidden by then. */
export function useSoundPermission(): void {
  useEffect(() => ringAudio.attach(), []);
}
