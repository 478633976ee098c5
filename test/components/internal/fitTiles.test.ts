import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitTiles } from '../../../src/components/internal/fitTiles.js';

const GAP = 8;

describe('fitTiles', () => {
  it('gives one person the whole stage, within 16 by 9', () => {
    expect(fitTiles({ width: 1600, height: 900 }, 1, GAP)).toEqual({ width: 1600, height: 900 });
    expect(fitTiles({ width: 3000, height: 900 }, 1, GAP)).toEqual({ width: 1600, height: 900 });
  });

  it('puts two people side by side on a wide stage and above each other on a high one', () => {
    expect(fitTiles({ width: 1200, height: 500 }, 2, GAP).width).toBeLessThan(600);
    expect(fitTiles({ width: 360, height: 640 }, 2, GAP).width).toBe(360);
  });

  it('keeps a sensible size and scrolls when there are too many', () => {
    const tile = fitTiles({ width: 360, height: 400 }, 50, GAP);
    expect(tile.width).toBeGreaterThanOrEqual(144);
    expect(tile.height).toBeGreaterThan(0);
  });

  it('never makes a tile wider than its stage, nor a row that breaks', () => {
    const size = fc.integer({ min: 200, max: 4000 });
    fc.assert(
      fc.property(size, size, fc.integer({ min: 1, max: 60 }), (width, height, count) => {
        const tile = fitTiles({ width, height }, count, GAP);
        const columns = Math.floor((width + GAP) / (tile.width + GAP));
        expect(tile.width).toBeLessThanOrEqual(width);
        expect(columns).toBeGreaterThanOrEqual(1);
        const rows = Math.ceil(count / columns);
        const fits = rows * (tile.height + GAP) - GAP <= height;
        expect(fits || tile.width >= 144).toBe(true);
      }),
    );
  });
});
