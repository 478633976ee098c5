import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { annAndBob } from './support/annAndBob.js';
import { capturedStates, heardAudio, problemsOf, seenVideo, type SeenVideo } from './support/probe.js';

const patience = { timeout: 20_000, interval: 100 };
const remoteVideo = (uid: string): string => `[data-remote="${uid}"] video`;

describe('two pages in one room', () => {
  const two = annAndBob({ room: 'two' });

  it.each([
    ['ann', 'bob'],
    ['bob', 'ann'],
  ])('shows %s the video of %s, moving, in colour and as large as published', async (viewer, shown) => {
    const page = viewer === 'ann' ? two.ann : two.bob;
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
    const page = listener === 'ann' ? two.ann : two.bob;
    await vi.waitFor(async () => {
      expect(await heardAudio(page, 1_500)).toBeGreaterThan(0.005);
    }, patience);
  });

  it('shows each the other as a member', async () => {
    for (const page of [two.ann, two.bob]) {
      await page.waitForFunction(() => document.querySelectorAll('#members li').length === 2);
      const members = await page.locator('#members li').allTextContents();
      expect(members.toSorted()).toEqual(['ann', 'bob']);
    }
  });

  it('carries a message to the other, and shows it once to the sender', async () => {
    await two.ann.fill('#text', 'hello');
    await two.ann.click('#send');
    await two.bob.locator('#messages li', { hasText: 'ann: hello' }).waitFor();
    await two.ann.locator('#messages li[data-state="sent"]', { hasText: 'ann: hello' }).waitFor();
    expect(await two.ann.locator('#messages li').count()).toBe(1);
    expect(await two.bob.locator('#messages li').count()).toBe(1);
  });

  it('shows a changed attribute to both', async () => {
    await two.bob.click('#rename');
    for (const page of [two.ann, two.bob]) await page.locator('h1', { hasText: 'by bob' }).waitFor();
  });

  it('drops the tile and the member of a page that leaves, and its camera and microphone go off', async () => {
    await two.bob.click('#leave');
    await two.bob.locator('#gone').waitFor();
    await two.ann.locator('[data-remote="bob"]').waitFor({ state: 'detached' });
    await two.ann.waitForFunction(() => document.querySelectorAll('#members li').length === 1);
    await vi.waitFor(async () => {
      const states = await capturedStates(two.bob);
      expect(states).toHaveLength(2);
      expect(states).toEqual(['ended', 'ended']);
    }, patience);
    expect(await capturedStates(two.ann)).toEqual(['live', 'live']);
  });

  it('leaves nothing unhandled in either page', async () => {
    expect(await problemsOf(two.ann)).toEqual([]);
    expect(await problemsOf(two.bob)).toEqual([]);
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
