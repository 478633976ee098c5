'use client';
import { useInternals } from '../../hooks/internal/useClient.js';
import { useSpeakingMark } from '../../hooks/internal/useSpeakingMark.js';
import { useTable } from '../../hooks/internal/useTable.js';
import type { LocalStreamState, RemoteStreamState, StreamKey } from '../../store/state.js';

/**
 * What there is to see of a stream: `'live'` a picture, `'waiting'` for one that is on its way, `'starting'` a capture,
 * `'failed'` one that did not start, `'off'` a camera that is off or absent.
 * @public
 */
export type VideoStatus = 'live' | 'waiting' | 'starting' | 'failed' | 'off';

export interface StreamView {
  /** What the stream's owner calls themselves; empty if they do not say. */
  displayName: string;
  speaking: boolean;
  muted: boolean;
  status: VideoStatus;
}

/** What components show of a stream, local or remote. Reads the store alone: it loads no media. */
export function useStreamView(key: StreamKey | null): StreamView {
  const { store } = useInternals('useStreamView');
  const id = key?.streamId ?? null;
  const local = useTable(store.localStreams, key?.isLocal === true ? id : null, null);
  const remote = useTable(store.remoteStreams, key?.isLocal === false ? id : null, null);
  const speaking = useSpeakingMark(key);
  // A screen has no microphone: without sound it is whole.
  const isMain = key?.source === 'main';
  if (local) {
    const muted = isMain && local.status !== 'starting' && (local.audioMuted || local.audioTrackId === null);
    return { displayName: '', speaking: speaking && !muted, muted, status: localStatus(local) };
  }
  if (remote) {
    const muted = isMain && (!remote.hasAudio || remote.audioMuted);
    return {
      displayName: remote.displayName,
      speaking: speaking && !muted,
      muted,
      status: remoteStatus(remote),
    };
  }
  return { displayName: '', speaking: false, muted: false, status: 'off' };
}

function localStatus({ status, videoTrackId, videoMuted }: LocalStreamState): VideoStatus {
  if (status !== 'ready') return status === 'idle' ? 'off' : status;
  return videoTrackId === null || videoMuted ? 'off' : 'live';
}

function remoteStatus({ hasVideo, videoMuted, videoTrackId }: RemoteStreamState): VideoStatus {
  if (!hasVideo || videoMuted) return 'off';
  return videoTrackId === null ? 'waiting' : 'live';
}
