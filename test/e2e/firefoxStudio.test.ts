import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, ownAddress, type House } from './support/house.js';
import { launchFirefox } from './support/pages.js';
import { moving, problemsOf } from './support/probe.js';
import { openVirtualScreen, type VirtualScreen } from './support/virtualScreen.js';

const CAMERA = '[data-remote="ann"][data-source="main"] video';
const SCREEN = '[data-remote="ann"][data-source="screen"] video';

/** Ann has a Firefox on a screen of its own, Bob a Chromium. */
describe('the studio of somebody with Firefox', () => {
  let screen: VirtualScreen;
  let house: House;
  let browser: Browser;
  let ann: Page;
  let bob: Page;

  beforeAll(async () => {
    screen = await openVirtualScreen();
    [house, browser] = await Promise.all([openHouse({ mediaIp: ownAddress() }), launchFirefox({ screen })]);
    [ann, bob] = await Promise.all([
      house.enter({ browser, app: 'studio', uid: 'ann', room: 'studio' }),
      house.enter({ app: 'studio', uid: 'bob', room: 'studio' }),
    ]);
    await moving(bob, CAMERA);
  });
  afterAll(async () => {
    try {
      await browser.close();
      await house.close();
    } finally {
      await screen.close();
    }
  });

  it('shares a screen, without a sound, which Firefox does not have of screens', async () => {
    await ann.click('#share');
    await ann.locator('main[data-screen="sharing"]').waitFor();
    await moving(bob, SCREEN);
    expect(await ann.evaluate(() => window.hummerProbe.shared.map(({ kind }) => kind))).toEqual(['video']);
    await ann.evaluate(() => window.studio.screen.stop());
    await bob.locator('[data-source="screen"]').waitFor({ state: 'detached' });
    expect(await ann.evaluate(() => window.hummerProbe.shared.map(({ readyState }) => readyState))).toEqual([
      'ended',
    ]);
  });

  it('records a file that plays', async () => {
    const size = await ann.evaluate(async () => {
      await window.studio.recorder.start();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const file = await window.studio.recorder.stop();
      const video = document.createElement('video');
      video.muted = true;
      video.src = URL.createObjectURL(file);
      await video.play();
      return [video.videoWidth, video.videoHeight];
    });
    expect(size).toEqual([320, 240]);
  });

  it('plays the others through the speaker that is chosen', async () => {
    const chosen = await ann.evaluate(async () => {
      const { devices, select, outputSelectable } = window.studio.speakers;
      const last = devices.at(-1);
      if (!outputSelectable || !last) return null;
      await select(last.deviceId);
      return last.deviceId;
    });
    expect(chosen).toEqual(expect.any(String));
    await vi.waitFor(async () => {
      const sinks = await ann.evaluate(() =>
        [...document.querySelectorAll('audio')].map(({ sinkId }) => sinkId),
      );
      expect(sinks).toEqual([chosen]);
    });
  });

  it('pops the camera out into a window above the others, and back', async () => {
    await ann.click('#pop');
    await ann.locator('main[data-popped="yes"]').waitFor();
    await ann.click('#pop');
    await ann.locator('main[data-popped="no"][data-pop-error=""]').waitFor();
  });

  it('leaves nothing unhandled in either page', async () => {
    for (const page of [ann, bob]) expect(await problemsOf(page)).toEqual([]);
  });
});
