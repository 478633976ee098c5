import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { annAndBob } from './support/annAndBob.js';
import { heardAudio, moving, problemsOf, seenVideo } from './support/probe.js';

const patience = { timeout: 30_000, interval: 100 };
const CAMERA = '[aria-label="Ann"] video';
const LARGE_SCREEN = '[data-main] [aria-label="Screen of Ann"] video';

declare global {
  interface Window {
    /** The element that showed Ann's camera first, and what happened to it. */
    hummerFirst: { video: HTMLVideoElement; events: string[] };
  }
}

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

/** Whether Ann's camera is still in the element that showed it first, and what that element went through. */
const first = (page: Page): Promise<{ same: boolean; events: string[] }> =>
  page.evaluate((selector) => {
    const { video, events } = window.hummerFirst;
    return { same: document.querySelector(selector) === video && !video.paused, events };
  }, CAMERA);

describe('two people in the drop-in meeting', () => {
  const two = annAndBob(
    { app: 'dropIn', room: 'meeting' },
    { ann: { query: { name: 'Ann' } }, bob: { query: { name: 'Bob' } } },
  );
  beforeAll(async () => {
    await Promise.all([moving(two.bob, CAMERA), moving(two.ann, '[aria-label="Bob"] video')]);
    await two.bob.evaluate((selector) => {
      const video = document.querySelector<HTMLVideoElement>(selector);
      if (!video) throw new Error('No camera of Ann.');
      const events: string[] = [];
      for (const name of ['pause', 'emptied']) video.addEventListener(name, () => events.push(name));
      window.hummerFirst = { video, events };
    }, CAMERA);
  });

  it('see a shared screen large, and the cameras beside it in the elements that they had', async () => {
    await press(two.ann, 'Share screen');
    await two.bob.locator(LARGE_SCREEN).waitFor({ state: 'attached' });
    await vi.waitFor(async () => {
      expect((await seenVideo(two.bob, LARGE_SCREEN))?.framesDecoded).toBeGreaterThan(2);
    }, patience);
    expect(await first(two.bob)).toEqual({ same: true, events: [] });
    await moving(two.bob, CAMERA);
    expect(await two.ann.locator('[aria-label="Screen of Ann"]').count()).toBe(1);
  });

  it('hear its sound', async () => {
    await press(two.ann, 'Mute microphone');
    await two.bob.locator('[aria-label="Ann"][data-muted]').waitFor({ state: 'attached' });
    await vi.waitFor(async () => {
      expect(await heardAudio(two.bob, 1_500)).toBeGreaterThan(0.005);
    }, patience);
    await press(two.ann, 'Mute microphone');
  });

  it('choose their own layout meanwhile, each for themselves, without a picture that stops', async () => {
    await press(two.bob, 'Speaker view');
    await two.bob.locator('.hummer-VideoGrid [aria-label="Screen of Ann"]').waitFor({ state: 'attached' });
    await press(two.bob, 'Speaker view');
    await two.bob.locator(LARGE_SCREEN).waitFor({ state: 'attached' });
    expect(await first(two.bob)).toEqual({ same: true, events: [] });
    await moving(two.bob, CAMERA);
  });

  it('are in the grid again when it ends', async () => {
    await press(two.ann, 'Share screen');
    await two.bob.locator('.hummer-VideoGrid').waitFor({ state: 'attached' });
    expect(await two.bob.locator('[aria-label="Screen of Ann"]').count()).toBe(0);
    expect(await first(two.bob)).toEqual({ same: true, events: [] });
    await moving(two.bob, CAMERA);
    expect(await problemsOf(two.ann)).toEqual([]);
    expect(await problemsOf(two.bob)).toEqual([]);
  });
});
