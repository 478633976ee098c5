import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, type House } from './support/house.js';
import { capturedStates, heardAudio, problemsOf, seenVideo, type SeenVideo } from './support/probe.js';

const patience = { timeout: 20_000, interval: 100 };
const remoteVideo = (uid: string): string => `[data-remote="${uid}"] video`;

describe('two pages in one room', () => {
  let house: House;
  let ann: Page;
  let bob: Page;

  beforeAll(async () => {
    house = await openHouse();
    [ann, bob] = await Promise.all([
      house.enter({ uid: 'ann', room: 'two' }),
      house.enter({ uid: 'bob', room: 'two' }),
    ]);
  });
  afterAll(async () => {
    await house.close();
  });

  it.each([
    ['ann', 'bob'],
    ['bob', 'ann'],
  ])('shows %s the video of %s, moving, in colour and as large as published', async (viewer, shown) => {
    const page = viewer === 'ann' ? ann : bob;
    const first = await visible(page, shown);
    await vi.waitFor(async () => {
      const later = await seenVideo(page, remoteVideo(shown));
      expect(later?.framesDecoded).toBeGreaterThan(first.framesDecoded + 10);
      expect(later).toMatchObject({ width: 320, height: 240 });
    }, patience);
  });

  it.each([
    ['ann', 'bob'],
    ['bob', 'ann'],
  ])('lets %s hear %s', async (listener) => {
    const page = listener === 'ann' ? ann : bob;
    await vi.waitFor(async () => {
      expect(await heardAudio(page, 1_500)).toBeGreaterThan(0.005);
    }, patience);
  });

  it('shows each the other as a member', async () => {
    for (const page of [ann, bob]) {
      await page.waitForFunction(() => document.querySelectorAll('#members li').length === 2);
      const members = await page.locator('#members li').allTextContents();
      expect(members.toSorted()).toEqual(['ann', 'bob']);
    }
  });

  it('carries a message to the other, and shows it once to the sender', async () => {
    await ann.fill('#text', 'hello');
    await ann.click('#send');
    await bob.locator('#messages li', { hasText: 'ann: hello' }).waitFor();
    await ann.locator('#messages li[data-state="sent"]', { hasText: 'ann: hello' }).waitFor();
    expect(await ann.locator('#messages li').count()).toBe(1);
    expect(await bob.locator('#messages li').count()).toBe(1);
  });

  it('shows a changed attribute to both', async () => {
    await bob.click('#rename');
    for (const page of [ann, bob]) await page.locator('h1', { hasText: 'by bob' }).waitFor();
  });

  it('drops the tile and the member of a page that leaves, and its camera and microphone go off', async () => {
    await bob.click('#leave');
    await bob.locator('#gone').waitFor();
    await ann.locator('[data-remote="bob"]').waitFor({ state: 'detached' });
    await ann.waitForFunction(() => document.querySelectorAll('#members li').length === 1);
    await vi.waitFor(async () => {
      const states = await capturedStates(bob);
      expect(states).toHaveLength(2);
      expect(states).toEqual(['ended', 'ended']);
    }, patience);
    expect(await capturedStates(ann)).toEqual(['live', 'live']);
  });

  it('leaves nothing unhandled in either page', async () => {
    expect(await problemsOf(ann)).toEqual([]);
    expect(await problemsOf(bob)).toEqual([]);
  });
});

/** Waits for the first picture that is more than one colour. */
async function visible(page: Page, uid: string): Promise<SeenVideo> {
  return vi.waitFor(async () => {
    const seen = await seenVideo(page, remoteVideo(uid));
    if (!seen || seen.framesDecoded === 0) throw new Error(`No picture of ${uid} yet.`);
    expect(seen.colours).toBeGreaterThan(3);
    return seen;
  }, patience);
}
