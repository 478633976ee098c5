import { act, renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useAudioLevel } from '../../../src/hooks/media/useAudioLevel.js';
import { useAutoplay } from '../../../src/hooks/media/useAutoplay.js';
import { useIsSpeaking } from '../../../src/hooks/media/useIsSpeaking.js';
import { useRemoteAudio } from '../../../src/hooks/media/useRemoteAudio.js';
import { useRemoteStream } from '../../../src/hooks/media/useRemoteStream.js';
import { useRemoteStreams, type UseRemoteStreamsOptions } from '../../../src/hooks/media/useRemoteStreams.js';
import { useRtc } from '../../../src/hooks/media/useRtc.js';
import { useRtcActions } from '../../../src/hooks/media/useRtcActions.js';
import { useStreamTrack } from '../../../src/hooks/media/useStreamTrack.js';
import { HummerError } from '../../../src/protocol/errors.js';
import type { RemoteStreamState, StreamKey } from '../../../src/store/state.js';
import { around, scripted, type Scripted } from '../support/scripted.js';

const key = (uid: string, source: 'main' | 'screen' = 'main'): StreamKey =>
  Object.freeze({ streamId: `${uid}-${source}`, uid, source, isLocal: false });
const ANA = key('ana');
const MAIN: StreamKey = Object.freeze({ streamId: 'main', uid: 'me', source: 'main', isLocal: true });

let client: Scripted;
beforeEach(() => {
  client = scripted();
});

const calls = (...names: string[]): unknown[][] =>
  client.calls.filter(([name]) => names.includes(String(name)));
function stream(streamKey: StreamKey, change: Partial<RemoteStreamState> = {}): void {
  act(() => {
    client.store.remoteStreams.set(streamKey.streamId, {
      streamKey,
      roomKey: 'cn:demo',
      displayName: streamKey.uid,
      hasAudio: true,
      hasVideo: true,
      audioMuted: false,
      videoMuted: false,
      subscribed: true,
      audioTrackId: 'a1',
      videoTrackId: 'v1',
      volume: 100,
      ...change,
    });
  });
}

describe('useRtc', () => {
  it('joins while mounted, adjusts what changed and never joins again for it', () => {
    const { rerender, unmount } = renderHook(
      ({ role }: { role: 'speaker' | 'audience' }) => useRtc('demo', { role }),
      {
        wrapper: around(client),
        initialProps: { role: 'audience' as 'speaker' | 'audience' },
      },
    );
    rerender({ role: 'audience' });
    rerender({ role: 'speaker' });
    unmount();
    expect(calls('media.acquire')).toEqual([['media.acquire', 'cn:demo', { role: 'audience' }]]);
    expect(calls('media.update').map(([, , options]) => options)).toEqual([
      { role: 'audience' },
      { role: 'speaker' },
    ]);
    expect(calls('media.release')).toHaveLength(1);
  });

  it('shows the state, and the failure of an action until the next', async () => {
    const { result } = renderHook(() => useRtc('demo'), { wrapper: around(client) });
    expect(result.current).toMatchObject({ status: 'idle', role: 'speaker', error: null });
    const refused = new HummerError(90100022, 'Your role may not publish.');
    client.answer('rtc.switchRole', () => Promise.reject(refused));
    await act(() => result.current.switchRole('speaker').catch(() => undefined));
    expect(result.current.error).toBe(refused);
    act(() => {
      client.store.rtc.set('cn:demo', {
        status: 'joined',
        leftReason: null,
        error: null,
        role: 'audience',
        displayName: '',
      });
    });
    await act(() => result.current.leave());
    expect(result.current).toMatchObject({ status: 'joined', role: 'audience', error: null });
  });

  it('reports a join that failed', () => {
    const onError = vi.fn();
    renderHook(() => useRtc('demo'), { wrapper: around(client, onError) });
    const error = new HummerError(90100025, 'This browser cannot call.');
    act(() => {
      client.store.rtc.set('cn:demo', {
        status: 'failed',
        leftReason: null,
        error,
        role: 'speaker',
        displayName: '',
      });
    });
    expect(onError.mock.calls).toEqual([[error, { source: 'rtc.join', target: 'cn:demo' }]]);
  });

  it('publishes by the key of a stream or by a handle, with the functions of useRtcActions', async () => {
    const Around = around(client);
    const { result } = renderHook(() => useRtc('demo'), { wrapper: Around });
    const actions = renderHook(() => useRtcActions('demo'), { wrapper: Around }).result.current;
    expect(actions.publish).toBe(result.current.publish);
    await act(() => actions.publish(MAIN, { video: false }));
    await act(() => actions.unpublish({ streamKey: MAIN }));
    expect(calls('rtc.publish', 'rtc.unpublish')).toEqual([
      ['rtc.publish', 'cn:demo', 'main', { video: false }],
      ['rtc.unpublish', 'cn:demo', 'main'],
    ]);
  });
});

describe('useRemoteStreams', () => {
  const list = (options: UseRemoteStreamsOptions = {}) =>
    renderHook(() => useRemoteStreams('demo', options), { wrapper: around(client) });
  const show = (...keys: StreamKey[]): void => {
    act(() => {
      client.store.remoteStreamKeys.set('cn:demo', Object.freeze(keys));
    });
  };

  it('is the list of keys, of one source if wanted', () => {
    const [all, screens] = [list(), list({ source: 'screen' })];
    show(ANA, key('bob', 'screen'));
    expect(all.result.current.map(({ streamId }) => streamId)).toEqual(['ana-main', 'bob-screen']);
    expect(screens.result.current.map(({ streamId }) => streamId)).toEqual(['bob-screen']);
  });

  it('does not render for a change of a stream', () => {
    let renders = 0;
    show(ANA);
    renderHook(
      () => {
        renders++;
        useRemoteStreams('demo');
      },
      { wrapper: around(client) },
    );
    stream(ANA, { audioMuted: true });
    expect(renders).toBe(1);
  });

  it('fills in a lasting key for each member who publishes nothing, but not for oneself', () => {
    client.login({ status: 'logged-in', uid: 'me' });
    act(() => {
      client.store.memberIds.set('cn:demo', ['me', 'ana', 'bob', 'eve']);
    });
    show(ANA, key('bob', 'screen'));
    const { result } = list({ placeholders: true });
    const uids = (): string[] => result.current.map(({ uid, source }) => `${uid} ${source}`);
    expect(uids()).toEqual(['ana main', 'bob screen', 'bob main', 'eve main']);
    const eve = result.current[3];
    show(ANA, key('bob', 'screen'), key('bob'));
    expect(uids()).toEqual(['ana main', 'bob screen', 'bob main', 'eve main']);
    expect(result.current[3]).toBe(eve);
  });
});

describe('useRemoteStream', () => {
  it('shows one stream without its tracks; a key that is not there is empty', () => {
    const { result } = renderHook(() => [useRemoteStream(ANA), useRemoteStream(null)], {
      wrapper: around(client),
    });
    expect(result.current[0]).toMatchObject({ hasAudio: false, hasVideo: false, volume: 100 });
    stream(ANA, { videoMuted: true });
    expect(result.current[0]).toMatchObject({ hasVideo: true, videoMuted: true, subscribed: true });
    expect(result.current[0]).not.toHaveProperty('videoTrackId');
    expect(result.current[1]).toMatchObject({ hasAudio: false });
  });

  it('acts on its own stream', async () => {
    const { result } = renderHook(() => useRemoteStream(ANA), { wrapper: around(client) });
    await act(() => result.current.unsubscribe({ video: true }));
    act(() => {
      result.current.setVolume(40);
    });
    expect(calls('remoteStream.unsubscribe', 'remoteStream.setVolume')).toEqual([
      ['remoteStream.unsubscribe', 'ana-main', { video: true }],
      ['remoteStream.setVolume', 'ana-main', 40],
    ]);
  });
});

describe('levels and speakers', () => {
  it('go to a function or to an element, without a render', () => {
    let tell: (level: number) => void = () => undefined;
    client.answer('media.observeAudioLevel', (_key: StreamKey, handler: (level: number) => void) => {
      tell = handler;
      return () => undefined;
    });
    const element = document.createElement('div');
    const heard: number[] = [];
    let renders = 0;
    const { rerender, unmount } = renderHook(
      ({ byFunction }) => {
        renders++;
        useAudioLevel(ANA, byFunction ? (level) => void heard.push(level) : { current: element });
      },
      { wrapper: around(client), initialProps: { byFunction: true } },
    );
    tell(0.5);
    rerender({ byFunction: false });
    tell(0.25);
    expect(heard).toEqual([0.5]);
    expect(element.style.getPropertyValue('--hummer-audio-level')).toBe('0.250');
    expect(renders).toBe(2);
    expect(calls('media.observeAudioLevel')).toHaveLength(1);
    unmount();
    expect(element.style.getPropertyValue('--hummer-audio-level')).toBe('0.000');
  });

  it('are observed while somebody asks, and only for a key', () => {
    const { result, rerender, unmount } = renderHook(
      ({ stream: of }: { stream: StreamKey | null }) => useIsSpeaking(of),
      {
        wrapper: around(client),
        initialProps: { stream: null as StreamKey | null },
      },
    );
    expect(calls('media.observeSpeaking')).toEqual([]);
    rerender({ stream: ANA });
    act(() => {
      client.store.speaking.set('ana-main', true);
    });
    expect(result.current).toBe(true);
    unmount();
    expect(calls('media.observeSpeaking', 'media.unobserveSpeaking')).toEqual([
      ['media.observeSpeaking', ANA],
      ['media.unobserveSpeaking', ANA],
    ]);
  });
});

describe('playing', () => {
  it('gives the live track of a remote and of a local stream, and renders only for another one', () => {
    const tracks = new Map([
      ['v1', { id: 'v1' }],
      ['v2', { id: 'v2' }],
      ['local', { id: 'local' }],
    ]);
    client.answer('media.track', (id: string) => tracks.get(id) ?? null);
    stream(ANA);
    client.store.localStreams.set('main', {
      streamKey: MAIN,
      status: 'ready',
      permission: 'granted',
      error: null,
      audioTrackId: null,
      videoTrackId: 'local',
      audioMuted: false,
      videoMuted: false,
    });
    let renders = 0;
    const { result } = renderHook(
      () => {
        renders++;
        return [
          useStreamTrack(ANA, 'video'),
          useStreamTrack(MAIN, 'video'),
          useStreamTrack(MAIN, 'audio'),
          useStreamTrack(null, 'video'),
        ];
      },
      { wrapper: around(client) },
    );
    expect(result.current).toEqual([{ id: 'v1' }, { id: 'local' }, null, null]);
    stream(ANA, { audioMuted: true });
    expect(renders).toBe(1);
    stream(ANA, { videoTrackId: 'v2' });
    expect(result.current[0]).toEqual({ id: 'v2' });
  });

  it('attaches the sound of a room while mounted', () => {
    const { rerender, unmount } = renderHook(
      ({ room }: { room: string | null }) => {
        useRemoteAudio(room);
      },
      {
        wrapper: around(client),
        initialProps: { room: null as string | null },
      },
    );
    rerender({ room: 'demo' });
    unmount();
    expect(calls('media.attachRemoteAudio', 'media.detachRemoteAudio')).toEqual([
      ['media.attachRemoteAudio', 'cn:demo'],
      ['media.detachRemoteAudio', 'cn:demo'],
    ]);
  });

  it('says that sound waits for a gesture, and goes on from one', async () => {
    const { result } = renderHook(() => useAutoplay('demo'), { wrapper: around(client) });
    expect(result.current.blocked).toBe(false);
    act(() => {
      client.store.session.setState({ autoplayBlocked: true });
    });
    expect(result.current.blocked).toBe(true);
    await act(() => result.current.resume());
    expect(calls('media.resumePlayback')).toHaveLength(1);
  });
});
