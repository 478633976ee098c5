import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from './support/house.js';
import { problemsOf } from './support/probe.js';

describe('a camera that is refused', () => {
  let house: House;
  let ann: Page;
  let bob: Page;

  beforeAll(async () => {
    house = await openHouse({ permission: 'denied' });
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

  it('leaves no rejection unhandled', async () => {
    expect(await problemsOf(ann)).toEqual([]);
    expect(await problemsOf(bob)).toEqual([]);
  });
});
