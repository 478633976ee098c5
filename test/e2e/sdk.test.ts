import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, type House } from './support/house.js';
import { capturedStates, moving, problemsOf, seenVideo } from './support/probe.js';

const patience = { timeout: 20_000, interval: 100 };

describe('two pages written from seed 002', () => {
  let house: House;
  let ann: Page;
  let bob: Page;
  const events = (page: Page): Promise<string[]> => page.evaluate(() => window.sdk.events);

  beforeAll(async () => {
    house = await openHouse();
    [ann, bob] = await Promise.all([
      house.enter({ app: 'sdk', uid: 'ann', room: 'seed002', query: { country: 'CN' } }),
      house.enter({ app: 'sdk', uid: 'bob', room: 'seed002', query: { country: 'US' } }),
    ]);
  });
  afterAll(async () => {
    await house.close();
  });

  it('play each other, by subscribing to what is added, whatever their countries', async () => {
    await moving(ann, '#bob video');
    await moving(bob, '#ann video');
    expect(await events(ann)).toEqual(expect.arrayContaining(['added bob', 'subscribed bob']));
    const size = await ann
      .locator('#me video')
      .evaluate((video: HTMLVideoElement) => [video.videoWidth, video.videoHeight]);
    expect(size).toEqual([480, 360]);
  });

  it('turn the camera off, its light too, and on again, without publishing anew', async () => {
    await ann.evaluate(() => window.sdk.stream.muteVideo());
    await vi.waitFor(async () => {
      expect(await events(bob)).toContain('mute-video ann');
    }, patience);
    expect((await capturedStates(ann)).sort()).toEqual(['ended', 'live']);
    await ann.evaluate(() => window.sdk.stream.unmuteVideo());
    await vi.waitFor(async () => {
      expect(await events(bob)).toContain('unmute-video ann');
    }, patience);
    expect((await capturedStates(ann)).sort()).toEqual(['ended', 'live', 'live']);
    await moving(bob, '#ann video');
    expect((await events(bob)).filter((event) => event === 'added ann')).toHaveLength(1);
  });

  it('send a track of their own in the place of the camera', async () => {
    await ann.evaluate(() => {
      const { stream, movingPicture } = window.sdk;
      return stream.replaceTrack(movingPicture(200, 100, 20), 'video');
    });
    await vi.waitFor(async () => {
      const seen = await seenVideo(bob, '#ann video');
      expect((seen?.width ?? 0) / (seen?.height ?? 1)).toBe(2);
    }, patience);
  });

  it('leave, and what they showed is gone', async () => {
    await bob.evaluate(() => window.sdk.client.leave());
    await vi.waitFor(async () => {
      expect(await events(ann)).toContain('removed bob');
    }, patience);
    await ann.locator('#bob video').waitFor({ state: 'detached' });
    await bob.evaluate(() => {
      window.sdk.stream.close();
    });
    expect(await capturedStates(bob)).toEqual(['ended', 'ended']);
    for (const page of [ann, bob]) expect(await problemsOf(page)).toEqual([]);
  });
});
