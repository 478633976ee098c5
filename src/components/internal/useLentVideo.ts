'use client';
import { useCallback, useRef, type RefCallback } from 'react';
import { useInternals } from '../../hooks/internal/useClient.js';
import { useLatest } from '../../hooks/internal/useLatest.js';
import { useStreamTrack } from '../../hooks/media/useStreamTrack.js';
import type { StreamKey } from '../../store/state.js';
import { useBrowserLayoutEffect } from './useBrowserLayoutEffect.js';
import { showTrack, videoPoolOf } from './VideoPool.js';

/**
 * Shows the picture of a stream in the element that gets this ref: in a video element of the client's pool, which is not React's
 * and so outlives the component by a moment, for the next that shows the stream. A hidden `<Activity>` and StrictMode detach and
 * attach refs, and so does an element that `render` replaces: each time the video moves along.
 */
export function useLentVideo(stream: StreamKey | null): RefCallback<HTMLElement> {
  const pool = videoPoolOf(useInternals('useLentVideo'));
  const track = useStreamTrack(stream, 'video');
  const latest = useLatest(track);
  const lent = useRef<HTMLVideoElement | null>(null);
  const id = stream?.streamId ?? null;
  const local = stream?.isLocal ?? false;
  const ref = useCallback(
    (host: HTMLElement | null) => {
      if (id === null) return;
      if (lent.current) pool.giveBack(id, lent.current);
      lent.current = host && pool.lend(id, host);
      if (!lent.current) return;
      lent.current.disablePictureInPicture = local;
      showTrack(lent.current, latest.current);
    },
    [pool, id, local, latest],
  );
  useBrowserLayoutEffect(() => {
    if (lent.current) showTrack(lent.current, track);
  }, [track]);
  return ref;
}
