import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AudioLevels, levelOf } from '../../../src/core/media/AudioLevels.js';
import { TrackRegistry } from '../../../src/core/media/TrackRegistry.js';
import { createClientStore, type ClientStore } from '../../../src/store/clientStore.js';
import type { LocalStreamState, StreamKey } from '../../../src/store/state.js';
import { createControlledClock, type ControlledClock } from '../../../src/testing/backend/controlledClock.js';
import { FakeAudioContext } from '../../../src/testing/media/FakeAudioContext.js';
import { fakeBrowser, type FakeBrowser } from '../../../src/testing/media/fakeBrowser.js';
import { FakeMediaStreamTrack } from '../../../src/testing/media/FakeMediaStreamTrack.js';

const KEY: StreamKey = { streamId: 'main', uid: 'ann', source: 'main', isLocal: true };

describe('audio levels', () => {
  let browser: FakeBrowser;
  let store: ClientStore;
  let clock: ControlledClock;
  let tracks: TrackRegistry;
  let levels: AudioLevels;
  let track: FakeMediaStreamTrack;

  function show(change: Partial<LocalStreamState> = {}): void {
    store.localStreams.set('main', {
      streamKey: KEY,
      status: 'ready',
      permission: 'granted',
      error: null,
      audioTrackId: track.id,
      videoTrackId: null,
      audioMuted: false,
      videoMuted: false,
      ...change,
    });
  }

  beforeEach(() => {
    browser = fakeBrowser();
    store = createClientStore();
    clock = createControlledClock();
    tracks = new TrackRegistry();
    levels = new AudioLevels(store, clock, tracks, (error) => {
      throw error;
    });
    track = new FakeMediaStreamTrack({ kind: 'audio' });
    tracks.set(track.id, track);
    show();
  });

  afterEach(() => {
    browser();
  });

  it('reads 0 in silence, 1 at full scale and in between by loudness', () => {
    const at = (amplitude: number): number => levelOf(new Float32Array(64).fill(amplitude));
    expect(at(0)).toBe(0);
    expect(at(1)).toBe(1);
    expect(at(0.1)).toBeGreaterThan(at(0.01));
    expect(at(0.001)).toBe(0);
  });

  it('tells a handler at most 20 times a second, and changes no store', async () => {
    const seen: number[] = [];
    let changes = 0;
    store.localStreams.subscribe('main', () => changes++);
    const stop = levels.observe(KEY, (level) => seen.push(level));
    track.level = 0.5;
    await clock.tick(1_000);
    expect(seen).toHaveLength(20);
    expect(seen[0]).toBeGreaterThan(0.5);
    expect(changes).toBe(0);
    stop();
    await clock.tick(1_000);
    expect(seen).toHaveLength(20);
    expect(clock.pending()).toBe(0);
  });

  it('reads 0 while muted, and follows the track', async () => {
    const seen: number[] = [];
    levels.observe(KEY, (level) => seen.push(level));
    track.level = 0.5;
    show({ audioMuted: true });
    await clock.tick(50);
    expect(seen.at(-1)).toBe(0);
    const next = new FakeMediaStreamTrack({ kind: 'audio' });
    next.level = 1;
    tracks.set(next.id, next);
    show({ audioTrackId: next.id });
    await clock.tick(50);
    expect(seen.at(-1)).toBe(1);
    show({ audioTrackId: null });
    await clock.tick(50);
    expect(seen.at(-1)).toBe(0);
  });

  it('marks who speaks, and holds the mark over the pause between words', async () => {
    const marks: (boolean | undefined)[] = [];
    store.speaking.subscribe('main', () => marks.push(store.speaking.get('main')));
    const stop = levels.observeSpeaking(KEY);
    track.level = 0.3;
    await clock.tick(100);
    track.level = 0;
    await clock.tick(400);
    track.level = 0.3;
    await clock.tick(100);
    expect(marks).toEqual([true]);
    track.level = 0;
    await clock.tick(600);
    expect(marks).toEqual([true]);
    await clock.tick(150);
    expect(marks).toEqual([true, false]);
    stop();
    expect(clock.pending()).toBe(0);
  });

  it('does not take a quiet room for speech', async () => {
    levels.observeSpeaking(KEY);
    track.level = 0.004;
    await clock.tick(2_000);
    expect(store.speaking.get('main') ?? false).toBe(false);
  });

  it('asks for a suspended context once after a gesture, and again only when it was suspended anew', async () => {
    Object.defineProperty(navigator, 'userActivation', {
      configurable: true,
      value: { hasBeenActive: false },
    });
    FakeAudioContext.startsSuspended = true;
    const asked = vi
      .spyOn(FakeAudioContext.prototype, 'resume')
      .mockReturnValue(new Promise(() => undefined));
    try {
      levels.observe(KEY, () => undefined);
      await clock.tick(1_000);
      expect(asked).toHaveBeenCalledTimes(1);
      Object.defineProperty(navigator, 'userActivation', {
        configurable: true,
        value: { hasBeenActive: true },
      });
      await clock.tick(1_000);
      expect(asked).toHaveBeenCalledTimes(2);
      const context = asked.mock.contexts[0] as FakeAudioContext;
      context.state = 'running';
      await clock.tick(50);
      context.state = 'suspended';
      await clock.tick(1_000);
      expect(asked).toHaveBeenCalledTimes(3);
    } finally {
      FakeAudioContext.startsSuspended = false;
      asked.mockRestore();
      Reflect.deleteProperty(navigator, 'userActivation');
    }
  });

  it('counts those who watch', async () => {
    const first = levels.observeSpeaking(KEY);
    const second = levels.observeSpeaking(KEY);
    track.level = 0.5;
    await clock.tick(50);
    first();
    first();
    expect(store.speaking.get('main')).toBe(true);
    second();
    expect(store.speaking.get('main')).toBeUndefined();
  });
});
