import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, type House } from './support/house.js';
import { problemsOf, seenVideo } from './support/probe.js';

const patience = { timeout: 20_000, interval: 100 };
const ANN = '#ann video';

// Small sizes: a busy machine scales larger ones down by itself.
describe('a published stream whose sizes change', () => {
  let house: House;
  let ann: Page;
  let bob: Page;

  beforeAll(async () => {
    house = await openHouse();
    [ann, bob] = await Promise.all([
      house.enter({ app: 'sdk', uid: 'ann', room: 'sizes' }),
      house.enter({ app: 'sdk', uid: 'bob', room: 'sizes' }),
    ]);
    await seen(480);
  });
  afterAll(async () => {
    await house.close();
  });

  /** Waits until bob sees ann's picture in this width, and moving. */
  async function seen(width: number): Promise<void> {
    let first = 0;
    await vi.waitFor(async () => {
      const video = await seenVideo(bob, ANN);
      expect(video?.width).toBe(width);
      first ||= video?.framesDecoded ?? 0;
      expect(video?.framesDecoded).toBeGreaterThan(first + 3);
    }, patience);
  }

  it('is seen in another profile, without being captured anew', async () => {
    await ann.evaluate(() => {
      window.sdk.stream.setVideoProfile('240p_1');
    });
    await seen(320);
    expect(await ann.evaluate(() => window.hummerProbe.captured.length)).toBe(2);
  });

  it('is taken in the size that its viewer asks for', async () => {
    const ids = await ann.evaluate(async () => {
      await window.sdk.stream.addResolution('120p_1');
      return window.sdk.stream.getStreamInfo().videoProfiles.map(({ resolutionId }) => resolutionId);
    });
    expect(ids).toHaveLength(2);
    const small = ids[1] ?? '';
    await vi.waitFor(async () => {
      await bob.evaluate(async (id) => {
        const { client } = window.sdk;
        const stream = window.sdk.remotes.find((remote) => remote.getUserId() === 'ann');
        if (!stream) throw new Error('There is no stream of ann yet.');
        await client.subscribe(stream, { video: true, resolutionIds: [id] });
      }, small);
    }, patience);
    await seen(160);
  });

  it('leaves nothing unhandled', async () => {
    for (const page of [ann, bob]) expect(await problemsOf(page)).toEqual([]);
  });
});
