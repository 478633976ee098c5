import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, type House } from './support/house.js';
import { problemsOf, seenVideo } from './support/probe.js';

const patience = { timeout: 20_000, interval: 100 };
const ANN = '#ann video';
const SMALL = '#small video';

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
  async function seen(width: number, where = ANN): Promise<void> {
    let first = 0;
    await vi.waitFor(async () => {
      const video = await seenVideo(bob, where);
      expect(video?.width).toBe(width);
      first ||= video?.framesDecoded ?? 0;
      expect(video?.framesDecoded).toBeGreaterThan(first + 3);
    }, patience);
  }

  /** Bob asks for one more size of ann's picture, as soon as it is offered. */
  async function subscribe(id: string): Promise<void> {
    await vi.waitFor(
      () =>
        bob.evaluate(async (resolutionId) => {
          const [stream] = window.sdk.remotes;
          if (!stream) throw new Error('There is no stream of ann yet.');
          await window.sdk.client.subscribe(stream, { video: true, resolutionIds: [resolutionId] });
        }, id),
      patience,
    );
  }

  /** Bob plays that size into an element of its own. */
  function playSize(id: string): Promise<void> {
    return bob.evaluate(async (resolutionId) => {
      const [stream] = window.sdk.remotes;
      if (!stream?.getVideoTrack(resolutionId)) throw new Error('It has not arrived.');
      if (!document.getElementById('small')) {
        const box = document.createElement('div');
        box.id = 'small';
        document.body.append(box);
      }
      await stream.play('small', { muted: true, resolutionId });
    }, id);
  }

  it('is seen in another profile, without being captured anew', async () => {
    await ann.evaluate(() => {
      window.sdk.stream.setVideoProfile('240p_1');
    });
    await seen(320);
    expect(await ann.evaluate(() => window.hummerProbe.captured.length)).toBe(2);
  });

  it('is taken in both of its sizes at once, and one of them ends while the other goes on', async () => {
    const ids = await ann.evaluate(async () => {
      await window.sdk.stream.addResolution('120p_1');
      return window.sdk.stream.getStreamInfo().videoProfiles.map(({ resolutionId }) => resolutionId);
    });
    expect(ids).toHaveLength(2);
    const small = ids[1] ?? '';
    await subscribe(small);
    await vi.waitFor(() => playSize(small), patience);
    await seen(160, SMALL);
    await seen(320);
    await bob.evaluate(async (id) => {
      const [stream] = window.sdk.remotes;
      if (stream) await window.sdk.client.unsubscribe(stream, { video: true, resolutionIds: [id] });
    }, small);
    await vi.waitFor(async () => {
      expect(await seenVideo(bob, SMALL)).toBeNull();
    }, patience);
    await seen(320);
  });

  it('leaves nothing unhandled', async () => {
    for (const page of [ann, bob]) expect(await problemsOf(page)).toEqual([]);
  });
});
