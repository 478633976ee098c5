import { act, screen } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { useAudioToggle } from '../../../src/hooks/media/useAudioToggle.js';
import { useAutoplay } from '../../../src/hooks/media/useAutoplay.js';
import { useDevices } from '../../../src/hooks/media/useDevices.js';
import { useLocalStream } from '../../../src/hooks/media/useLocalStream.js';
import { useLocalStreams } from '../../../src/hooks/media/useLocalStreams.js';
import { usePublish } from '../../../src/hooks/media/usePublish.js';
import { useRemoteAudio } from '../../../src/hooks/media/useRemoteAudio.js';
import { useRemoteStream } from '../../../src/hooks/media/useRemoteStream.js';
import { useRemoteStreams } from '../../../src/hooks/media/useRemoteStreams.js';
import { useRtc } from '../../../src/hooks/media/useRtc.js';
import { useStreamTrack } from '../../../src/hooks/media/useStreamTrack.js';
import { useVideoToggle } from '../../../src/hooks/media/useVideoToggle.js';
import { useRoom } from '../../../src/hooks/rooms/useRoom.js';
import { useRoomScope } from '../../../src/hooks/rooms/useRoomScope.js';
import { renderHookWithHummer, renderWithHummer } from '../../../src/testing/react.js';
import { mediaStage } from '../support/mediaStage.js';

const stage = mediaStage();

const asked = (event: string, uid = 'me'): number =>
  stage.backend.server.log().filter((entry) => entry.uid === uid && entry.event === event).length;

/** The media half of the app of REACT.md. */
function Lesson(): ReactElement {
  const room = useRoomScope();
  const camera = useLocalStream({ audio: true, video: true });
  const { status } = usePublish(room, camera.streamKey);
  const mic = useAudioToggle(camera.streamKey);
  const video = useVideoToggle(camera.streamKey);
  useRemoteAudio(room);
  return (
    <main data-status={status} data-camera={camera.status}>
      <button {...mic.buttonProps}>Mute</button>
      <button {...video.buttonProps}>Camera off</button>
      <ul>
        {useRemoteStreams(room).map((stream) => (
          <li key={stream.streamId}>{stream.uid}</li>
        ))}
      </ul>
    </main>
  );
}
const main = (): HTMLElement => screen.getByRole('main');
const press = (name: string): void => {
  act(() => {
    screen.getByRole('button', { name }).click();
  });
};

describe('a lesson', () => {
  it('joins once and publishes each medium once under StrictMode, and lets the devices go 200 ms after its end', async () => {
    const { unmount } = renderWithHummer(<Lesson />, {
      backend: stage.backend,
      room: 'demo',
      media: {},
      strict: true,
    });
    await stage.backend.settle();
    expect(main()).toHaveAttribute('data-status', 'published');
    expect([asked('join'), asked('produce'), asked('media:token')]).toEqual([1, 2, 1]);
    expect([
      stage.browser.machine.capturing('camera'),
      stage.browser.machine.capturing('microphone'),
    ]).toEqual([true, true]);
    unmount();
    await stage.backend.clock.tick(199);
    expect(stage.browser.machine.capturing('camera')).toBe(true);
    await stage.backend.clock.tick(1);
    expect([
      stage.browser.machine.capturing('camera'),
      stage.browser.machine.capturing('microphone'),
    ]).toEqual([false, false]);
  });

  it('is seen by a peer, and sees it', async () => {
    const peer = stage.backend.peer('bob');
    renderWithHummer(<Lesson />, { backend: stage.backend, room: 'demo', media: {} });
    await stage.backend.settle();
    await peer.publish('demo', { audio: true, video: true });
    await stage.backend.settle();
    expect(screen.getByRole('listitem')).toHaveTextContent('bob');
    await peer.leave();
    await stage.backend.settle();
    expect(screen.queryByRole('listitem')).toBeNull();
  });

  it('keeps what it publishes through a break of the link', async () => {
    renderWithHummer(<Lesson />, { backend: stage.backend, room: 'demo', media: {} });
    await stage.backend.settle();
    stage.backend.faults.disconnect('me');
    await stage.backend.clock.tick(10_000);
    expect(main()).toHaveAttribute('data-status', 'published');
    expect([asked('join'), asked('produce')]).toEqual([1, 2]);
  });

  it('mutes and unmutes with its buttons, which say so', async () => {
    renderWithHummer(<Lesson />, { backend: stage.backend, room: 'demo', media: {} });
    await stage.backend.settle();
    press('Mute');
    await stage.backend.settle();
    expect(screen.getByRole('button', { name: 'Mute' })).toHaveAttribute('aria-pressed', 'true');
    press('Camera off');
    await stage.backend.settle();
    expect(screen.getByRole('button', { name: 'Camera off' })).toHaveAttribute('aria-pressed', 'true');
    expect(stage.browser.machine.capturing('camera')).toBe(false);
    press('Camera off');
    await stage.backend.settle();
    expect(stage.browser.machine.capturing('camera')).toBe(true);
    expect(screen.getByRole('button', { name: 'Camera off' })).toHaveAttribute('aria-pressed', 'false');
  });
});

describe('options that are undefined', () => {
  it('are as good as absent ones', async () => {
    const capture = vi.spyOn(navigator.mediaDevices, 'getUserMedia');
    const { result } = renderHookWithHummer(
      () => ({
        rtc: useRtc('demo', { role: undefined, displayName: undefined }),
        camera: useLocalStream({ video: { deviceId: undefined, width: undefined, frameRate: 24 } }),
      }),
      { backend: stage.backend },
    );
    await stage.backend.settle();
    expect(result.current.rtc).toMatchObject({ status: 'joined', role: 'speaker' });
    expect(capture).toHaveBeenCalledTimes(1);
    const { video } = capture.mock.calls[0]![0]! as { video: Record<string, unknown> };
    expect(video).toMatchObject({
      width: expect.anything() as unknown,
      frameRate: expect.anything() as unknown,
    });
    expect(Object.values(video)).not.toContain(undefined);
  });
});

describe('a refused camera', () => {
  it('is a state: the room works, nothing is rejected, and permission given later starts it', async () => {
    stage.replaceBrowser({ permission: 'denied' });
    const { result } = renderHookWithHummer(
      () => ({
        camera: useLocalStream({ audio: true, video: true }),
        room: useRoom('demo'),
        video: useVideoToggle(useLocalStreams()[0] ?? null),
      }),
      { backend: stage.backend },
    );
    await stage.backend.settle();
    expect(result.current.camera).toMatchObject({ status: 'failed', permission: 'denied' });
    expect(result.current.camera.error?.code).toBeGreaterThan(0);
    expect(result.current.room.status).toBe('joined');
    stage.browser.machine.setPermission('camera', 'granted');
    stage.browser.machine.setPermission('microphone', 'granted');
    act(() => {
      result.current.video.buttonProps.onClick();
    });
    await stage.backend.settle();
    expect(stage.browser.machine.capturing('camera')).toBe(true);
  });
});

describe('useRtc', () => {
  it('goes on and off the stage without joining again', async () => {
    const { result, rerender } = renderHookWithHummer(({ role }) => useRtc('demo', { role }), {
      backend: stage.backend,
      initialProps: { role: 'audience' as 'audience' | 'speaker' },
    });
    await stage.backend.settle();
    expect(result.current).toMatchObject({ status: 'joined', role: 'audience' });
    rerender({ role: 'speaker' });
    await stage.backend.settle();
    expect(result.current).toMatchObject({ status: 'joined', role: 'speaker' });
    expect(asked('join')).toBe(1);
  });

  it('leaves the stage with its camera, and nothing has failed', async () => {
    const failures: string[] = [];
    const { result, rerender } = renderHookWithHummer(
      ({ role }) => {
        const rtc = useRtc('demo', { role });
        const onStage = rtc.role === 'speaker';
        const camera = useLocalStream(onStage ? { audio: true, video: true } : null);
        const { status, error } = usePublish('demo', onStage ? camera.streamKey : null);
        if (error) failures.push(error.message);
        return status;
      },
      { backend: stage.backend, initialProps: { role: 'speaker' as 'audience' | 'speaker' } },
    );
    await stage.backend.settle();
    expect(result.current).toBe('published');
    rerender({ role: 'audience' });
    await stage.backend.settle();
    await stage.backend.clock.tick(500);
    expect(result.current).toBe('idle');
    expect(stage.browser.machine.capturing('camera')).toBe(false);
    expect(failures).toEqual([]);
  });

  it('takes the options of the room around it, though a reader inside comes first', async () => {
    const { result } = renderHookWithHummer(() => useRtc(useRoomScope()), {
      backend: stage.backend,
      room: 'demo',
      media: { role: 'audience' },
    });
    await stage.backend.settle();
    expect(result.current.role).toBe('audience');
  });

  it('stays left after leave(), until join()', async () => {
    const { result } = renderHookWithHummer(() => useRtc('demo'), { backend: stage.backend });
    await stage.backend.settle();
    await act(() => result.current.leave());
    await stage.backend.clock.tick(1_000);
    expect(result.current).toMatchObject({ status: 'left', leftReason: 'leave' });
    await act(() => result.current.join());
    expect(result.current.status).toBe('joined');
  });

  it('hands out the client and the stream of seed 002, which share its room and its devices', async () => {
    const { result, rerender } = renderHookWithHummer(
      () => ({ rtc: useRtc('demo'), camera: useLocalStream({ audio: true, video: true }) }),
      { backend: stage.backend },
    );
    await stage.backend.peer('eve').publish('demo', { audio: true });
    await stage.backend.settle();
    const { client } = result.current.rtc;
    if (!client) throw new Error('There is a room, but no client.');
    const { stream } = result.current.camera;
    const added: string[] = [];
    client.on('stream-added', (event) => added.push(event.stream.getUserId()));
    rerender();
    expect(result.current.rtc.client).toBe(client);
    expect(result.current.camera.stream).toBe(stream);
    expect(client.getConnectionState()).toBe('CONNECTED');
    await stage.backend.clock.tick(0);
    expect(added).toEqual(['eve']);
    expect(stream.getVideoTrack()).toMatchObject({ kind: 'video', readyState: 'live' });
    await stage.backend.peer('bob').publish('demo', { audio: true });
    await act(() => client.publish(stream));
    expect(asked('produce')).toBe(2);
    expect(added).toEqual(['eve', 'bob']);
    act(() => {
      stream.muteAudio();
    });
    await stage.backend.settle();
    expect(result.current.camera.audioMuted).toBe(true);
    stream.close();
    expect(stage.browser.machine.capturing('camera')).toBe(true); // the hook's, to the end of the hook
    await act(() => client.leave());
    expect(result.current.rtc).toMatchObject({ status: 'left', leftReason: 'leave' });
    expect(asked('join')).toBe(1);
  });

  it('publishes by hand, and again without harm', async () => {
    const { result } = renderHookWithHummer(
      () => ({ rtc: useRtc('demo'), mic: useLocalStream({ audio: true }) }),
      { backend: stage.backend },
    );
    await stage.backend.settle();
    const { streamKey } = result.current.mic;
    await act(() =>
      Promise.all([result.current.rtc.publish(streamKey!), result.current.rtc.publish(streamKey!)]),
    );
    expect(asked('produce')).toBe(1);
  });
});

describe('reception', () => {
  it('gives the track of a peer to play, and the state of its stream', async () => {
    function use() {
      const [key = null] = useRemoteStreams('demo');
      return {
        stream: useRemoteStream(key),
        audio: useStreamTrack(key, 'audio'),
        video: useStreamTrack(key, 'video'),
      };
    }
    const { result } = renderHookWithHummer(use, { backend: stage.backend, room: 'demo', media: {} });
    await stage.backend.settle();
    const bob = stage.backend.peer('bob');
    await bob.publish('demo', { audio: true });
    await stage.backend.settle();
    expect(result.current.stream).toMatchObject({ hasAudio: true, hasVideo: false, audioMuted: false });
    expect(result.current.audio?.kind).toBe('audio');
    expect(result.current.video).toBeNull();
    await bob.mute('audio');
    await stage.backend.settle();
    expect(result.current.stream.audioMuted).toBe(true);
  });

  it('says that sound waits for a gesture, and plays after one', async () => {
    stage.replaceBrowser({ autoplay: 'blocked' });
    function use() {
      useRemoteAudio('demo');
      return useAutoplay('demo');
    }
    const { result } = renderHookWithHummer(use, { backend: stage.backend, room: 'demo', media: {} });
    await stage.backend.settle();
    await stage.backend.peer('bob').publish('demo', { audio: true });
    await stage.backend.settle();
    expect(result.current.blocked).toBe(true);
    stage.browser.gesture();
    await act(() => result.current.resume());
    expect(result.current.blocked).toBe(false);
  });
});

describe('useDevices', () => {
  it('lists without asking, follows what is plugged in, and the capture follows the choice', async () => {
    function App(): ReactElement {
      const { devices, select } = useDevices('camera');
      const [on, turn] = useState(false);
      useLocalStream(on ? { video: true } : null);
      return (
        <>
          <button
            onClick={() => {
              turn(true);
            }}
          >
            start
          </button>
          {devices.map(({ deviceId }) => (
            <button key={deviceId} onClick={() => void select(deviceId)}>
              {deviceId}
            </button>
          ))}
        </>
      );
    }
    renderWithHummer(<App />, { backend: stage.backend });
    await stage.backend.settle();
    press('start');
    await stage.backend.settle();
    const { deviceId } = stage.browser.machine.plug({ kind: 'camera', label: 'Second' });
    await stage.backend.settle();
    press(deviceId);
    await stage.backend.settle();
    expect(stage.browser.machine.tracks('camera').map((track) => track.label)).toEqual(['Second']);
  });
});
