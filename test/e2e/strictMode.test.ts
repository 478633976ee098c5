import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, type House } from './support/house.js';
import { capturedStates, problemsOf, seenVideo } from './support/probe.js';
import { watchRoom, type RoomWatcher } from './support/watcher.js';

const patience = { timeout: 20_000, interval: 100 };

describe('an app in StrictMode', () => {
  let house: House;
  let page: Page;
  let watcher: RoomWatcher;
  const sent: string[] = [];

  beforeAll(async () => {
    house = await openHouse();
    watcher = await watchRoom(house.server.url, 'strict');
    page = await house.enter({
      uid: 'ann',
      room: 'strict',
      strict: true,
      prepare(tab) {
        tab.on('websocket', (socket) => {
          socket.on('framesent', ({ payload }) => sent.push(String(payload)));
        });
      },
    });
    await page.locator('main[data-status="joined"][data-publication="published"]').waitFor();
  });
  afterAll(async () => {
    watcher.close();
    await house.close();
  });

  const count = (event: string): number => sent.filter((frame) => frame.includes(`["${event}"`)).length;

  it('logs in once and joins once', () => {
    expect(count('session:login')).toBe(1);
    expect(count('room:join')).toBe(1);
    expect(count('join')).toBe(1);
  });

  it('publishes each track once, so that another sees one picture', async () => {
    expect(count('produce')).toBe(2);
    const other = await house.enter({ uid: 'bob', room: 'strict' });
    await vi.waitFor(async () => {
      expect((await seenVideo(other, '[data-remote="ann"] video'))?.framesDecoded).toBeGreaterThan(5);
    }, patience);
    expect(await other.locator('[data-remote]').count()).toBe(1);
  });

  it('leaves once, and the camera goes off', async () => {
    await page.click('#leave');
    await vi.waitFor(() => {
      expect(watcher.left()).toContain('ann');
    }, patience);
    await vi.waitFor(async () => {
      expect(new Set(await capturedStates(page))).toEqual(new Set(['ended']));
    }, patience);
    expect(count('room:leave')).toBe(1);
    expect(watcher.left().filter((uid) => uid === 'ann')).toHaveLength(1);
    expect(await problemsOf(page)).toEqual([]);
  });
});
