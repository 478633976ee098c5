// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HRTC } from '../../../src/core/media/HRTC.js';
import type { LocalStream } from '../../../src/core/media/LocalStream.js';
import type { PlayerStateChange } from '../../../src/core/media/rtcTypes.js';
import { macrotask } from '../../../src/testing/backend/controlledClock.js';
import {
  fakeBrowser,
  type FakeBrowser,
  type FakeBrowserOptions,
} from '../../../src/testing/media/fakeBrowser.js';
import { FakeMediaStreamTrack } from '../../../src/testing/media/FakeMediaStreamTrack.js';

let browser: FakeBrowser;
let stream: LocalStream;
let states: PlayerStateChange[];

async function open(options: FakeBrowserOptions = {}, config: Parameters<typeof HRTC.createStream>[0] = {}) {
  browser = fakeBrowser(options);
  document.body.innerHTML = '<div id="one"></div><div id="two"></div>';
  stream = HRTC.createStream({ audio: true, video: true, ...config });
  await stream.initialize();
  states = [];
  stream.on('player-state-change', (state) => states.push(state));
}
beforeEach(() => open());
afterEach(() => {
  stream.close();
  browser();
});

const all = (id: string, kind: string): HTMLMediaElement[] => [
  ...document.querySelectorAll<HTMLMediaElement>(`#${id} ${kind}`),
];
const only = (id: string, kind: string): HTMLMediaElement => {
  const [element, more] = all(id, kind);
  if (!element || more) throw new Error(`Not one ${kind} in #${id}.`);
  return element;
};
const shownIn = (element: HTMLMediaElement): MediaStreamTrack | undefined =>
  (element.srcObject as MediaStream | null)?.getTracks()[0];

it('takes no handler that is none', () => {
  expect(() => {
    stream.on('player-state-change', 5 as never);
  }).toThrow(expect.objectContaining({ code: 90_000_005 }));
});

describe('play', () => {
  it('puts a video and an audio element into the element, and tells that they play', async () => {
    await stream.play('one');
    expect(shownIn(only('one', 'video'))).toBe(stream.getVideoTrack());
    expect(shownIn(only('one', 'audio'))).toBe(stream.getAudioTrack());
    expect(only('one', 'video')).toMatchObject({ muted: true, playsInline: true });
    expect(only('one', 'audio').muted).toBe(false);
    expect(only('one', 'video').style.objectFit).toBe('cover');
    expect(states).toEqual([
      { type: 'video', id: '480x360', state: 'PLAYING', reason: 'playing' },
      { type: 'audio', id: stream.getId(), state: 'PLAYING', reason: 'playing' },
    ]);
  });

  it('is silent with muted, and fits as it is told', async () => {
    await stream.play('one', { muted: true, objectFit: 'fill' });
    expect(only('one', 'audio').muted).toBe(true);
    expect(only('one', 'video').style.objectFit).toBe('fill');
  });

  it('shows one’s own picture as in a mirror if the configuration says so', async () => {
    await stream.play('one');
    expect(only('one', 'video').style.transform).toBe('');
    stream.close();
    browser();
    await open({}, { mirror: true });
    await stream.play('one');
    expect(only('one', 'video').style.transform).toBe('scaleX(-1)');
  });

  it('plays again where it is, and moves to another element without a new player', async () => {
    await stream.play('one');
    const [video, audio] = [only('one', 'video'), only('one', 'audio')];
    await stream.play('one', { objectFit: 'contain' });
    expect(only('one', 'video')).toBe(video);
    expect(video.style.objectFit).toBe('contain');
    await stream.play('two');
    expect(only('two', 'video')).toBe(video);
    expect(all('one', 'video')).toEqual([]);
    expect(only('one', 'audio')).toBe(audio); // all windows share the sound
  });

  it('shows each resolution in an element of its own, with one sound', async () => {
    await stream.addResolution('720p_1');
    await stream.play('one');
    await stream.play('two', { resolutionId: '480x360' });
    expect(shownIn(only('one', 'video'))).toBe(stream.getVideoTrack('1280x720'));
    expect(shownIn(only('two', 'video'))).toBe(stream.getVideoTrack('480x360'));
    expect(document.querySelectorAll('audio')).toHaveLength(1);
    stream.stop({ video: true, resolutionIds: ['480x360'] });
    expect([all('one', 'video'), all('two', 'video')].map(({ length }) => length)).toEqual([1, 0]);
  });

  it('goes on with another device', async () => {
    await stream.play('one');
    browser.machine.plug({ kind: 'camera', deviceId: 'other' });
    await stream.switchDevice('video', 'other');
    expect(shownIn(only('one', 'video'))?.getSettings().deviceId).toBe('other');
    expect(only('one', 'video').paused).toBe(false);
  });

  it('begins when its medium comes after it', async () => {
    stream.close();
    stream = HRTC.createStream({ audio: true });
    await stream.play('one');
    expect(all('one', 'audio')).toEqual([]);
    await stream.initialize();
    expect(shownIn(only('one', 'audio'))).toBe(stream.getAudioTrack());
  });

  it.each([
    ['nowhere', {}],
    [7, {}],
    ['', {}],
    ['one', { objectFit: 'stretch' }],
    ['one', { muted: 'yes' }],
    ['one', null],
    ['one', { resolutionId: 'none' }],
  ])('refuses (%o, %o)', async (id, options) => {
    await expect(stream.play(id as never, options as never)).rejects.toMatchObject({ code: 90_000_005 });
  });
});

describe('a browser that waits for a gesture', () => {
  it('refuses to play with sound, and plays with resume() after one', async () => {
    stream.close();
    browser();
    await open({ autoplay: 'blocked' });
    await expect(stream.play('one')).rejects.toMatchObject({ code: 90_100_021 });
    await expect(stream.resume({ audio: true })).rejects.toMatchObject({ code: 90_100_021 });
    browser.gesture();
    await stream.resume();
    expect(only('one', 'audio').paused).toBe(false);
  });

  it('plays muted without one', async () => {
    stream.close();
    browser();
    await open({ autoplay: 'blocked' });
    await expect(stream.play('one', { muted: true })).resolves.toBeUndefined();
  });
});

describe('stop', () => {
  it('ends one medium or both, and says so', async () => {
    await stream.play('one');
    states.length = 0;
    stream.stop({ audio: true });
    expect(all('one', 'audio')).toEqual([]);
    expect(states).toEqual([{ type: 'audio', id: stream.getId(), state: 'STOPPED', reason: 'stop' }]);
    stream.stop();
    stream.stop();
    expect(all('one', 'video')).toEqual([]);
    expect(states).toHaveLength(2);
    expect(browser.machine.capturing('camera')).toBe(true);
  });
});

describe('a player', () => {
  it('tells that it was paused, that it left the page, and what its track does', async () => {
    await stream.play('one', { muted: true });
    states.length = 0;
    const video = only('one', 'video');
    video.dispatchEvent(new Event('pause'));
    video.remove();
    video.dispatchEvent(new Event('pause'));
    const track = stream.getVideoTrack() as FakeMediaStreamTrack;
    track.dispatchEvent(new Event('mute'));
    track.dispatchEvent(new Event('unmute'));
    expect(states.map(({ state, reason }) => `${state} ${reason}`)).toEqual([
      'PAUSED pause',
      'PAUSED removed',
      'PAUSED mute',
      'PLAYING unmute',
    ]);
  });

  it('tells that a track of the app’s own ended', async () => {
    const track = new FakeMediaStreamTrack({ kind: 'video' });
    await stream.replaceTrack(track, 'video');
    await stream.play('one', { muted: true });
    states.length = 0;
    track.end();
    expect(states).toContainEqual(
      expect.objectContaining({ type: 'video', state: 'STOPPED', reason: 'ended' }),
    );
  });

  it('tells nobody any more who was taken off', async () => {
    const told = vi.fn();
    stream.on('player-state-change', told);
    await stream.play('one', { muted: true });
    expect(told).toHaveBeenCalled();
    stream.off('player-state-change', told);
    told.mockClear();
    stream.stop();
    expect(told).not.toHaveBeenCalled();
  });
});

describe('sound', () => {
  it('has a volume from 0 to 100, also before it plays', async () => {
    stream.setAudioVolume(25);
    await stream.play('one');
    expect(only('one', 'audio').volume).toBe(0.25);
    stream.setAudioVolume(0);
    expect(only('one', 'audio').volume).toBe(0);
    for (const volume of [-1, 101, Number.NaN, '50', null]) {
      expect(() => {
        stream.setAudioVolume(volume as never);
      }).toThrow(expect.objectContaining({ code: 90_000_005 }));
    }
  });

  it('goes to the chosen speaker, and stays where it was if that cannot be used', async () => {
    await stream.setAudioOutput('headphones');
    await stream.play('one');
    const audio = only('one', 'audio') as HTMLMediaElement & { setSinkId(id: string): Promise<void> };
    expect(audio).toMatchObject({ sinkId: 'headphones' });
    audio.setSinkId = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
    await expect(stream.setAudioOutput('gone')).rejects.toMatchObject({ code: 90_100_006 });
    audio.setSinkId = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    await expect(stream.setAudioOutput('secret')).rejects.toMatchObject({ code: 90_100_017 });
    await expect(stream.setAudioOutput(7 as never)).rejects.toMatchObject({ code: 90_000_005 });
    expect(audio).toMatchObject({ sinkId: 'headphones' });
  });

  it('cannot go to a speaker that there is not, although nothing plays yet', async () => {
    const setSinkId = vi
      .spyOn(HTMLMediaElement.prototype, 'setSinkId')
      .mockRejectedValueOnce(new DOMException('gone', 'NotFoundError'));
    await expect(stream.setAudioOutput('gone')).rejects.toMatchObject({ code: 90_100_006 });
    setSinkId.mockRestore();
    await stream.play('one');
    expect(only('one', 'audio')).toMatchObject({ sinkId: '' });
  });

  it('has a level that is read at any time, and 0 when there is none', async () => {
    expect(stream.getAudioLevel()).toBe(0);
    (stream.getAudioTrack() as FakeMediaStreamTrack).level = 0.5;
    await macrotask();
    expect(stream.getAudioLevel()).toBeGreaterThan(0.5);
    stream.close({ audio: true });
    expect(stream.getAudioLevel()).toBe(0);
  });
});
