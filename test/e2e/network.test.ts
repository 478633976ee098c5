import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, type House } from './support/house.js';
import { problemsOf, seenVideo } from './support/probe.js';
import { watchRoom, type RoomWatcher } from './support/watcher.js';

const patience = { timeout: 20_000, interval: 100 };

describe('a network that is gone for three seconds', () => {
  let house: House;
  let ann: Page;
  let bob: Page;
  let watcher: RoomWatcher;

  beforeAll(async () => {
    house = await openHouse();
    watcher = await watchRoom(house.server.url, 'tunnel');
    [ann, bob] = await Promise.all([
      house.enter({ uid: 'ann', room: 'tunnel' }),
      house.enter({ uid: 'bob', room: 'tunnel' }),
    ]);
    for (const page of [ann, bob]) {
      await page.locator('main[data-publication="published"]').waitFor();
      await page.locator('[data-remote] video').waitFor({ state: 'attached' });
    }
  });
  afterAll(async () => {
    watcher.close();
    await house.close();
  });

  it('shows RECONNECTING, then CONNECTED again, and messages sent meanwhile arrive once', async () => {
    house.network.down();
    for (const page of [ann, bob]) {
      await page.locator('main[data-connection="RECONNECTING"][data-reason="INTERRUPTED"]').waitFor();
    }
    await ann.fill('#text', 'from the tunnel');
    await ann.click('#send');
    await ann.locator('#messages li[data-state="sending"]', { hasText: 'from the tunnel' }).waitFor();
    const before = await frames(bob);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(await frames(bob)).toBeGreaterThan(before);
    house.network.up();
    for (const page of [ann, bob]) {
      await page.locator('main[data-connection="CONNECTED"][data-status="joined"]').waitFor();
      await page.locator('#messages li[data-state="sent"]', { hasText: 'from the tunnel' }).waitFor();
      expect(await page.locator('#messages li').count()).toBe(1);
    }
  });

  it('never let a member leave', () => {
    expect(watcher.left()).toEqual([]);
    expect(watcher.joined().toSorted()).toEqual(['ann', 'bob']);
  });

  it('lets media and messages go on', async () => {
    const before = await frames(bob);
    await vi.waitFor(async () => {
      expect(await frames(bob)).toBeGreaterThan(before + 10);
    }, patience);
    await bob.fill('#text', 'still here');
    await bob.click('#send');
    await ann.locator('#messages li', { hasText: 'bob: still here' }).waitFor();
    expect(await problemsOf(ann)).toEqual([]);
    expect(await problemsOf(bob)).toEqual([]);
  });
});

async function frames(page: Page): Promise<number> {
  return (await seenVideo(page, '[data-remote] video'))?.framesDecoded ?? 0;
}
