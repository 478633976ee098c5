/** One note of a sound. Times are in seconds; the gain is linear, 1 is as loud as it gets. */
export interface Tone {
  readonly at: number;
  readonly duration: number;
  readonly frequency: number;
  readonly gain: number;
}

/** A sound that is repeated for as long as it rings. */
export interface RingPattern {
  /** Seconds from one repetition to the next, its silence included. */
  readonly period: number;
  /** A bell is struck and dies away; a steady tone keeps its loudness, as in a telephone. */
  readonly voice: 'bell' | 'steady';
  readonly tones: readonly Tone[];
}

/** Enough for every partial below, and a sixth of the memory that the usual rate takes. */
export const RING_SAMPLE_RATE = 16_000;

const A4 = 440;
const semitones = (above: number): number => A4 * 2 ** (above / 12);
const D5 = semitones(5);
const F5_SHARP = semitones(9);
const A5 = semitones(12);
const D6 = semitones(17);

/** What the called hear: two rising phrases on bells, then a breath. */
export const RINGTONE: RingPattern = {
  period: 3.2,
  voice: 'bell',
  tones: [...phrase(0, [A4, D5, F5_SHARP, A5]), ...phrase(0.9, [D5, F5_SHARP, A5, D6])],
};

/** What the caller hears while the other side rings: the two frequencies of a telephone exchange, softly. */
export const RING_BACK: RingPattern = {
  period: 5,
  voice: 'steady',
  tones: [440, 480].map((frequency) => ({ at: 0, duration: 1.6, frequency, gain: 0.16 })),
};

function phrase(from: number, notes: readonly number[]): Tone[] {
  return notes.map((frequency, index) => ({
    at: from + index * 0.15,
    duration: index === notes.length - 1 ? 1 : 0.5,
    frequency,
    gain: 0.34,
  }));
}

/** Partials of a struck bar: frequency and loudness relative to the note, and how much faster each dies away. */
const BELL = [
  { ratio: 1, gain: 1, decay: 1 },
  { ratio: 2, gain: 0.3, decay: 1.7 },
  { ratio: 4, gain: 0.12, decay: 3.2 },
] as const;
const STEADY = [{ ratio: 1, gain: 1, decay: 0 }] as const;

/** Fades at both ends of a tone, so that none clicks. */
const ATTACK = 0.006;
const RELEASE = 0.04;

/** One period as samples from -1 to 1, of which a loop is the whole sound: it needs no timer, which hidden tabs throttle. */
export function samplesOf({ period, voice, tones }: RingPattern, rate = RING_SAMPLE_RATE): Float32Array {
  const samples = new Float32Array(Math.round(period * rate));
  const partials = voice === 'bell' ? BELL : STEADY;
  for (const { at, duration, frequency, gain } of tones) {
    const first = Math.round(at * rate);
    const count = Math.min(Math.round(duration * rate), samples.length - first);
    for (let index = 0; index < count; index++) {
      const time = index / rate;
      const fade = Math.min(1, time / ATTACK, (duration - time) / RELEASE);
      let value = 0;
      for (const partial of partials) {
        const fall = Math.exp((-5 * partial.decay * time) / duration);
        value += partial.gain * fall * Math.sin(2 * Math.PI * frequency * partial.ratio * time);
      }
      samples[first + index] = (samples[first + index] ?? 0) + gain * fade * value;
    }
  }
  return samples;
}
