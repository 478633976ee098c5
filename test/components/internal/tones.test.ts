import { describe, expect, it } from 'vitest';
import {
  RING_BACK,
  RING_SAMPLE_RATE,
  RINGTONE,
  samplesOf,
  type RingPattern,
} from '../../../src/components/internal/ringing/tones.js';

/** How strongly a frequency sounds in samples (Goertzel), 1 for a full-scale sine. */
function strength(samples: Float32Array, frequency: number, rate = RING_SAMPLE_RATE): number {
  let [sine, cosine] = [0, 0];
  for (const [index, sample] of samples.entries()) {
    sine += sample * Math.sin((2 * Math.PI * frequency * index) / rate);
    cosine += sample * Math.cos((2 * Math.PI * frequency * index) / rate);
  }
  return (2 * Math.hypot(sine, cosine)) / samples.length;
}
const loudest = (samples: Float32Array): number =>
  samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
const part = (samples: Float32Array, from: number, to: number): Float32Array =>
  samples.slice(from * RING_SAMPLE_RATE, to * RING_SAMPLE_RATE);

describe.each([
  ['the ringtone', RINGTONE],
  ['ring-back', RING_BACK],
])('%s', (_name, pattern) => {
  const samples = samplesOf(pattern);

  it('is one period long', () => {
    expect(samples).toHaveLength(pattern.period * RING_SAMPLE_RATE);
  });

  it('is loud enough to be heard, and never so loud that it breaks', () => {
    expect(loudest(samples)).toBeGreaterThan(0.2);
    expect(loudest(samples)).toBeLessThan(1);
  });

  it('ends in silence, so that the loop has no seam', () => {
    for (const { at, duration } of pattern.tones) expect(at + duration).toBeLessThan(pattern.period);
    expect(loudest(part(samples, pattern.period - 0.5, pattern.period))).toBe(0);
    expect(samples[0]).toBe(0);
  });
});

describe('samplesOf', () => {
  const one = (voice: RingPattern['voice']): Float32Array =>
    samplesOf({ period: 1, voice, tones: [{ at: 0.25, duration: 0.5, frequency: 500, gain: 0.5 }] });

  it('is silent before and after a tone', () => {
    expect(loudest(part(one('steady'), 0, 0.25))).toBe(0);
    expect(loudest(part(one('steady'), 0.75, 1))).toBe(0);
  });

  it('sounds at the frequency of the tone, and at no other', () => {
    const during = part(one('steady'), 0.3, 0.7);
    expect(strength(during, 500)).toBeCloseTo(0.5, 2);
    expect(strength(during, 700)).toBeLessThan(0.01);
  });

  it.each(['bell', 'steady'] as const)('does not click: a %s tone fades in and out', (voice) => {
    const samples = one(voice);
    const [first, end] = [0.25 * RING_SAMPLE_RATE, 0.75 * RING_SAMPLE_RATE];
    expect(loudest(samples.slice(first, first + 8))).toBeLessThan(0.06);
    expect(loudest(samples.slice(end - 8, end))).toBeLessThan(0.01);
  });

  it('lets a bell die away, and holds a steady tone', () => {
    const [bell, steady] = [one('bell'), one('steady')];
    expect(loudest(part(bell, 0.6, 0.7))).toBeLessThan(0.2 * loudest(part(bell, 0.25, 0.35)));
    expect(loudest(part(steady, 0.6, 0.7))).toBeCloseTo(0.5, 2);
  });

  it('cuts a tone that is longer than its period', () => {
    const cut = samplesOf({
      period: 0.5,
      voice: 'steady',
      tones: [{ at: 0.4, duration: 1, frequency: 500, gain: 0.5 }],
    });
    expect(cut).toHaveLength(0.5 * RING_SAMPLE_RATE);
  });
});
