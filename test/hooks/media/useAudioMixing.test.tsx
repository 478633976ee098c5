import { act } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useAudioMixing } from '../../../src/hooks/media/useAudioMixing.js';
import { useLocalStream } from '../../../src/hooks/media/useLocalStream.js';
import { useStreamTrack } from '../../../src/hooks/media/useStreamTrack.js';
import type { FakeMediaStreamTrack } from '../../../src/testing/media/FakeMediaStreamTrack.js';
import { renderHookWithHummer } from '../../../src/testing/react.js';
import { mediaStage } from '../support/mediaStage.js';

const SONG = '/song.mp3';
const stage = mediaStage();

async function withMicrophone() {
  stage.browser.files.put(SONG, { seconds: 10, level: 0.5 });
  const rendered = renderHookWithHummer(
    ({ on }) => {
      const mic = useLocalStream(on ? { audio: true } : null);
      return { music: useAudioMixing(mic.streamKey), track: useStreamTrack(mic.streamKey, 'audio') };
    },
    { backend: stage.backend, strict: true, initialProps: { on: true } },
  );
  await stage.backend.settle();
  const sent = (): number => (rendered.result.current.track as FakeMediaStreamTrack | null)?.level ?? -1;
  return { ...rendered, sent };
}

describe('useAudioMixing', () => {
  it('plays, pauses, moves and ends a file, and shows where it stands', async () => {
    const { result, sent } = await withMicrophone();
    expect(result.current.music).toMatchObject({ status: 'idle', duration: 0, volume: 100, error: null });
    await act(() => result.current.music.start({ filePath: SONG }));
    expect(result.current.music).toMatchObject({ status: 'playing', duration: 10_000 });
    expect(sent()).toBe(0.5);
    await act(() => result.current.music.setVolume(20));
    expect(result.current.music.volume).toBe(20);
    expect(sent()).toBe(0.1);
    await act(() => result.current.music.setPosition(4_000));
    expect(result.current.music.getPosition()).toBe(4_000);
    await act(() => result.current.music.pause());
    expect(result.current.music.status).toBe('paused');
    await act(() => result.current.music.resume());
    expect(result.current.music.status).toBe('playing');
    act(() => {
      stage.browser.files.finish();
    });
    expect(result.current.music.status).toBe('idle');
    expect(sent()).toBe(0);
  });

  it('says why a file cannot be played, and forgets it with the next', async () => {
    const { result } = await withMicrophone();
    await act(async () => {
      await expect(result.current.music.start({ filePath: '/absent.mp3' })).rejects.toMatchObject({
        code: 90_000_005,
      });
    });
    expect(result.current.music).toMatchObject({ status: 'failed', error: { code: 90_000_005 } });
    await act(() => result.current.music.start({ filePath: SONG }));
    expect(result.current.music).toMatchObject({ status: 'playing', error: null });
  });

  it('ends with the capture', async () => {
    const { result, rerender } = await withMicrophone();
    await act(() => result.current.music.start({ filePath: SONG }));
    const { track } = result.current;
    rerender({ on: false });
    await stage.backend.clock.tick(200);
    expect(track?.readyState).toBe('ended');
    expect(stage.browser.machine.capturing('microphone')).toBe(false);
  });

  it('refuses to act without a stream, and says so', async () => {
    const { result } = renderHookWithHummer(() => useAudioMixing(null), { backend: stage.backend });
    await act(async () => {
      await expect(result.current.start({ filePath: SONG })).rejects.toMatchObject({ code: 2001 });
    });
    expect(result.current).toMatchObject({ status: 'idle', error: { code: 2001 } });
    expect(result.current.getPosition()).toBe(0);
  });
});
