// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HRTC } from '../../../src/core/media/HRTC.js';
import type { LocalStream } from '../../../src/core/media/LocalStream.js';
import { captureOf } from '../../../src/core/media/streamCaptures.js';
import { macrotask } from '../../../src/testing/backend/controlledClock.js';
import { fakeBrowser, type FakeBrowser } from '../../../src/testing/media/fakeBrowser.js';
import type { FakeMediaStreamTrack } from '../../../src/testing/media/FakeMediaStreamTrack.js';

const SONG = 'https://example.com/song.mp3';

let browser: FakeBrowser;
let stream: LocalStream;
beforeEach(async () => {
  browser = fakeBrowser();
  browser.files.put(SONG, { seconds: 30, level: 0.5 });
  stream = HRTC.createStream({ audio: true });
  await stream.initialize();
  voice().level = 0.2;
});
afterEach(() => {
  stream.close();
  browser();
});

/** The microphone, whatever is mixed into it. */
const voice = (): FakeMediaStreamTrack => captureOf(stream).deviceTrack('audio') as FakeMediaStreamTrack;
/** How loud the sound that is sent is. */
const sent = (): number => (stream.getAudioTrack() as FakeMediaStreamTrack).level;

describe('audio mixing', () => {
  it('sends the file with the microphone, tells that it plays, and knows how long it is', async () => {
    const played = vi.fn();
    stream.on('audio-mixing-played', played);
    const microphone = stream.getAudioTrack();
    await stream.startAudioMixing({ filePath: SONG });
    expect(played).toHaveBeenCalledTimes(1);
    expect(stream.getAudioTrack()).not.toBe(microphone);
    expect(sent()).toBe(0.5);
    expect(stream.getAudioMixingDuration()).toBe(30_000);
    stream.pauseAudioMixing();
    expect(sent()).toBe(0.2); // the voice goes on
    stream.resumeAudioMixing();
    await macrotask();
    expect(sent()).toBe(0.5);
  });

  it('sends the file instead of the microphone with replace', async () => {
    browser.files.put(SONG, { seconds: 30, level: 0.1 });
    await stream.startAudioMixing({ filePath: SONG, replace: true });
    expect(sent()).toBe(0.1);
    await stream.stopAudioMixing();
    expect(sent()).toBe(0.2);
  });

  it('is the microphone alone again after stop, without audio-mixing-finished', async () => {
    const finished = vi.fn();
    stream.on('audio-mixing-finished', finished);
    await stream.startAudioMixing({ filePath: SONG });
    const mix = stream.getAudioTrack();
    await stream.stopAudioMixing();
    expect(stream.getAudioTrack()).toBe(voice());
    expect(mix?.readyState).toBe('ended');
    expect(finished).not.toHaveBeenCalled();
    expect([stream.getAudioMixingDuration(), stream.getAudioMixingCurrentPosition()]).toEqual([0, 0]);
    await expect(stream.stopAudioMixing()).resolves.toBeUndefined();
  });

  it('tells when the file ends by itself, after as many repeats as asked for', async () => {
    const finished = vi.fn();
    stream.on('audio-mixing-finished', finished);
    await stream.startAudioMixing({ filePath: SONG, repeatCount: 1 });
    browser.files.finish();
    await macrotask();
    expect(finished).not.toHaveBeenCalled();
    expect(sent()).toBe(0.5);
    browser.files.finish();
    expect(finished).toHaveBeenCalledTimes(1);
    expect(stream.getAudioTrack()).toBe(voice());
  });

  it('never ends with loop', async () => {
    await stream.startAudioMixing({ filePath: SONG, loop: true });
    browser.files.finish();
    expect(sent()).toBe(0.5);
  });

  it('begins where it is told, and goes where it is told', async () => {
    await stream.startAudioMixing({ filePath: SONG, startTime: 2_000 });
    expect(stream.getAudioMixingCurrentPosition()).toBe(2_000);
    stream.setAudioMixingPosition(12_500);
    expect(stream.getAudioMixingCurrentPosition()).toBe(12_500);
    for (const position of [-1, 30_001, Number.NaN, '5']) {
      expect(() => {
        stream.setAudioMixingPosition(position as never);
      }).toThrow(expect.objectContaining({ code: 90_000_005 }));
    }
  });

  it('has a volume from 0 to 100', async () => {
    await stream.startAudioMixing({ filePath: SONG, replace: true });
    stream.setAudioMixingVolume(50);
    expect(sent()).toBe(0.25);
    for (const level of [-1, 101, null]) {
      expect(() => {
        stream.setAudioMixingVolume(level as never);
      }).toThrow(expect.objectContaining({ code: 90_000_005 }));
    }
  });

  it('takes the next file in place of the first', async () => {
    browser.files.put('/other.mp3', { seconds: 4, level: 0.9 });
    await stream.startAudioMixing({ filePath: SONG });
    await stream.startAudioMixing({ filePath: '/other.mp3' });
    expect(stream.getAudioMixingDuration()).toBe(4_000);
    expect(sent()).toBe(0.9);
  });

  it('goes on with another microphone, on the same track', async () => {
    await stream.startAudioMixing({ filePath: SONG });
    const mix = stream.getAudioTrack();
    browser.machine.plug({ kind: 'microphone', deviceId: 'headset' });
    await stream.switchDevice('audio', 'headset');
    expect(stream.getAudioTrack()).toBe(mix);
    await stream.stopAudioMixing();
    expect(stream.getAudioTrack()?.getSettings().deviceId).toBe('headset');
  });

  it.each([
    [{}],
    [null],
    [{ filePath: '' }],
    [{ filePath: 7 }],
    [{ filePath: SONG, startTime: -1 }],
    [{ filePath: SONG, startTime: Infinity }],
    [{ filePath: SONG, startTime: 30_001 }],
    [{ filePath: SONG, repeatCount: 1.5 }],
    [{ filePath: SONG, repeatCount: -1 }],
    [{ filePath: SONG, loop: true, repeatCount: 1 }],
    [{ filePath: 'https://example.com/absent.mp3' }],
  ])('refuses %o', async (option) => {
    await expect(stream.startAudioMixing(option as never)).rejects.toMatchObject({ code: 90_000_005 });
    expect(stream.getAudioTrack()).toBe(voice());
  });

  it('needs a sound to mix into, a gesture where the browser wants one, and a file to be paused', async () => {
    const mute = HRTC.createStream({ video: true });
    await mute.initialize();
    await expect(mute.startAudioMixing({ filePath: SONG })).rejects.toMatchObject({ code: 90_100_001 });
    mute.close();
    for (const call of ['pauseAudioMixing', 'resumeAudioMixing'] as const) {
      expect(() => {
        stream[call]();
      }).toThrow(expect.objectContaining({ code: 90_100_001 }));
    }
    stream.close();
    browser();
    browser = fakeBrowser({ autoplay: 'blocked' });
    browser.files.put(SONG, { seconds: 30 });
    await stream.initialize();
    await expect(stream.startAudioMixing({ filePath: SONG })).rejects.toMatchObject({ code: 90_100_021 });
    expect(stream.getAudioTrack()).toBe(voice());
  });

  it('ends with the stream', async () => {
    await stream.startAudioMixing({ filePath: SONG });
    const mix = stream.getAudioTrack();
    stream.close();
    expect(mix?.readyState).toBe('ended');
    expect(stream.getAudioTrack()).toBeNull();
  });
});

describe('the sound of a screen', () => {
  async function share(): Promise<LocalStream> {
    const screen = HRTC.createStream({ screen: true, screenAudio: true });
    await screen.initialize();
    (screen.getAudioTrack() as FakeMediaStreamTrack).level = 0.7;
    return screen;
  }

  it('travels in the stream it is bound to, until it ends', async () => {
    const screen = await share();
    screen.bindScreenAudio2RelatedStream(stream);
    await vi.waitFor(() => {
      expect(sent()).toBe(0.7);
    });
    expect([screen.hasAudio(), screen.getAudioTrack()]).toEqual([false, null]);
    browser.machine.screen.stopSharing();
    expect(stream.getAudioTrack()).toBe(voice());
    screen.close();
  });

  it('travels alone if the microphone is to be silent', async () => {
    const screen = await share();
    (screen.getAudioTrack() as FakeMediaStreamTrack).level = 0.1;
    screen.bindScreenAudio2RelatedStream(stream, true);
    await vi.waitFor(() => {
      expect(sent()).toBe(0.1);
    });
    screen.close();
    expect(sent()).toBe(0.2);
  });

  it('is bound by a screen to a stream that has sound, and nothing else', async () => {
    const screen = await share();
    const silent = HRTC.createStream({ video: true });
    await silent.initialize();
    for (const [from, to] of [
      [stream, screen],
      [screen, screen],
      [screen, silent],
    ] as const) {
      expect(() => {
        from.bindScreenAudio2RelatedStream(to);
      }).toThrow(expect.objectContaining({ code: 90_100_001 }));
    }
    expect(() => {
      screen.bindScreenAudio2RelatedStream({} as never);
    }).toThrow(expect.objectContaining({ code: 90_000_005 }));
    screen.close();
    silent.close();
  });
});
