import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, type House } from './support/house.js';
import { capturedStates, heardAudio, problemsOf, seenVideo } from './support/probe.js';
import { framesOf, heardPitch, toneFile, watchFrames } from './support/reception.js';

const patience = { timeout: 20_000, interval: 100 };
const CAMERA = '[data-remote="ann"][data-source="main"] video';
const SCREEN = '[data-remote="ann"][data-source="screen"] video';

/** Takes the other camera of `sender`; the longest time between two frames at `receiver`, and the states of the old and the new. */
async function switchCamera(sender: Page, receiver: Page, selector: string) {
  await vi.waitFor(async () => {
    expect((await seenVideo(receiver, selector))?.framesDecoded).toBeGreaterThan(5);
  }, patience);
  await watchFrames(receiver, selector);
  await vi.waitFor(async () => {
    expect((await framesOf(receiver)).length).toBeGreaterThan(20);
  }, patience);
  const before = (await framesOf(receiver)).length;
  const states = await sender.evaluate(async () => {
    const { camera, cameras } = window.studio;
    const device = () => window.hummerProbe.captured.filter(({ kind }) => kind === 'video').at(-1);
    const old = device();
    const other = cameras.find((id) => id !== old?.getSettings().deviceId);
    if (other === undefined) throw new Error('There is no second camera.');
    await camera.switchDevice('camera', other);
    const until = performance.now() + 5_000; // a processor lets go of the old one when it has the new one
    while (old?.readyState === 'live' && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return [old, device()].map((track) => track?.readyState);
  });
  await vi.waitFor(async () => {
    expect((await framesOf(receiver)).length).toBeGreaterThan(before + 20);
  }, patience);
  const times = (await framesOf(receiver)).slice(before - 5);
  return { states, gap: Math.max(...times.slice(1).map((time, i) => time - (times[i] ?? time))) };
}

describe('what one page captures, seen and heard in another', () => {
  let house: House;
  let ann: Page;
  let bob: Page;

  beforeAll(async () => {
    house = await openHouse({ flags: ['--use-fake-device-for-media-stream=device-count=2,fps=30'] });
    [ann, bob] = await Promise.all([
      house.enter({ app: 'studio', uid: 'ann', room: 'studio', query: { cameras: 'same' } }),
      house.enter({ app: 'studio', uid: 'bob', room: 'studio', query: { media: 'off' } }),
    ]);
    await ann.locator('main[data-publication="published"]').waitFor({ state: 'attached' });
  });
  afterAll(async () => {
    await house.close();
  });

  it('goes on with another camera without a gap of more than 300 ms between two frames', async () => {
    const { states, gap } = await switchCamera(ann, bob, CAMERA);
    expect(states).toEqual(['ended', 'live']);
    expect(gap).toBeLessThan(300);
  });

  it('sends a sound file in place of the microphone, and the microphone again after it', async () => {
    const file = await toneFile(ann, 1_000, 60);
    await ann.evaluate((filePath) => window.studio.music.start({ filePath, replace: true }), file);
    await ann.locator('main[data-music="playing"]').waitFor({ state: 'attached' });
    await vi.waitFor(async () => {
      expect(Math.abs((await heardPitch(bob, 1_000)) - 1_000)).toBeLessThan(20);
    }, patience);
    await ann.evaluate(() => window.studio.music.stop());
    await vi.waitFor(async () => {
      expect(Math.abs((await heardPitch(bob, 1_000)) - 1_000)).toBeGreaterThan(100);
    }, patience);
  });

  it('shares the screen with its sound, until the browser’s own stop button', async () => {
    await ann.evaluate(() => window.studio.screen.start());
    await ann.locator('main[data-screen="sharing"]').waitFor({ state: 'attached' });
    await vi.waitFor(async () => {
      const seen = await seenVideo(bob, SCREEN);
      expect(seen?.framesDecoded).toBeGreaterThan(2);
      expect(seen?.width).toBeGreaterThan(0);
    }, patience);
    const sound = await ann.evaluate(() => window.studio.screen.streamKey?.source);
    expect(sound).toBe('screen');
    await ann.evaluate(() => {
      // What the button of the browser does: the page cannot press it.
      for (const track of window.hummerProbe.shared) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
    });
    await bob.locator('[data-source="screen"]').waitFor({ state: 'detached' });
    await ann.locator('main[data-screen="idle"]').waitFor({ state: 'attached' });
  });

  it('is heard when only the screen has sound', async () => {
    await ann.evaluate(async () => {
      await window.studio.camera.muteAudio();
      await window.studio.screen.start();
    });
    await bob.locator(SCREEN).waitFor({ state: 'attached' });
    await vi.waitFor(async () => {
      expect(await heardAudio(bob, 1_500)).toBeGreaterThan(0.005);
    }, patience);
    await ann.evaluate(async () => {
      await window.studio.screen.stop();
      await window.studio.camera.unmuteAudio();
    });
    expect(
      await ann.evaluate(() => window.hummerProbe.shared.map((track) => track.readyState)),
    ).not.toContain('live');
  });

  it('records a file that plays, with a camera that is turned off and on meanwhile', async () => {
    const seconds = await ann.evaluate(async () => {
      const { camera, recorder } = window.studio;
      const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
      await recorder.start();
      await wait(700);
      await camera.muteVideo();
      await wait(300);
      await camera.unmuteVideo();
      await wait(700);
      const file = await window.studio.recorder.stop();
      const video = document.createElement('video');
      video.muted = true;
      video.src = URL.createObjectURL(file);
      await video.play();
      const size = [video.videoWidth, video.videoHeight];
      // A live recording tells its length only at its end.
      await new Promise((resolve) => {
        video.addEventListener('ended', resolve);
      });
      return { size, length: video.currentTime };
    });
    expect(seconds.size).toEqual([320, 240]);
    expect(seconds.length).toBeGreaterThan(1.2);
  });

  it('sends only what the processor made of the camera, also of another one, without a gap', async () => {
    const query = { red: 'true', cameras: 'same' };
    const cat = await house.enter({ app: 'studio', uid: 'cat', room: 'studio', query });
    await cat.locator('main[data-processing="active"]').waitFor({ state: 'attached' });
    await vi.waitFor(async () => {
      const colour = await bob.evaluate(() => {
        const video = document.querySelector<HTMLVideoElement>('[data-remote="cat"] video');
        if (!video || video.videoWidth === 0) return null;
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 1;
        const context = canvas.getContext('2d');
        context?.drawImage(video, 0, 0, 1, 1);
        return [...(context?.getImageData(0, 0, 1, 1).data ?? [])];
      });
      expect(colour?.[0]).toBeGreaterThan(200);
      expect(colour?.[1]).toBeLessThan(60);
    }, patience);
    const { states, gap } = await switchCamera(cat, ann, '[data-remote="cat"] video');
    expect(states).toEqual(['ended', 'live']);
    expect(gap).toBeLessThan(300);
    await cat.close();
  });

  it('leaves no device open and nothing unhandled', async () => {
    for (const page of [ann, bob]) expect(await problemsOf(page)).toEqual([]);
    const states = await capturedStates(ann);
    expect(states.filter((state) => state === 'live')).toHaveLength(2);
  });
});
