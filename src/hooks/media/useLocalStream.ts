'use client';
import { useEffect, useMemo, useRef } from 'react';
import type { LocalStreamActions, LocalStreamConfig, LocalStreamHold } from '../../core/internals.js';
import type { LocalStream } from '../../core/media/LocalStream.js';
import type { HummerError } from '../../protocol/errors.js';
import type { LocalStreamState } from '../../store/state.js';
import { bindActions } from '../internal/boundActions.js';
import { shallow } from '../internal/shallow.js';
import { useFailure } from '../internal/useFailure.js';
import { useLatest } from '../internal/useLatest.js';
import { useMedia } from '../internal/useMedia.js';
import { useReportedError } from '../internal/useReportedError.js';
import { useStable } from '../internal/useStable.js';
import { useTable } from '../internal/useTable.js';
import { withLazy } from '../internal/withLazy.js';

/**
 * What {@link useLocalStream} returns.
 * @public
 */
export interface UseLocalStreamResult
  extends Omit<LocalStreamState, 'streamKey' | 'audioTrackId' | 'videoTrackId'>, LocalStreamActions {
  /** Null until the capture begins. */
  readonly streamKey: LocalStreamState['streamKey'] | null;
  /**
   * The stream of seed 002 over the same devices, for what has no hook. Made when it is first read, and the same object from then on.
   * Not state: never read it in render.
   */
  readonly stream: LocalStream;
  /** Why the capture, or the last of these actions, failed. */
  readonly error: HummerError | null;
}

const ACTIONS = ['muteAudio', 'unmuteAudio', 'muteVideo', 'unmuteVideo', 'switchDevice'] as const;

const IDLE: Omit<LocalStreamState, 'streamKey'> & { streamKey: null } = Object.freeze({
  streamKey: null,
  status: 'idle',
  permission: 'unknown',
  error: null,
  audioTrackId: null,
  videoTrackId: null,
  audioMuted: false,
  videoMuted: false,
});

/**
 * Captures camera and microphone while mounted. All callers with the same `id` share one capture, which ends with the
 * last of them: then the camera's light goes off. A changed config changes the capture, null stops it.
 *
 * A refused permission is a state and not an exception: `status` is `'failed'`, `permission` `'denied'`, and the room
 * works without.
 *
 * @param config - What to capture; null for nothing. Without a named device the one chosen with `useDevices` is taken.
 * @param options - `id`: default `'main'`.
 * @example
 * ```tsx
 * const camera = useLocalStream({ audio: true, video: { width: 1280, height: 720 } });
 * usePublish(room, camera.streamKey);
 * return <VideoTile stream={camera.streamKey} />;
 * ```
 * Source: REACT.md, Provider, scope, hooks and the table of changes; seed 002 has local streams.
 * @public
 */
export function useLocalStream(
  config: LocalStreamConfig | null,
  { id = 'main' }: { id?: string | undefined } = {},
): UseLocalStreamResult {
  const { internals, media } = useMedia('useLocalStream');
  const stable = useStable(config, sameConfig);
  const latest = useLatest(stable);
  const held = useRef<LocalStreamHold | null>(null);
  const wanted = stable !== null;
  useEffect(() => {
    if (!wanted || !latest.current) return;
    const hold = media.acquireLocalStream(id, latest.current);
    held.current = hold;
    return () => {
      held.current = null;
      hold.release();
    };
  }, [media, id, wanted, latest]);
  useEffect(() => {
    if (stable) held.current?.update(stable);
  }, [stable]);

  const state = useTable(internals.store.localStreams, id, IDLE);
  // Ready is also who has a microphone, and a camera that core tries to open again.
  const settled = state.status === 'ready' && state.error === null;
  useReportedError(internals, state.error, settled, 'localStream.start', id);
  const bound = bindActions(
    internals,
    { name: 'localStream', target: id },
    media.localStreamActions(id),
    ACTIONS,
  );
  const failure = useFailure(bound);
  const { actions } = bound;
  return useMemo(() => {
    const { audioTrackId: _audio, videoTrackId: _video, ...shown } = state;
    const result = { ...shown, error: state.error ?? failure?.error ?? null, ...actions };
    return withLazy(result, 'stream', () => media.localStream(id));
  }, [state, failure, actions, media, id]);
}

function sameConfig(a: LocalStreamConfig | null, b: LocalStreamConfig | null): boolean {
  return shallow(a?.audio, b?.audio) && shallow(a?.video, b?.video) && (a === null) === (b === null);
}
