// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Devices } from '../../../src/core/media/Devices.js';
import { RemoteAudio } from '../../../src/core/media/RemoteAudio.js';
import { TrackRegistry } from '../../../src/core/media/TrackRegistry.js';
import { createLogger } from '../../../src/lib/logger.js';
import { createClientStore, type ClientStore } from '../../../src/store/clientStore.js';
import type { RemoteStreamState, StreamKey } from '../../../src/store/state.js';
import { macrotask } from '../../../src/testing/backend/controlledClock.js';
import { fakeBrowser, type FakeBrowser } from '../../../src/testing/media/fakeBrowser.js';
import { fakeDevices } from '../../../src/testing/media/fakeDevices.js';
import { FakeMediaStreamTrack } from '../../../src/testing/media/FakeMediaStreamTrack.js';

const ROOM = 'cn:demo';

describe('the sound of the others', () => {
  let browser: FakeBrowser;
  let store: ClientStore;
  let tracks: TrackRegistry;
  let devices: Devices;
  let audio: RemoteAudio;

  function begin(autoplay: 'allowed' | 'blocked' = 'allowed'): void {
    browser = fakeBrowser({
      autoplay,
      devices: fakeDevices([
        { kind: 'microphone' },
        { kind: 'speaker', deviceId: 'loud' },
        { kind: 'speaker', deviceId: 'ear' },
      ]),
    });
    store = createClientStore();
    tracks = new TrackRegistry();
    devices = new Devices(store);
    devices.remember(null);
    audio = new RemoteAudio(store, tracks, devices, createLogger('none'));
  }

  function show(uid: string, change: Partial<RemoteStreamState> = {}): void {
    const streamKey: StreamKey = { streamId: `${uid}-main`, uid, source: 'main', isLocal: false };
    const trackId = `${uid}-audio`;
    tracks.set(trackId, new FakeMediaStreamTrack({ kind: 'audio' }));
    store.batch(() => {
      store.remoteStreams.set(streamKey.streamId, {
        streamKey,
        roomKey: ROOM,
        displayName: uid,
        hasAudio: true,
        hasVideo: false,
        audioMuted: false,
        videoMuted: false,
        subscribed: true,
        audioTrackId: trackId,
        videoTrackId: null,
        volume: 100,
        ...change,
      });
      const keys = store.remoteStreamKeys.get(ROOM) ?? [];
      if (!keys.some(({ streamId }) => streamId === streamKey.streamId))
        store.remoteStreamKeys.set(ROOM, [...keys, streamKey]);
    });
  }

  const elements = (): HTMLAudioElement[] => [...document.querySelectorAll('audio')];

  beforeEach(() => {
    begin();
  });

  afterEach(() => {
    browser();
    document.body.replaceChildren();
  });

  it('plays each stream in an element of its own, now and later', async () => {
    show('ann');
    const detach = audio.attach(ROOM);
    show('bob');
    await macrotask();
    expect(elements().map(({ paused, hidden }) => ({ paused, hidden }))).toEqual([
      { paused: false, hidden: true },
      { paused: false, hidden: true },
    ]);
    expect((elements()[0]?.srcObject as MediaStream).getAudioTracks()).toEqual([tracks.get('ann-audio')]);
    detach();
    expect(elements()).toEqual([]);
  });

  it('is attached once for two callers', () => {
    show('ann');
    const first = audio.attach(ROOM);
    const second = audio.attach(ROOM);
    first();
    first();
    expect(elements()).toHaveLength(1);
    second();
    expect(elements()).toHaveLength(0);
  });

  it('takes a stream’s element away with the stream', () => {
    audio.attach(ROOM);
    show('ann');
    store.remoteStreamKeys.set(ROOM, []);
    expect(elements()).toEqual([]);
  });

  it('follows the volume, and a track that is replaced', () => {
    audio.attach(ROOM);
    show('ann', { volume: 30 });
    expect(elements()[0]?.volume).toBeCloseTo(0.3);
    tracks.set('next', new FakeMediaStreamTrack({ kind: 'audio' }));
    show('ann', { audioTrackId: 'next' });
    expect((elements()[0]?.srcObject as MediaStream).getAudioTracks()).toEqual([tracks.get('next')]);
    show('ann', { audioTrackId: null });
    expect(elements()[0]?.srcObject).toBeNull();
  });

  it('says that the browser refuses, and plays all after a gesture', async () => {
    browser();
    begin('blocked');
    audio.attach(ROOM);
    show('ann');
    show('bob');
    await macrotask();
    expect(store.session.getState().autoplayBlocked).toBe(true);
    await expect(audio.resume()).rejects.toMatchObject({ name: 'NotAllowedError' });
    expect(store.session.getState().autoplayBlocked).toBe(true);
    browser.gesture();
    await audio.resume();
    expect(store.session.getState().autoplayBlocked).toBe(false);
    expect(elements().every(({ paused }) => !paused)).toBe(true);
  });

  it('no longer says so when nothing is left to play', async () => {
    browser();
    begin('blocked');
    const detach = audio.attach(ROOM);
    show('ann');
    await macrotask();
    detach();
    expect(store.session.getState().autoplayBlocked).toBe(false);
  });

  it('goes to the chosen speaker, now and later, and back when that is unplugged', async () => {
    audio.attach(ROOM);
    show('ann');
    await macrotask();
    await devices.select('speaker', 'ear');
    expect(elements()[0]?.sinkId).toBe('ear');
    show('bob');
    await macrotask();
    expect(elements()[1]?.sinkId).toBe('ear');
    browser.machine.unplug('ear');
    await macrotask();
    expect(elements().map(({ sinkId }) => sinkId)).toEqual(['', '']);
    expect(store.devices.get('speaker')?.lost).toBe(true);
  });
});
