import { act } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { TrackProcessor } from '../../../src/core/media/trackProcessor.js';
import { useLocalStream } from '../../../src/hooks/media/useLocalStream.js';
import { usePublish } from '../../../src/hooks/media/usePublish.js';
import { useRtc } from '../../../src/hooks/media/useRtc.js';
import { useStreamTrack } from '../../../src/hooks/media/useStreamTrack.js';
import { useTrackProcessor } from '../../../src/hooks/media/useTrackProcessor.js';
import { FakeMediaStreamTrack } from '../../../src/testing/media/FakeMediaStreamTrack.js';
import { renderHookWithHummer } from '../../../src/testing/react.js';
import { mediaStage } from '../support/mediaStage.js';

const stage = mediaStage();

function blur(): TrackProcessor & { starts: number; stops: number } {
  const made = {
    kind: 'video' as const,
    starts: 0,
    stops: 0,
    async start(track: MediaStreamTrack) {
      made.starts++;
      await Promise.resolve();
      return new FakeMediaStreamTrack({ kind: 'video', label: `blurred ${track.label}` });
    },
    stop: () => {
      made.stops++;
    },
  };
  return made;
}

async function withCamera(processor: TrackProcessor | null) {
  const rendered = renderHookWithHummer(
    ({ processor: given, on }: { processor: TrackProcessor | null; on: boolean }) => {
      useRtc('demo');
      const camera = useLocalStream(on ? { video: true } : null);
      usePublish('demo', camera.streamKey);
      return {
        camera,
        state: useTrackProcessor(camera.streamKey, given),
        track: useStreamTrack(camera.streamKey, 'video'),
      };
    },
    { backend: stage.backend, strict: true, initialProps: { processor, on: true } },
  );
  await stage.backend.settle();
  return rendered;
}

describe('useTrackProcessor', () => {
  it('processes the stream while mounted, started once under StrictMode', async () => {
    const processor = blur();
    const { result, rerender, unmount } = await withCamera(processor);
    expect(result.current.state).toEqual({ status: 'active', error: null });
    expect(result.current.track?.label).toMatch(/^blurred/);
    expect(processor.starts - processor.stops).toBe(1);
    rerender({ processor: null, on: true });
    await stage.backend.settle();
    expect(result.current.state.status).toBe('idle');
    expect(result.current.track?.label).not.toMatch(/^blurred/);
    expect(processor.starts).toBe(processor.stops);
    rerender({ processor, on: true });
    await stage.backend.settle();
    unmount();
    await stage.backend.clock.tick(200);
    expect(processor.starts).toBe(processor.stops);
    expect(stage.browser.machine.capturing('camera')).toBe(false);
  });

  it('publishes once, whatever is processed', async () => {
    const { rerender } = await withCamera(null);
    rerender({ processor: blur(), on: true });
    await stage.backend.settle();
    rerender({ processor: blur(), on: true });
    await stage.backend.settle();
    const produced = stage.backend.server.log().filter(({ event }) => event === 'produce');
    expect(produced).toHaveLength(1);
  });

  it('says why it cannot, and the camera goes on as before', async () => {
    const { result, rerender } = await withCamera(null);
    const broken: TrackProcessor = {
      kind: 'video',
      start: () => Promise.reject(new Error('No WebGL here.')),
      stop: () => undefined,
    };
    rerender({ processor: broken, on: true });
    await stage.backend.settle();
    expect(result.current.state).toMatchObject({ status: 'failed', error: { message: 'No WebGL here.' } });
    expect(result.current.track?.readyState).toBe('live');
    expect(result.current.camera.error).toBeNull();
    rerender({ processor: null, on: true });
    expect(result.current.state).toEqual({ status: 'idle', error: null });
  });

  it('waits for a stream, and processes the next device as well', async () => {
    const processor = blur();
    const { result } = await withCamera(processor);
    stage.browser.machine.plug({ kind: 'camera', deviceId: 'other', label: 'Other' });
    await stage.backend.settle();
    await act(() => result.current.camera.switchDevice('camera', 'other'));
    await stage.backend.settle();
    expect(result.current.track?.label).toBe('blurred Other');
    expect(result.current.state.status).toBe('active');
    const { result: none } = renderHookWithHummer(() => useTrackProcessor(null, processor), {
      backend: stage.backend,
    });
    expect(none.current.status).toBe('idle');
  });
});
