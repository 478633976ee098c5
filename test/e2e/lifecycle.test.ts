import { observer } from 'mediasoup';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, type House } from './support/house.js';
import { moving, problemsOf } from './support/probe.js';
import { watchRoom, type RoomWatcher } from './support/watcher.js';

/** Of the server: a dropped connection may come back for so long. */
const GRACE = 20_000;
const patience = { timeout: 30_000, interval: 100 };

describe('a call that outlives what happens to it', () => {
  const workers: number[] = [];
  let house: House;
  let ann: Page;
  let bob: Page;
  let watcher: RoomWatcher;

  beforeAll(async () => {
    observer.on('newworker', ({ pid }) => workers.push(pid));
    house = await openHouse();
    watcher = await watchRoom(house.server.url, 'long');
    [ann, bob] = await Promise.all([
      house.enter({ uid: 'ann', room: 'long' }),
      house.enter({ uid: 'bob', room: 'long' }),
    ]);
    await moving(ann, '[data-remote="bob"] video');
    await moving(bob, '[data-remote="ann"] video');
  });
  afterAll(async () => {
    watcher.close();
    await house.close();
  });

  it('shows the others again after the media worker died, and nobody has left', async () => {
    const [pid] = workers;
    if (pid === undefined) throw new Error('No media worker was seen to start.');
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => {
      expect(workers).toHaveLength(2);
    }, patience);
    await moving(ann, '[data-remote="bob"] video');
    await moving(bob, '[data-remote="ann"] video');
    expect(watcher.left()).toEqual([]);
  });

  it('is one member in two tabs, until the last is closed', async () => {
    const second = await house.enter({ uid: 'bob', room: 'long', query: { media: 'off' } });
    await second.locator('main[data-status="joined"]').waitFor();
    await second.close({ runBeforeUnload: true });
    await ann.fill('#text', 'still two');
    await ann.click('#send');
    await bob.locator('#messages li', { hasText: 'still two' }).waitFor();
    expect(watcher.left()).toEqual([]);
    expect(await ann.locator('#members li').allTextContents()).toEqual(
      expect.arrayContaining(['ann', 'bob']),
    );
  });

  it('forgets a tab that is closed without waiting for the grace', async () => {
    await bob.close({ runBeforeUnload: true });
    await vi.waitFor(() => {
      expect(watcher.left()).toEqual(['bob']);
    }, patience);
    expect(watcher.reasons()).toEqual(['leave']);
    await ann.locator('[data-remote="bob"]').waitFor({ state: 'detached', timeout: GRACE / 2 });
    expect(await problemsOf(ann)).toEqual([]);
  });
});
