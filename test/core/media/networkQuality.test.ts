import { describe, expect, it } from 'vitest';
import { qualityOf, qualityOfScore, Smoothing } from '../../../src/core/media/networkQuality.js';

const measured = (change: object = {}) => ({ packets: 100, loss: 0, rtt: 20, jitter: 5, ...change });

describe('the quality of a network', () => {
  it.each([
    [1, { loss: 1, rtt: 150, jitter: 30 }],
    [2, { loss: 1.1 }],
    [2, { rtt: 151 }],
    [2, { jitter: 31 }],
    [2, { loss: 3, rtt: 250, jitter: 60 }],
    [3, { loss: 8, rtt: 400, jitter: 100 }],
    [4, { loss: 20, rtt: 800, jitter: 200 }],
    [5, { loss: 21 }],
    [5, { rtt: 801 }],
    [5, { jitter: 201 }],
    [0, { packets: 0 }],
  ])('is %i at %o', (level, change) => {
    expect(qualityOf(measured(change))).toBe(level);
  });

  it('is good at most where the encoder is limited, and no better for it where it is worse', () => {
    expect(qualityOf(measured(), true)).toBe(2);
    expect(qualityOf(measured({ loss: 10 }), true)).toBe(4);
  });

  it('is, of somebody else, what the server’s score says', () => {
    const scores = [null, 10, 9, 8, 7, 6, 5, 4, 3, 1, 0];
    expect(scores.map(qualityOfScore)).toEqual([0, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6]);
  });
});

describe('smoothing', () => {
  it('takes half of the newest and half of what was before', () => {
    const smoothing = new Smoothing();
    smoothing.add(measured());
    expect(smoothing.add(measured({ loss: 12, rtt: 220, jitter: 25 }))).toMatchObject({
      loss: 6,
      rtt: 120,
      jitter: 15,
    });
    expect(smoothing.add(measured())).toMatchObject({ loss: 3, rtt: 70, jitter: 10 });
  });

  it('begins anew after an interval without packets, and after a reset', () => {
    const smoothing = new Smoothing();
    smoothing.add(measured({ loss: 50 }));
    smoothing.add(measured({ packets: 0 }));
    expect(smoothing.add(measured({ loss: 2 })).loss).toBe(2);
    smoothing.reset();
    expect(smoothing.add(measured({ loss: 8 })).loss).toBe(8);
  });
});
