import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, type House } from './support/house.js';

const patience = { timeout: 20_000, interval: 200 };
/** Talker n sings at this pitch. */
const pitchOf = (talker: number): number => 400 + talker * 150;
const LOUD = 0.5;
const SOFT = 0.02;

describe('the three loudest of ten talkers', () => {
  let house: House;
  /** Talkers 1 to 9. */
  let choir: Page;
  /** Talker 0, who listens as well. */
  let ann: Page;
  let ben: Page;

  const visit = (uid: string): Promise<Page> => house.enter({ app: 'choir', uid, room: 'choir' });
  const loudness = (talker: number, value: number): Promise<void> =>
    (talker === 0 ? ann : choir).evaluate(
      ([uid, level]) => {
        window.choir.loudness(String(uid), Number(level));
      },
      [`talker${String(talker)}`, value],
    );
  /** Whom a page hears, by pitch. */
  async function heard(page: Page): Promise<number[]> {
    const pitches = await page.evaluate(() => window.choir.pitches());
    const near = (pitch: number): number =>
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].find((talker) => Math.abs(pitchOf(talker) - pitch) < 20) ?? -1;
    return pitches.map(near).sort((a, b) => a - b);
  }

  beforeAll(async () => {
    house = await openHouse();
    [choir, ann, ben] = await Promise.all([visit('choir'), visit('ann'), visit('ben')]);
    for (const [page, first, last] of [
      [ann, 0, 0],
      [choir, 1, 9],
    ] as const) {
      for (let talker = first; talker <= last; talker++) {
        await page.evaluate(([uid, pitch, topThree]) => window.choir.sing(uid, pitch, topThree), [
          `talker${String(talker)}`,
          pitchOf(talker),
          talker === 0,
        ] as const);
      }
    }
    await ben.evaluate(() => window.choir.listen('ben'));
    for (let talker = 0; talker < 10; talker++) await loudness(talker, SOFT);
  }, 120_000);
  afterAll(async () => {
    await house.close();
  });

  it('are heard, and nobody else', async () => {
    for (const talker of [2, 5, 8]) await loudness(talker, LOUD);
    await vi.waitFor(async () => {
      expect(await heard(ben)).toEqual([2, 5, 8]);
    }, patience);
    const told = await ben.evaluate(() => window.choir.speakers());
    expect(told.toSorted()).toEqual(['talker2', 'talker5', 'talker8']);
  });

  it('change without another track', async () => {
    await loudness(5, 0);
    await loudness(1, LOUD);
    await vi.waitFor(async () => {
      expect(await heard(ben)).toEqual([1, 2, 8]);
    }, patience);
    expect(await ben.evaluate(() => window.choir.tracks())).toBe(3);
  });

  it('do not hear themselves', async () => {
    await loudness(2, 0);
    await loudness(0, LOUD);
    await vi.waitFor(async () => {
      expect(await heard(ben)).toEqual([0, 1, 8]);
    }, patience);
    await vi.waitFor(async () => {
      expect(await heard(ann)).toEqual([1, 8]);
    }, patience);
  });

  it('hear what is left when one of them has gone', async () => {
    await loudness(8, 0);
    await vi.waitFor(async () => {
      expect((await heard(ben)).filter((talker) => [0, 1].includes(talker))).toEqual([0, 1]);
      expect(await heard(ben)).not.toContain(8);
    }, patience);
  });
});
