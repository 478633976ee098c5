import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, ownAddress, type House } from './support/house.js';
import { launchFirefox } from './support/pages.js';
import { heardAudio, seenVideo } from './support/probe.js';
import { watchRoom, type RoomWatcher } from './support/watcher.js';

const patience = { timeout: 20_000, interval: 100 };

/** Waits until frames of a `<video>` arrive and go on arriving, and none of them is one flat colour. */
async function moving(page: Page, selector: string): Promise<void> {
  const first = await vi.waitFor(async () => {
    const seen = await seenVideo(page, selector);
    if (!seen || seen.framesDecoded === 0) throw new Error(`No picture in ${selector} yet.`);
    expect(seen.colours).toBeGreaterThan(1);
    return seen;
  }, patience);
  await vi.waitFor(async () => {
    expect((await seenVideo(page, selector))?.framesDecoded).toBeGreaterThan(first.framesDecoded + 10);
  }, patience);
}

describe('Firefox and Chromium in one room', () => {
  let house: House;
  let browser: Browser;
  let watcher: RoomWatcher;
  let firefox: Page;
  let chromium: Page;

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse({ mediaIp: ownAddress() }), launchFirefox()]);
    watcher = await watchRoom(house.server.url, 'engines');
    [firefox, chromium] = await Promise.all([
      house.enter({ browser, uid: 'firefox', room: 'engines', strict: true, query: { camera: '960x540' } }),
      house.enter({ uid: 'chromium', room: 'engines' }),
    ]);
  });
  afterAll(async () => {
    watcher.close();
    await browser.close();
    await house.close();
  });

  it.each([
    ['firefox', 'chromium'],
    ['chromium', 'firefox'],
  ])('lets %s see %s', async (viewer, shown) => {
    await moving(viewer === 'firefox' ? firefox : chromium, `[data-remote="${shown}"] video`);
  });

  it.each(['firefox', 'chromium'])('lets %s hear the other', async (listener) => {
    await vi.waitFor(async () => {
      expect(await heardAudio(listener === 'firefox' ? firefox : chromium, 1_500)).toBeGreaterThan(0.005);
    }, patience);
  });
});
