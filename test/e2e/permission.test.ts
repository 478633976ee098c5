import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDeferred } from '../../src/lib/deferred.js';
import { openHouse, type House } from './support/house.js';
import { launchBrowser } from './support/pages.js';
import { heardAudio, problemsOf } from './support/probe.js';

const patience = { timeout: 20_000, interval: 100 };

/** A page without a camera or microphone, where the browser plays no sound before a click. */
const FLAGS = ['--autoplay-policy=document-user-activation-required'];

describe('a camera that is refused', () => {
  let house: House;
  let ann: Page;
  let bob: Page;

  beforeAll(async () => {
    house = await openHouse({ permission: 'denied', flags: FLAGS });
    [ann, bob] = await Promise.all([
      house.enter({ uid: 'ann', room: 'dark' }),
      house.enter({ uid: 'bob', room: 'dark' }),
    ]);
  });
  afterAll(async () => {
    await house.close();
  });

  it('says so: failed, denied, with words for the user', async () => {
    await ann.locator('main[data-camera="failed"][data-permission="denied"]').waitFor();
    const alert = await ann.locator('[role="alert"]').first().textContent();
    expect(alert).toMatch(/permission/i);
  });

  it('leaves the room working', async () => {
    for (const page of [ann, bob]) await page.locator('main[data-status="joined"]').waitFor();
    await ann.fill('#text', 'no camera');
    await ann.click('#send');
    await bob.locator('#messages li', { hasText: 'ann: no camera' }).waitFor();
  });

  it('leaves others to be heard, from the click on that the browser waits for', async () => {
    const allowed = await launchBrowser();
    try {
      const cat = await house.enter({ browser: allowed, uid: 'cat', room: 'loud' });
      await cat.locator('main[data-publication="published"]').waitFor();
      // What a test does in a page counts as the user's doing: this one is not looked at until the browser has spoken.
      const blocked = createDeferred<undefined>();
      const dee = await house.enter({
        uid: 'dee',
        room: 'loud',
        prepare: (page) => {
          page.on('console', (message) => {
            if (message.text() === 'sound is blocked') blocked.resolve(undefined);
          });
          return page.addInitScript(sayWhenBlocked);
        },
      });
      await blocked.promise;
      await dee.getByRole('button', { name: 'Turn on sound' }).click();
      await vi.waitFor(async () => {
        expect(await heardAudio(dee, 1_500)).toBeGreaterThan(0.005);
      }, patience);
      expect(await dee.getByRole('button', { name: 'Turn on sound' }).count()).toBe(0);
      expect(await problemsOf(dee)).toEqual([]);
    } finally {
      await allowed.close();
    }
  });

  it('leaves no rejection unhandled', async () => {
    expect(await problemsOf(ann)).toEqual([]);
    expect(await problemsOf(bob)).toEqual([]);
  });
});

/** Runs in the page before its own scripts. */
function sayWhenBlocked(): void {
  type Play = (this: HTMLMediaElement) => Promise<void>;
  const prototype = HTMLMediaElement.prototype as unknown as { play: Play };
  const { play } = prototype;
  prototype.play = function () {
    const played = play.call(this);
    played.catch((error: unknown) => {
      if ((error as Error).name === 'NotAllowedError') console.log('sound is blocked');
    });
    return played;
  };
}
