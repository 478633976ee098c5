'use client';
import { useEffect } from 'react';
import type { PublishOptions } from '../../core/internals.js';
import { memberKey } from '../../store/clientStore.js';
import type { PublicationState } from '../../store/state.js';
import { IDLE_PUBLICATION } from '../internal/idle.js';
import { keyOf, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { streamKeyOf, type StreamRef } from '../internal/streamKey.js';
import { useMedia } from '../internal/useMedia.js';
import { useReportedError } from '../internal/useReportedError.js';
import { useTable } from '../internal/useTable.js';

/**
 * Declares that a local stream is published in a room while mounted. It waits for the room's media to be joined and for
 * the capture, stays through reconnects, and callers of the same stream and room are counted.
 *
 * @param stream - Null means 'not yet'. The audience of a broadcast publishes nothing: give null there, else it fails with
 *   90100022 and the provider's `onError` hears of it.
 * @example
 * ```tsx
 * const camera = useLocalStream({ audio: true, video: true });
 * const { status } = usePublish(room, camera.streamKey);
 * ```
 * Source: REACT.md, Provider, scope, hooks; seed 002 has publish.
 * @public
 */
export function usePublish(
  target: RoomTarget<RoomShape> | null,
  stream: StreamRef | null,
  { audio = true, video = true, autoPushVideo, videoCodec }: PublishOptions = {},
): PublicationState {
  const { internals, media } = useMedia('usePublish');
  const key = keyOf(target);
  const streamId = stream ? streamKeyOf(stream).streamId : null;
  useEffect(() => {
    if (key === null || streamId === null) return;
    return media.acquirePublication(key, streamId, { audio, video, autoPushVideo, videoCodec });
  }, [media, key, streamId, audio, video, autoPushVideo, videoCodec]);
  const id = key === null || streamId === null ? null : memberKey(key, streamId);
  const state = useTable(internals.store.publications, id, IDLE_PUBLICATION);
  useReportedError(internals, state.error, state.status === 'published', 'rtc.publish', streamId);
  return state;
}
