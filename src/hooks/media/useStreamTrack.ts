'use client';
import type { StreamKey } from '../../store/state.js';
import { useMedia } from '../internal/useMedia.js';
import { useTableValue } from '../internal/useTable.js';

/**
 * The live track of a stream, local or remote, for an element's `srcObject`; null while there is none. Renders only when
 * the track is another one.
 *
 * @internal
 */
export function useStreamTrack(key: StreamKey | null, kind: 'audio' | 'video'): MediaStreamTrack | null {
  const { internals, media } = useMedia('useStreamTrack');
  const { localStreams, remoteStreams } = internals.store;
  const field = `${kind}TrackId` as const;
  const local = useTableValue(
    localStreams,
    key?.isLocal ? key.streamId : null,
    (state) => state[field] ?? undefined,
  );
  const remote = useTableValue(
    remoteStreams,
    key && !key.isLocal ? key.streamId : null,
    (state) => state[field] ?? undefined,
  );
  const trackId = local ?? remote;
  return trackId === undefined ? null : media.track(trackId);
}
