'use client';
import { useMemo } from 'react';
import type { RemoteStreamActions } from '../../core/internals.js';
import { UNKNOWN_REMOTE_STREAM, type RemoteStreamState, type StreamKey } from '../../store/state.js';
import { absentActions, bindActions, type BoundActions } from '../internal/boundActions.js';
import { useMedia } from '../internal/useMedia.js';
import { useTable } from '../internal/useTable.js';

/**
 * What {@link useRemoteStream} returns.
 * @public
 */
export interface UseRemoteStreamResult
  extends
    Pick<
      RemoteStreamState,
      'displayName' | 'hasAudio' | 'hasVideo' | 'audioMuted' | 'videoMuted' | 'subscribed' | 'volume'
    >,
    RemoteStreamActions {}

const ACTIONS = ['subscribe', 'unsubscribe', 'setVolume', 'setPreferredLayers'] as const;

/**
 * One of the others' streams: what it has, and how it is received. Only this stream's changes render.
 *
 * @example
 * ```tsx
 * const { hasVideo, videoMuted, setVolume } = useRemoteStream(stream);
 * ```
 * Source: REACT.md, Provider, scope, hooks; seed 002 has subscribe and volume.
 * @public
 */
export function useRemoteStream(key: StreamKey | null): UseRemoteStreamResult {
  const { internals, media } = useMedia('useRemoteStream');
  const id = key && !key.isLocal ? key.streamId : null;
  const state = useTable(internals.store.remoteStreams, id, UNKNOWN_REMOTE_STREAM);
  const { actions }: BoundActions<RemoteStreamActions> =
    id === null
      ? absentActions(internals, 'remoteStream', ACTIONS)
      : bindActions(internals, { name: 'remoteStream', target: id }, media.remoteStreamActions(id), ACTIONS);
  return useMemo(() => {
    const { displayName, hasAudio, hasVideo, audioMuted, videoMuted, subscribed, volume } = state;
    return Object.freeze({
      displayName,
      hasAudio,
      hasVideo,
      audioMuted,
      videoMuted,
      subscribed,
      volume,
      ...actions,
    });
  }, [state, actions]);
}
