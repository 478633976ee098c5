import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openHouse, ownAddress, type House } from './support/house.js';
import { launchFirefox } from './support/pages.js';
import { capturedStates, heardAudio, moving, problemsOf, seenVideo } from './support/probe.js';
import { watchRoom, type RoomWatcher } from './support/watcher.js';

const patience = { timeout: 20_000, interval: 100 };

let house: House;
let browser: Browser;
beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse({ mediaIp: ownAddress() }), launchFirefox()]);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

/** A page that nobody looks at any more takes time from those that follow. */
async function close(page: Page): Promise<void> {
  await page.context().close();
}

/** Waits for what the browser was asked meanwhile to have been answered, and looks whether `selector` still is there. */
async function stays(page: Page, selector: string): Promise<void> {
  await page.evaluate(() => navigator.permissions.query({ name: 'camera' }));
  expect(await page.locator(selector).count()).toBe(1);
}

describe('Firefox and Chromium in one room', () => {
  let watcher: RoomWatcher;
  let firefox: Page;
  let chromium: Page;
  const pageOf = (name: string): Page => (name === 'firefox' ? firefox : chromium);
  const BOTH_WAYS = [
    ['firefox', 'chromium'],
    ['chromium', 'firefox'],
  ] as const;

  beforeAll(async () => {
    watcher = await watchRoom(house.server.url, 'engines');
    const query = { camera: '960x540' };
    [firefox, chromium] = await Promise.all([
      house.enter({ browser, uid: 'firefox', room: 'engines', strict: true, query }),
      house.enter({ uid: 'chromium', room: 'engines', query }),
    ]);
  });
  afterAll(async () => {
    watcher.close();
    await Promise.all([close(firefox), close(chromium)]);
  });

  it.each(BOTH_WAYS)('lets %s see %s', async (viewer, shown) => {
    await moving(pageOf(viewer), `[data-remote="${shown}"] video`);
  });

  it.each(BOTH_WAYS)('lets %s hear %s', async (listener) => {
    await vi.waitFor(async () => {
      expect(await heardAudio(pageOf(listener), 1_500)).toBeGreaterThan(0.005);
    }, patience);
  });

  it('has each once, though Firefox runs the app in StrictMode', async () => {
    const everyone = ['chromium', 'firefox', 'watcher'];
    expect(watcher.joined().toSorted()).toEqual(['chromium', 'firefox']);
    for (const page of [firefox, chromium]) {
      expect(await page.locator('[data-remote]').count()).toBe(1);
      expect((await page.locator('#members li').allTextContents()).toSorted()).toEqual(everyone);
    }
  });

  it.each(BOTH_WAYS)('carries a message from %s to %s', async (from, to) => {
    const text = `${from}: hello, ${to}`;
    // Typed, not filled in: over WebDriver BiDi React does not notice a value that was set.
    await pageOf(from).locator('#text').pressSequentially(`hello, ${to}`);
    await pageOf(from).click('#send');
    await pageOf(to).locator('#messages li', { hasText: text }).waitFor();
    await pageOf(from).locator('#messages li[data-state="sent"]', { hasText: text }).waitFor();
  });

  it.each(BOTH_WAYS)('sends %s of the picture of %s what fits its tile', async (viewer, shown) => {
    const page = pageOf(viewer);
    const video = `[data-remote="${shown}"] video`;
    for (const [tile, received] of [
      [200, 240],
      [960, 960],
      [200, 240],
    ] as const) {
      await page.locator(video).evaluate((element, width) => {
        element.style.cssText = `width: ${String(width)}px; height: ${String((width * 9) / 16)}px`;
      }, tile);
      await vi.waitFor(async () => {
        expect(await seenVideo(page, video)).toMatchObject({ width: received, height: (received * 9) / 16 });
      }, patience);
    }
    await moving(page, video);
  });

  it.each(BOTH_WAYS)('tells %s that %s is muted, and is heard again', async (listener, muted) => {
    const tile = pageOf(listener).locator(`[data-remote="${muted}"]`);
    await pageOf(muted).click('#microphone');
    await tile.and(pageOf(listener).locator('[data-audio="off"]')).waitFor();
    await pageOf(muted).click('#microphone');
    await tile.and(pageOf(listener).locator('[data-audio="on"]')).waitFor();
    await vi.waitFor(async () => {
      expect(await heardAudio(pageOf(listener), 1_000)).toBeGreaterThan(0.005);
    }, patience);
  });

  it('turns the camera of Firefox off, its light too, and on again', async () => {
    await firefox.click('#camera');
    await chromium.locator('[data-remote="firefox"][data-video="off"]').waitFor();
    expect((await capturedStates(firefox)).toSorted()).toEqual(['ended', 'live']);
    await firefox.click('#camera');
    await chromium.locator('[data-remote="firefox"][data-video="on"]').waitFor();
    expect((await capturedStates(firefox)).toSorted()).toEqual(['ended', 'live', 'live']);
    await moving(chromium, '[data-remote="firefox"] video');
  });

  it('drops the tile and the member when Firefox leaves, and its camera and microphone go off', async () => {
    await firefox.click('#leave');
    await chromium.locator('[data-remote="firefox"]').waitFor({ state: 'detached' });
    await chromium.waitForFunction(() => document.querySelectorAll('#members li').length === 2);
    await vi.waitFor(async () => {
      expect(new Set(await capturedStates(firefox))).toEqual(new Set(['ended']));
    }, patience);
    expect(watcher.left()).toEqual(['firefox']);
  });

  it('leaves nothing unhandled in either page', async () => {
    expect(await problemsOf(firefox)).toEqual([]);
    expect(await problemsOf(chromium)).toEqual([]);
  });
});

describe('devices in Firefox', () => {
  const camera = '[data-devices="camera"]';
  const microphone = '[data-devices="microphone"]';
  let page: Page;
  beforeEach(async () => {
    page = await house.enter({ browser, app: 'devices', uid: 'ann', room: 'none' });
  });
  afterEach(async () => {
    await close(page);
  });

  it('are not named before they are allowed, and looking does not ask', async () => {
    await page.locator(`${camera}[data-permission="prompt"]`).waitFor();
    expect(await page.locator(`${camera} li`).count()).toBe(0);
    expect(await capturedStates(page)).toEqual([]);
  });

  it('are named once the page may use them', async () => {
    await page.click(`${camera} [data-ask]`);
    await page.locator(`${camera}[data-permission="granted"] li`).first().waitFor();
    await page.click(`${microphone} [data-ask]`);
    await page.locator(`${microphone}[data-permission="granted"] li`).first().waitFor();
    expect(await page.locator(`${camera} li`).first().textContent()).not.toBe('');
    expect(await capturedStates(page)).toEqual(['ended', 'ended']); // asking opens them only for a moment
    expect(await problemsOf(page)).toEqual([]);
  });

  it('are known to be allowed by who looks later, though Firefox goes on saying that it would ask', async () => {
    await page.click('#list'); // closed
    await page.locator(camera).waitFor({ state: 'detached' });
    await page.click('#open');
    await page.locator('main[data-camera="ready"][data-permission="granted"]').waitFor();
    await page.click('#list');
    await page.locator(`${camera} li`).first().waitFor();
    await stays(page, `${camera}[data-permission="granted"]`);
    await stays(page, 'main[data-permission="granted"]');
  });

  it('can be chosen while they are in use', async () => {
    await page.click('#open');
    await page.locator('main[data-camera="ready"]').waitFor();
    await page.locator(`${camera} li button`).first().click();
    await page.locator(`${camera}:not([data-selected=""])`).waitFor();
    await page.locator('main[data-camera="ready"]').waitFor();
    await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
    expect(await problemsOf(page)).toEqual([]);
  });
});

describe('devices that a user of Firefox refuses', () => {
  it('are told apart from devices that are not there, and the room goes on without them', async () => {
    const refusing = await launchFirefox({ permission: 'denied' });
    try {
      const page = await house.enter({ browser: refusing, uid: 'ann', room: 'refused' });
      await page.locator('main[data-camera="failed"][data-permission="denied"]').waitFor();
      expect(await page.locator('[role="alert"]').first().textContent()).toMatch(/permission/i);
      await page.locator('main[data-status="joined"]').waitFor();
      const other = await house.enter({ uid: 'bob', room: 'refused' });
      await moving(page, '[data-remote="bob"] video');
      await page.locator('#text').pressSequentially('no camera');
      await page.click('#send');
      await other.locator('#messages li', { hasText: 'ann: no camera' }).waitFor();
      expect(await problemsOf(page)).toEqual([]);
    } finally {
      await refusing.close();
    }
  });
});

describe('a page written from seed 002 in Firefox', () => {
  it('subscribes to what is added, publishes, and sends a track of its own in the place of the camera', async () => {
    const [firefox, chromium] = await Promise.all([
      house.enter({ browser, app: 'sdk', uid: 'fay', room: 'seed002' }),
      house.enter({ app: 'sdk', uid: 'cho', room: 'seed002' }),
    ]);
    await moving(firefox, '#cho video');
    await moving(chromium, '#fay video');
    const output = await firefox.evaluate(async () => {
      const [stream] = window.sdk.remotes;
      return stream?.setAudioOutput('no speaker').catch((error: unknown) => (error as { code: number }).code);
    });
    expect(output).toBe(90_100_006);
    await firefox.evaluate(() => {
      const { stream, movingPicture } = window.sdk;
      return stream.replaceTrack(movingPicture(200, 100, 20), 'video');
    });
    await vi.waitFor(async () => {
      const seen = await seenVideo(chromium, '#fay video');
      expect((seen?.width ?? 0) / (seen?.height ?? 1)).toBe(2);
    }, patience);
    await firefox.evaluate(() => window.sdk.client.leave());
    await chromium.locator('#fay video').waitFor({ state: 'detached' });
    for (const page of [firefox, chromium]) expect(await problemsOf(page)).toEqual([]);
  });
});
