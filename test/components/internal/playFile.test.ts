import { afterEach, describe, expect, it, vi } from 'vitest';
import { playFile } from '../../../src/components/internal/ringing/playFile.js';
import { fakeBrowser } from '../../../src/testing/media/fakeBrowser.js';

const made: HTMLAudioElement[] = [];
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

function inBrowser(autoplay: 'allowed' | 'blocked'): ReturnType<typeof fakeBrowser> {
  const browser = fakeBrowser({ autoplay });
  const { Audio } = globalThis;
  vi.stubGlobal(
    'Audio',
    class extends Audio {
      constructor(url: string) {
        super(url);
        made.push(this);
      }
    },
  );
  ends.push(browser);
  return browser;
}
const ends: (() => void)[] = [];
afterEach(() => {
  vi.unstubAllGlobals();
  for (const end of ends.splice(0)) end();
  made.length = 0;
});

describe('playFile', () => {
  it('repeats the file at its volume until it is stopped', async () => {
    inBrowser('allowed');
    const sound = playFile('https://example.org/ring.mp3', 0.3);
    await settled();
    const [element] = made;
    expect(element).toMatchObject({
      src: 'https://example.org/ring.mp3',
      loop: true,
      volume: 0.3,
      paused: false,
    });
    sound.setVolume(0.8);
    expect(element!.volume).toBe(0.8);
    sound.stop();
    expect(element!.paused).toBe(true);
  });

  it('plays from the next gesture on where the browser refuses before', async () => {
    const browser = inBrowser('blocked');
    playFile('/ring.mp3', 1);
    await settled();
    expect(made[0]!.paused).toBe(true);
    browser.gesture();
    dispatchEvent(new Event('keydown'));
    await settled();
    expect(made[0]!.paused).toBe(false);
  });

  it('does not begin at a gesture after it was stopped', async () => {
    const browser = inBrowser('blocked');
    const sound = playFile('/ring.mp3', 1);
    await settled();
    sound.stop();
    browser.gesture();
    dispatchEvent(new Event('keydown'));
    await settled();
    expect(made[0]!.paused).toBe(true);
  });

  it('stays silent when it is stopped before the browser has begun', async () => {
    inBrowser('allowed');
    playFile('/ring.mp3', 1).stop();
    await settled();
    expect(made[0]!.paused).toBe(true);
  });
});
