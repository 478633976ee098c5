// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noiseGate } from '../../../src/core/media/processors/noiseGate.js';
import { fakeBrowser, type FakeBrowser } from '../../../src/testing/media/fakeBrowser.js';
import { FakeMediaStreamTrack } from '../../../src/testing/media/FakeMediaStreamTrack.js';

const levelOf = (track: MediaStreamTrack): number => {
  if (!(track instanceof FakeMediaStreamTrack)) throw new Error('This is no fake track.');
  return track.level;
};

describe('the noise gate', () => {
  let browser: FakeBrowser;
  beforeEach(() => {
    browser = fakeBrowser();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    browser();
  });

  it('lets a voice through, holds through a pause, and is silent after it', async () => {
    const microphone = new FakeMediaStreamTrack({ kind: 'audio' });
    const gate = noiseGate({ hold: 300 });
    const output = await gate.start(microphone);
    microphone.level = 0.001; // a fan
    vi.advanceTimersByTime(100);
    expect(levelOf(output)).toBe(0);
    microphone.level = 0.5;
    vi.advanceTimersByTime(20);
    expect(levelOf(output)).toBe(0.5);
    microphone.level = 0.001;
    vi.advanceTimersByTime(280);
    expect(levelOf(output)).toBeGreaterThan(0);
    vi.advanceTimersByTime(40);
    expect(levelOf(output)).toBe(0);
    await gate.stop();
    expect(vi.getTimerCount()).toBe(0);
    expect(microphone.readyState).toBe('live');
  });

  it('goes over to another microphone, with the same output', async () => {
    const gate = noiseGate({ threshold: 0.1 });
    const first = new FakeMediaStreamTrack({ kind: 'audio' });
    const output = await gate.start(first);
    const second = new FakeMediaStreamTrack({ kind: 'audio' });
    await gate.change?.(second);
    first.level = 0.9;
    second.level = 0.4;
    vi.advanceTimersByTime(20);
    expect(levelOf(output)).toBe(0.4);
    await gate.stop();
  });

  it('can begin again with another microphone', async () => {
    const gate = noiseGate({ threshold: 0.1 });
    await gate.start(new FakeMediaStreamTrack({ kind: 'audio' }));
    await gate.stop();
    const second = new FakeMediaStreamTrack({ kind: 'audio' });
    const output = await gate.start(second);
    second.level = 0.4;
    vi.advanceTimersByTime(20);
    expect(levelOf(output)).toBe(0.4);
    await gate.stop();
  });

  it('says that there is no Web Audio', async () => {
    Reflect.deleteProperty(globalThis, 'AudioContext');
    await expect(noiseGate().start(new FakeMediaStreamTrack({ kind: 'audio' }))).rejects.toMatchObject({
      code: 90_100_025,
    });
  });
});
