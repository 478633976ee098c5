import { act } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useLocalStream } from '../../../src/hooks/media/useLocalStream.js';
import { useRecorder } from '../../../src/hooks/media/useRecorder.js';
import { useRemoteStreams } from '../../../src/hooks/media/useRemoteStreams.js';
import { useRtc } from '../../../src/hooks/media/useRtc.js';
import { createDeferred } from '../../../src/lib/deferred.js';
import { FakeMediaRecorder } from '../../../src/testing/media/FakeMediaRecorder.js';
import { FakeMediaStreamTrack } from '../../../src/testing/media/FakeMediaStreamTrack.js';
import { FakeMediaStream } from '../../../src/testing/media/FakeStream.js';
import { Patches } from '../../../src/testing/media/patches.js';
import { renderHookWithHummer } from '../../../src/testing/react.js';
import { mediaStage } from '../support/mediaStage.js';

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

  describe('where the page can draw', () => {
    const pictures: (MediaStreamTrack | undefined)[] = [];
    /** What the recorder of the moment takes in. */
    let recorded: MediaStream;
    const undo = new Patches();
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      const context = {
        canvas: { width: 640, height: 360 },
        fillRect: () => void pictures.push(undefined),
        drawImage: (video: HTMLVideoElement) =>
          void pictures.push((video.srcObject as MediaStream | null)?.getVideoTracks()[0]),
      };
      undo.value(HTMLCanvasElement.prototype, 'getContext', () => context);
      undo.value(
        HTMLCanvasElement.prototype,
        'captureStream',
        () => new FakeMediaStream([new FakeMediaStreamTrack({ kind: 'video', label: 'canvas' })]),
      );
      undo.value(HTMLVideoElement.prototype, 'videoWidth', 1280);
      undo.value(HTMLVideoElement.prototype, 'videoHeight', 720);
      undo.value(
        globalThis,
        'MediaRecorder',
        class extends FakeMediaRecorder {
          constructor(...args: ConstructorParameters<typeof FakeMediaRecorder>) {
            super(...args);
            [recorded] = args;
          }
        },
      );
    });
    afterEach(() => {
      undo.undo();
      vi.useRealTimers();
    });
    /** The track whose picture is drawn next; undefined for black. */
    const picture = (): MediaStreamTrack | undefined => {
      pictures.length = 0;
      vi.advanceTimersByTime(40);
      return pictures.at(-1);
    };
    const level = (): number | undefined => (recorded.getAudioTracks()[0] as FakeMediaStreamTrack).level;

    it('goes on in the same file with another device, and with a camera that was off meanwhile', async () => {
      const { result } = await withCamera();
      const { machine } = stage.browser;
      machine.plug({ kind: 'camera', deviceId: 'other' });
      machine.plug({ kind: 'microphone', deviceId: 'headset' });
      await stage.backend.settle();
      await act(() => result.current.recorder.start());
      const first = picture();
      expect(first?.readyState).toBe('live');
      await act(() => result.current.camera.switchDevice('camera', 'other'));
      expect(picture()?.getSettings().deviceId).toBe('other');
      await act(() => result.current.camera.switchDevice('microphone', 'headset'));
      const stream = result.current.camera.stream;
      (stream.getAudioTrack() as FakeMediaStreamTrack).level = 0.7;
      expect(level()).toBe(0.7);
      await act(() => result.current.camera.muteVideo());
      expect(picture()).toBeUndefined();
      expect(result.current.recorder.status).toBe('recording');
      await act(() => result.current.camera.unmuteVideo());
      expect(picture()).toBe(stream.getVideoTrack());
      expect(recorded.getVideoTracks()[0]?.label).toBe('canvas');
      await act(() => result.current.recorder.stop());
      expect(recorded.getTracks().map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
      expect(vi.getTimerCount()).toBe(0);
    });

    it('ends with the stream, and with a camera that will not come back', async () => {
      const { result } = await withCamera();
      await act(() => result.current.recorder.start({ audio: false }));
      act(() => {
        for (const { kind, deviceId } of [...stage.browser.machine.devices])
          if (kind === 'camera') stage.browser.machine.unplug(deviceId);
      });
      await stage.backend.settle();
      expect(result.current.recorder.status).toBe('ended');
      expect(vi.getTimerCount()).toBe(0);
      await act(() => result.current.recorder.stop());
    });

    it('begins once, and not for somebody who has gone meanwhile', async () => {
      const { result, unmount } = await withCamera();
      const { start } = result.current.recorder;
      const first = start();
      await expect(start()).rejects.toMatchObject({ code: 90_100_001 });
      await act(() => first);
      await act(() => result.current.recorder.stop());
      const picture = createDeferred<undefined>();
      undo.value(HTMLMediaElement.prototype, 'play', () => picture.promise);
      const late = start({ audio: false });
      const outcome = expect(late).rejects.toThrow('gone');
      unmount();
      await stage.backend.clock.tick(200);
      picture.resolve(undefined);
      await outcome;
      expect(vi.getTimerCount()).toBe(0);
    });
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
