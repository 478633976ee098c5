'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import type { VideoStatus } from '../internal/useStreamView.js';
import { VideoTileAvatar } from './VideoTileAvatar.js';
import { useVideoTile, type VideoTileState } from './VideoTileContext.js';

/** @public */
export type VideoTileFallbackProps = PartProps<'div', VideoTileState>;

const texts = {
  live: null,
  off: null,
  starting: 'cameraStarting',
  waiting: 'videoWaiting',
  failed: 'cameraOff',
} as const satisfies Record<VideoStatus, string | null>;

/**
 * What is there instead of a picture: who it is and, where one is expected, why it is not there.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const VideoTileFallback = forwardRef<HTMLDivElement, VideoTileFallbackProps>(
  function VideoTileFallback(props, ref) {
    const { state } = useVideoTile('VideoTileFallback');
    const text = useText();
    const why = texts[state.status];
    const own = {
      children: (
        <>
          <VideoTileAvatar />
          {why !== null && <span>{text(why)}</span>}
        </>
      ),
    };
    const fallback = usePart({ tag: 'div', name: 'VideoTile__fallback', state, own }, props, ref);
    return state.status === 'live' ? null : fallback;
  },
);
