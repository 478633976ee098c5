import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullJitter } from '../../src/lib/backoff.js';

describe('full jitter', () => {
  it('doubles its reach with each attempt', () => {
    expect([0, 1, 2, 3].map((attempt) => fullJitter(attempt, 500, 20_000, () => 1))).toEqual([
      500, 1000, 2000, 4000,
    ]);
  });

  it('is anything from nothing to the cap, however long it goes on', () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
        const delay = fullJitter(attempt, 500, 20_000, () => chance);
        return delay >= 0 && delay <= 20_000;
      }),
    );
  });
});
