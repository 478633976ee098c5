import { act, renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LocalStreamConfig } from '../../../src/core/internals.js';
import { useAudioToggle } from '../../../src/hooks/media/useAudioToggle.js';
import { useDevices } from '../../../src/hooks/media/useDevices.js';
import { useLocalStream } from '../../../src/hooks/media/useLocalStream.js';
import { useLocalStreams } from '../../../src/hooks/media/useLocalStreams.js';
import { usePublish } from '../../../src/hooks/media/usePublish.js';
import { useVideoToggle } from '../../../src/hooks/media/useVideoToggle.js';
import { HummerError } from '../../../src/protocol/errors.js';
import { LOCAL_STREAMS, memberKey } from '../../../src/store/clientStore.js';
import type { LocalStreamState, PublicationState, StreamKey } from '../../../src/store/state.js';
import { around, scripted, type Scripted } from '../support/scripted.js';
import { watchUnhandled } from '../support/unhandled.js';

const MAIN: StreamKey = Object.freeze({ streamId: 'main', uid: 'me', source: 'main', isLocal: true });
const SECOND: StreamKey = Object.freeze({ streamId: 'second', uid: 'me', source: 'main', isLocal: true });

let client: Scripted;
const unhandled = watchUnhandled();
beforeEach(() => {
  client = scripted();
});

const calls = (...names: string[]): unknown[][] =>
  client.calls.filter(([name]) => names.includes(String(name)));
const settle = (): Promise<void> => act(() => client.clock.tick(0));
function capture(change: Partial<LocalStreamState> = {}): void {
  act(() => {
    client.store.localStreams.set('main', {
      streamKey: MAIN,
      status: 'ready',
      permission: 'granted',
      error: null,
      audioTrackId: 'a1',
      videoTrackId: 'v1',
      audioMuted: false,
      videoMuted: false,
      ...change,
    });
  });
}
function publication(
  streamId: string,
  status: PublicationState['status'],
  error: HummerError | null = null,
): void {
  act(() => {
    client.store.publications.set(memberKey('cn:demo', streamId), { status, error });
  });
}

describe('useLocalStream', () => {
  const holds = (): unknown[][] =>
    calls('media.acquireLocalStream', 'localStream.update', 'localStream.release');

  it('captures while mounted, and gives back as often as it takes under StrictMode', () => {
    const { unmount } = renderHook(() => useLocalStream({ audio: true }), {
      wrapper: around(client),
      reactStrictMode: true,
    });
    unmount();
    expect(calls('media.acquireLocalStream')).toEqual([
      ['media.acquireLocalStream', 'main', { audio: true }],
      ['media.acquireLocalStream', 'main', { audio: true }],
    ]);
    expect(calls('localStream.release')).toHaveLength(2);
  });

  it('adjusts the capture for a changed config, also a nested one, and never for an equal one', () => {
    const initialProps: { config: LocalStreamConfig | null } = {
      config: { audio: true, video: { width: 640 } },
    };
    const { rerender } = renderHook(({ config }) => useLocalStream(config), {
      wrapper: around(client),
      initialProps,
    });
    const before = holds().length;
    rerender({ config: { audio: true, video: { width: 640 } } });
    expect(holds()).toHaveLength(before);
    rerender({ config: { audio: true, video: { width: 1280 } } });
    expect(holds().slice(before)).toEqual([
      ['localStream.update', 'main', { audio: true, video: { width: 1280 } }],
    ]);
    rerender({ config: null });
    expect(holds().at(-1)).toEqual(['localStream.release', 'main']);
    rerender({ config: { audio: true } });
    expect(calls('media.acquireLocalStream')).toHaveLength(2);
  });

  it('is another capture for another id', () => {
    const { rerender } = renderHook(({ id }) => useLocalStream({ audio: true }, { id }), {
      wrapper: around(client),
      initialProps: { id: 'main' },
    });
    rerender({ id: 'second' });
    expect(calls('media.acquireLocalStream', 'localStream.release').map(([name, id]) => [name, id])).toEqual([
      ['media.acquireLocalStream', 'main'],
      ['localStream.release', 'main'],
      ['media.acquireLocalStream', 'second'],
    ]);
  });

  it('shows the capture without its tracks, as one frozen object', () => {
    const { result, rerender } = renderHook(() => useLocalStream({ audio: true }), {
      wrapper: around(client),
    });
    expect(result.current).toMatchObject({ streamKey: null, status: 'idle', permission: 'unknown' });
    capture();
    expect(result.current.streamKey).toBe(MAIN);
    expect(result.current).toMatchObject({ status: 'ready', permission: 'granted', audioMuted: false });
    expect(result.current).not.toHaveProperty('videoTrackId');
    const first = result.current;
    rerender();
    expect(result.current).toBe(first);
  });

  it('says that permission was refused, reports it once, and rejects nothing', async () => {
    const onError = vi.fn();
    const error = new HummerError(90100017, 'The camera is blocked.');
    const { result } = renderHook(() => [useLocalStream({ video: true }), useLocalStream({ video: true })], {
      wrapper: around(client, onError),
    });
    capture({ status: 'failed', permission: 'denied', error, audioTrackId: null, videoTrackId: null });
    expect(result.current[0]).toMatchObject({ status: 'failed', permission: 'denied', error });
    await settle();
    expect(onError.mock.calls).toEqual([[error, { source: 'localStream.start', target: 'main' }]]);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('reports a camera that is gone once, however often core finds it gone, until it is back', () => {
    const onError = vi.fn();
    renderHook(() => useLocalStream({ audio: true, video: true }), { wrapper: around(client, onError) });
    const gone = () => new HummerError(90_100_019, 'There is no such camera.');
    capture({ videoTrackId: null, error: gone() });
    capture({ videoTrackId: null, error: gone() });
    expect(onError).toHaveBeenCalledTimes(1);
    capture();
    capture({ videoTrackId: null, error: gone() });
    expect(onError).toHaveBeenCalledTimes(2);
  });

  it('switches a device through core', async () => {
    const { result } = renderHook(() => useLocalStream({ video: true }), { wrapper: around(client) });
    await act(() => result.current.switchDevice('camera', 'c2'));
    expect(calls('localStream.switchDevice')).toEqual([['localStream.switchDevice', 'main', 'camera', 'c2']]);
  });
});

describe('usePublish', () => {
  it('declares while mounted, for a key and for a handle, and waits for a null', () => {
    const { rerender, unmount } = renderHook(
      ({ stream }: { stream: StreamKey | { streamKey: StreamKey } | null }) => usePublish('demo', stream),
      {
        wrapper: around(client),
        initialProps: { stream: null as StreamKey | { streamKey: StreamKey } | null },
      },
    );
    expect(calls('media.acquirePublication')).toEqual([]);
    rerender({ stream: MAIN });
    rerender({ stream: { streamKey: MAIN } });
    unmount();
    expect(calls('media.acquirePublication', 'media.releasePublication')).toEqual([
      ['media.acquirePublication', 'cn:demo', 'main', { audio: true, video: true }],
      ['media.releasePublication', 'cn:demo', 'main', { audio: true, video: true }],
    ]);
  });

  it('shows how far it is, and reports a failure', async () => {
    const onError = vi.fn();
    const { result } = renderHook(() => usePublish('demo', MAIN), { wrapper: around(client, onError) });
    expect(result.current).toEqual({ status: 'idle', error: null });
    publication('main', 'waiting');
    expect(result.current.status).toBe('waiting');
    const error = new HummerError(1, 'refused');
    publication('main', 'failed', error);
    await settle();
    expect(onError.mock.calls).toEqual([[error, { source: 'rtc.publish', target: 'main' }]]);
  });
});

describe('useLocalStreams', () => {
  beforeEach(() => {
    client.store.localStreamKeys.set(LOCAL_STREAMS, [MAIN]);
  });

  it('lists all, and with a room those that are published there', () => {
    const { result } = renderHook(() => [useLocalStreams(), useLocalStreams('demo')], {
      wrapper: around(client),
    });
    expect(result.current).toEqual([[MAIN], []]);
    publication('main', 'waiting');
    expect(result.current[1]).toEqual([MAIN]);
    act(() => {
      client.store.localStreamKeys.set(LOCAL_STREAMS, [MAIN, SECOND]);
    });
    expect(result.current[0]).toEqual([MAIN, SECOND]);
    publication('second', 'published');
    expect(result.current[1]).toEqual([MAIN, SECOND]);
    publication('main', 'idle');
    expect(result.current[1]).toEqual([SECOND]);
  });

  it('does not render for steps of a publication that do not change the list, and leaves no listener', () => {
    let renders = 0;
    const { unmount } = renderHook(
      () => {
        renders++;
        return useLocalStreams('demo');
      },
      { wrapper: around(client) },
    );
    publication('main', 'waiting');
    publication('main', 'publishing');
    publication('main', 'published');
    expect(renders).toBe(2);
    unmount();
    expect([client.store.publications.size().stores, client.store.localStreamKeys.size().stores]).toEqual([
      0, 0,
    ]);
  });
});

describe('the toggles of a local stream', () => {
  it('have a constant shape: pressed is muted, and a click turns it round', async () => {
    capture();
    const { result } = renderHook(() => useAudioToggle(MAIN), { wrapper: around(client) });
    expect(result.current).toMatchObject({
      pressed: false,
      pending: false,
      buttonProps: { type: 'button', 'aria-pressed': false, disabled: false },
    });
    act(() => {
      result.current.buttonProps.onClick();
    });
    capture({ audioMuted: true });
    await settle();
    expect(result.current).toMatchObject({
      pressed: true,
      pending: false,
      buttonProps: { 'aria-pressed': true, 'data-muted': 'true' },
    });
    act(() => {
      result.current.buttonProps.onClick();
    });
    await settle();
    expect(calls('localStream.muteAudio', 'localStream.unmuteAudio')).toEqual([
      ['localStream.muteAudio', 'main'],
      ['localStream.unmuteAudio', 'main'],
    ]);
  });

  it('are pending together until the action is over, and ignore clicks meanwhile', async () => {
    capture();
    let finish = (): void => undefined;
    client.answer('localStream.muteVideo', () => new Promise<void>((resolve) => (finish = resolve)));
    const { result } = renderHook(() => [useVideoToggle(MAIN), useVideoToggle(MAIN), useAudioToggle(MAIN)], {
      wrapper: around(client),
    });
    act(() => {
      result.current[0]?.buttonProps.onClick();
    });
    expect(result.current.map(({ pending }) => pending)).toEqual([true, true, false]);
    expect(result.current[1]?.buttonProps).toMatchObject({
      'aria-disabled': true,
      'data-pending': 'true',
      disabled: false,
    });
    act(() => {
      result.current[1]?.buttonProps.onClick();
    });
    expect(calls('localStream.muteVideo')).toHaveLength(1);
    finish();
    await settle();
    expect(result.current.map(({ pending }) => pending)).toEqual([false, false, false]);
  });

  it('come back from a refusal, which onError hears and nobody has to catch', async () => {
    capture({ videoMuted: true, videoTrackId: null });
    const onError = vi.fn();
    client.answer('localStream.unmuteVideo', () =>
      Promise.reject(new HummerError(90100018, 'The camera is in use.')),
    );
    const { result } = renderHook(() => useVideoToggle(MAIN), { wrapper: around(client, onError) });
    act(() => {
      result.current.buttonProps.onClick();
    });
    await settle();
    expect(result.current).toMatchObject({ pressed: true, pending: false });
    expect(onError).toHaveBeenCalledTimes(1);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('are disabled without a stream, and pending while it starts', () => {
    const { result } = renderHook(() => [useAudioToggle(null), useAudioToggle(MAIN)], {
      wrapper: around(client),
    });
    capture({ status: 'starting', audioTrackId: null, videoTrackId: null });
    expect(result.current[0]).toMatchObject({
      pressed: false,
      pending: false,
      buttonProps: { disabled: true },
    });
    expect(result.current[1]).toMatchObject({
      pressed: false,
      pending: true,
      buttonProps: { disabled: false },
    });
  });

  it('show a microphone that did not open as off, and try again with a click', async () => {
    capture({ status: 'failed', audioTrackId: null });
    const { result } = renderHook(() => useAudioToggle(MAIN), { wrapper: around(client) });
    expect(result.current.pressed).toBe(true);
    act(() => {
      result.current.buttonProps.onClick();
    });
    await settle();
    expect(calls('localStream.unmuteAudio')).toHaveLength(1);
  });
});

describe('useDevices', () => {
  it('lists while mounted, and chooses for its own kind', async () => {
    const { result, unmount } = renderHook(() => useDevices('camera'), {
      wrapper: around(client),
      reactStrictMode: true,
    });
    expect(result.current).toMatchObject({
      devices: [],
      selectedId: null,
      permission: 'unknown',
      lost: false,
      outputSelectable: true,
    });
    const devices = [{ deviceId: 'c1', label: 'Front', groupId: 'g' }];
    act(() => {
      client.store.devices.set('camera', {
        devices,
        selectedId: 'c1',
        permission: 'granted',
        lost: false,
        error: null,
      });
    });
    expect(result.current).toMatchObject({ devices, selectedId: 'c1' });
    await act(() => result.current.select('c2'));
    await act(() => result.current.requestPermission());
    expect(calls('devices.select', 'devices.requestPermission')).toEqual([
      ['devices.select', 'camera', 'c2'],
      ['devices.requestPermission', 'camera'],
    ]);
    unmount();
    expect(calls('devices.observe')).toHaveLength(2);
    expect(calls('devices.unobserve')).toHaveLength(2);
  });

  it('shows that a choice or a permission was refused, until the next try', async () => {
    const refused = new HummerError(90100017, 'The camera is blocked.');
    client.answer('devices.requestPermission', () => Promise.reject(refused));
    const { result } = renderHook(() => useDevices('camera'), { wrapper: around(client) });
    await act(() => result.current.requestPermission().catch(() => undefined));
    expect(result.current.error).toBe(refused);
    await act(() => result.current.select('c2'));
    expect(result.current.error).toBeNull();
  });
});
