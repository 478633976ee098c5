import { onGesture } from './onGesture.js';
import { RING_SAMPLE_RATE, samplesOf, type RingPattern } from './tones.js';

/** A sound that is playing, or that waits for a gesture. */
export interface RingingSound {
  setVolume(volume: number): void;
  stop(): void;
}

/** Seconds over which a sound is switched off: at once to the ear, without a click. */
const FADE = 0.03;

/**
 * The page's sound of ringing. Browsers keep a page silent until its user has done something on it, so one context is
 * opened at the first gesture and kept asleep: by the time somebody calls, it may sound.
 */
export class RingAudio {
  readonly #make: () => AudioContext | null;
  #context: AudioContext | null = null;
  #ready = false;
  #sounds = 0;
  #users = 0;
  #unwatch: (() => void) | null = null;

  constructor(make: () => AudioContext | null = makeContext) {
    this.#make = make;
  }

  /** Waits for the first gesture while somebody may ring. Counted; returns the release. */
  attach(): () => void {
    this.#users++;
    this.#watch();
    return () => {
      this.#users--;
      this.#watch();
    };
  }

  /** Repeats a pattern until it is stopped: at once where the page may sound, else from the next gesture on. */
  play(pattern: RingPattern, volume: number): RingingSound {
    const context = this.#open();
    if (!context) return SILENCE;
    const source = context.createBufferSource();
    const gain = context.createGain();
    const samples = samplesOf(pattern);
    const buffer = context.createBuffer(1, samples.length, RING_SAMPLE_RATE);
    buffer.getChannelData(0).set(samples);
    source.buffer = buffer;
    source.loop = true;
    gain.gain.value = volume;
    source.connect(gain).connect(context.destination);
    source.start();
    this.#sounds++;
    this.#watch();
    void this.#wake(context);

    let playing = true;
    return {
      setVolume(next) {
        gain.gain.setTargetAtTime(next, context.currentTime, FADE / 3);
      },
      stop: () => {
        if (!playing) return;
        playing = false;
        this.#sounds--;
        gain.gain.setTargetAtTime(0, context.currentTime, FADE / 3);
        source.onended = () => {
          gain.disconnect();
          this.#rest(context);
        };
        source.stop(context.currentTime + FADE);
        this.#watch();
        // The time of a context that never woke does not pass: nothing of it would end.
        if (context.state !== 'running') gain.disconnect();
      },
    };
  }

  #open(): AudioContext | null {
    if (this.#context?.state === 'closed') this.#context = null;
    this.#context ??= this.#make();
    return this.#context;
  }

  /** Gestures matter until one has made the context run; then only for a sound that is kept waiting. */
  #watch(): void {
    const waiting = this.#sounds > 0 && this.#context?.state !== 'running';
    const wanted = waiting || (this.#users > 0 && !this.#ready);
    if (wanted) this.#unwatch ??= onGesture(() => void this.#unlock());
    else {
      this.#unwatch?.();
      this.#unwatch = null;
    }
  }

  async #unlock(): Promise<void> {
    const context = this.#open();
    if (context) await this.#wake(context);
    else this.#ready = true;
    this.#watch();
  }

  async #wake(context: AudioContext): Promise<void> {
    // Refused without a gesture; some browsers then answer only after one.
    await context.resume().catch(() => undefined);
    if (context.state !== 'running') return;
    this.#ready = true;
    this.#watch();
    this.#rest(context);
  }

  /** A context that plays nothing still costs a thread. */
  #rest(context: AudioContext): void {
    if (this.#sounds === 0 && context.state === 'running') void context.suspend().catch(() => undefined);
  }
}

const SILENCE: RingingSound = { setVolume: () => undefined, stop: () => undefined };

function makeContext(): AudioContext | null {
  return typeof AudioContext === 'undefined' ? null : new AudioContext({ latencyHint: 'playback' });
}

/** One for the page: a context that a gesture woke cannot be had again without one. */
export const ringAudio = new RingAudio();
