import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, type House } from './support/house.js';
import { problemsOf } from './support/probe.js';

const patience = { timeout: 40_000, interval: 300 };
const PITCHES = [350, 500, 700, 950, 1250, 1600, 2000, 2500, 3100, 3800];

/** Ten tones of different pitch, each sent by a client of its own; the listener knows them by their spectrum. */
describe('the three loudest of ten talkers', () => {
  let house: House;
  let talkers: Page;
  let listener: Page;

  /** Sets who is how loud; the others are silent. */
  const sound = (gains: Readonly<Record<number, number>>): Promise<void> =>
    talkers.evaluate(
      (wanted) => {
        for (const [place, { gain }] of window.hall.gains.entries()) gain.value = wanted[place] ?? 0;
      },
      PITCHES.map((pitch) => gains[pitch] ?? 0),
    );
  /** Pitches in what the page plays, those that stand out of the noise. */
  const heard = (): Promise<number[]> =>
    listener.evaluate(async (pitches) => {
      const context = new AudioContext();
      try {
        await context.resume();
        const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
        for (const element of document.querySelectorAll('audio')) {
          if (element.paused || element.muted || !(element.srcObject instanceof MediaStream)) continue;
          context.createMediaStreamSource(element.srcObject).connect(analyser);
        }
        const loudest = pitches.map(() => -Infinity);
        const bins = new Float32Array(analyser.frequencyBinCount);
        for (let reading = 0; reading < 8; reading++) {
          await new Promise((resolve) => setTimeout(resolve, 150));
          analyser.getFloatFrequencyData(bins);
          for (const [place, pitch] of pitches.entries()) {
            const bin = Math.round((pitch * analyser.fftSize) / context.sampleRate);
            loudest[place] = Math.max(loudest[place] ?? -Infinity, ...bins.subarray(bin - 1, bin + 2));
          }
        }
        return pitches.filter((_, place) => (loudest[place] ?? -Infinity) > -55);
      } finally {
        await context.close();
      }
    }, PITCHES);
  const loudest = (): Promise<string[]> => listener.evaluate(() => window.hall.loudest);

  beforeAll(async () => {
    house = await openHouse();
    const query = { pitches: PITCHES.join(',') };
    talkers = await house.enter({ app: 'talkers', uid: 'talkers', room: 'hall', query });
    listener = await house.enter({ app: 'talkers', uid: 'ear', room: 'hall', query: { listen: 'yes' } });
    for (const page of [talkers, listener])
      await page.locator('[data-ready="yes"]').waitFor({ state: 'attached' });
  });
  afterAll(async () => {
    await house.close();
  });

  it('are heard, and none of the other seven', async () => {
    await sound({ 500: 0.8, 1250: 0.6, 2500: 0.5, 350: 0.02, 700: 0.02, 3800: 0.02 });
    await vi.waitFor(async () => {
      expect(await heard()).toEqual([500, 1250, 2500]);
    }, patience);
    await vi.waitFor(async () => {
      expect((await loudest()).slice(0, 3).toSorted()).toEqual(['tone1250', 'tone2500', 'tone500']);
    }, patience);
  });

  it('change when others are louder, and nothing is negotiated for it', async () => {
    const connections = (): Promise<number> => listener.evaluate(() => window.hummerProbe.connections.length);
    const before = await connections();
    await sound({ 950: 0.9, 2000: 0.8, 3100: 0.7 });
    await vi.waitFor(async () => {
      expect(await heard()).toEqual([950, 2000, 3100]);
    }, patience);
    expect(await connections()).toBe(before);
  });

  it('are silent for who mutes them', async () => {
    await listener.evaluate(() => window.hall.client?.muteAudio4TopThree(true));
    await vi.waitFor(async () => {
      expect(await heard()).toEqual([]);
    }, patience);
    await listener.evaluate(() => window.hall.client?.muteAudio4TopThree(false));
    await vi.waitFor(async () => {
      expect(await heard()).toHaveLength(3);
    }, patience);
  });

  it('leave nothing unhandled in either page', async () => {
    expect(await problemsOf(talkers)).toEqual([]);
    expect(await problemsOf(listener)).toEqual([]);
  });
});
