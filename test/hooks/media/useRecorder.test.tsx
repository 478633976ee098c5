import { act } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useLocalStream } from '../../../src/hooks/media/useLocalStream.js';
import { useRecorder } from '../../../src/hooks/media/useRecorder.js';
import { useRemoteStreams } from '../../../src/hooks/media/useRemoteStreams.js';
import { useRtc } from '../../../src/hooks/media/useRtc.js';
import { FakeMediaRecorder } from '../../../src/testing/media/FakeMediaRecorder.js';
import { renderHookWithHummer } from '../../../src/testing/react.js';
import { mediaStage } from './support.js';

const stage = mediaStage();

async function withCamera() {
  const rendered = renderHookWithHummer(
    () => {
      const camera = useLocalStream({ audio: true, video: true });
      return { camera, recorder: useRecorder(camera.streamKey) };
    },
    { backend: stage.backend, strict: true },
  );
  await stage.backend.settle();
  return rendered;
}

describe('useRecorder', () => {
  it('records what the stream has, with a pause, into one file', async () => {
    const { result } = await withCamera();
    expect(result.current.recorder).toMatchObject({ status: 'idle', mimeType: null });
    await act(() => result.current.recorder.start());
    expect(result.current.recorder).toMatchObject({
      status: 'recording',
      mimeType: 'video/webm;codecs=vp9,opus',
    });
    await act(() => result.current.recorder.pause());
    expect(result.current.recorder.status).toBe('paused');
    await act(() => result.current.recorder.resume());
    const file = await act(() => result.current.recorder.stop());
    expect(file.type).toBe('video/webm;codecs=vp9,opus');
    expect(await file.text()).toBe('fake recording of audio and video');
    expect(result.current.recorder.status).toBe('idle');
    await act(() => result.current.recorder.start({ video: false }));
    const sound = await act(() => result.current.recorder.stop());
    expect(sound.type).toBe('audio/webm;codecs=opus');
  });

  it('records the stream of another', async () => {
    const { result } = renderHookWithHummer(
      () => {
        useRtc('demo');
        return useRecorder(useRemoteStreams('demo')[0] ?? null);
      },
      { backend: stage.backend },
    );
    await stage.backend.settle();
    await stage.backend.peer('bob').publish('demo', { audio: true, video: true });
    await stage.backend.settle();
    await act(() => result.current.start());
    const file = await act(() => result.current.stop());
    expect(await file.text()).toBe('fake recording of audio and video');
  });

  it('keeps what it has when the stream ends by itself', async () => {
    const { result } = await withCamera();
    await act(() => result.current.recorder.start({ audio: false }));
    act(() => {
      stage.browser.machine.unplug(
        stage.browser.machine.devices.find(({ kind }) => kind === 'camera')!.deviceId,
      );
    });
    await stage.backend.settle();
    expect(result.current.recorder.status).toBe('ended');
    const file = await act(() => result.current.recorder.stop());
    expect(file.size).toBeGreaterThan(0);
  });

  it('says that it broke off, and keeps what it has', async () => {
    const { result } = await withCamera();
    const made: FakeMediaRecorder[] = [];
    const Native = MediaRecorder;
    globalThis.MediaRecorder = class extends FakeMediaRecorder {
      constructor(...args: ConstructorParameters<typeof FakeMediaRecorder>) {
        super(...args);
        made.push(this);
      }
    } as unknown as typeof MediaRecorder;
    await act(() => result.current.recorder.start());
    globalThis.MediaRecorder = Native;
    act(() => {
      made[0]?.fail();
    });
    await stage.backend.settle();
    expect(result.current.recorder).toMatchObject({ status: 'failed', error: { code: 90_000_001 } });
    expect((await act(() => result.current.recorder.stop())).size).toBeGreaterThan(0);
    expect(result.current.recorder).toMatchObject({ status: 'idle', error: null });
  });

  it('refuses what cannot be, and says why', async () => {
    const { result } = await withCamera();
    const refusals: [() => Promise<unknown>, number][] = [
      [() => result.current.recorder.stop(), 90_100_001],
      [() => result.current.recorder.pause(), 90_100_001],
      [() => result.current.recorder.start({ mimeType: 'video/film' }), 90_000_005],
      [() => result.current.recorder.start({ audio: false, video: false }), 90_100_001],
    ];
    for (const [call, code] of refusals) {
      await act(async () => {
        await expect(call()).rejects.toMatchObject({ code });
      });
      expect(result.current.recorder.error?.code).toBe(code);
    }
    await act(() => result.current.recorder.start());
    await act(async () => {
      await expect(result.current.recorder.start()).rejects.toMatchObject({ code: 90_100_001 });
    });
    expect(result.current.recorder.status).toBe('recording');
    await act(() => result.current.recorder.stop());
    Reflect.deleteProperty(globalThis, 'MediaRecorder');
    await act(async () => {
      await expect(result.current.recorder.start()).rejects.toMatchObject({ code: 90_100_025 });
    });
  });

  it('throws away what nobody can stop any more', async () => {
    const { result, unmount } = await withCamera();
    await act(() => result.current.recorder.start());
    unmount();
    await stage.backend.clock.tick(200);
    const again = await withCamera();
    expect(again.result.current.recorder.status).toBe('idle');
  });
});
