'use client';
import { forwardRef, useEffect, useRef } from 'react';
import { useStreamTrack } from '../../hooks/media/useStreamTrack.js';
import { useVideoDemand } from '../../hooks/media/useVideoDemand.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useVideoTile, type VideoTileState } from './VideoTileContext.js';

/** @public */
export type VideoTileVideoProps = PartProps<'video', VideoTileState>;

/**
 * The picture, without sound: `AudioRenderer` plays that. One's own is mirrored by the stylesheet. Of others as much is
 * received as there is room for, and nothing while it cannot be seen.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const VideoTileVideo = forwardRef<HTMLVideoElement, VideoTileVideoProps>(
  function VideoTileVideo(props, ref) {
    const { stream, state } = useVideoTile('VideoTileVideo');
    const track = useStreamTrack(stream, 'video');
    const video = useRef<HTMLVideoElement>(null);
    useVideoDemand(stream, video);
    useEffect(() => {
      const element = video.current;
      if (!element || !track || typeof MediaStream === 'undefined') return;
      // Not a prop: as an attribute it is only the first value, and hydration would find them different.
      element.muted = true;
      element.srcObject = new MediaStream([track]);
      // Silent video may always play; a promise that is refused because the tile went away is no news.
      Promise.resolve(element.play()).catch(() => undefined);
      return () => {
        element.srcObject = null;
      };
    }, [track]);
    const own = {
      autoPlay: true,
      playsInline: true,
      disablePictureInPicture: state.local,
      hidden: state.status !== 'live',
      'aria-hidden': true,
      tabIndex: -1,
    };
    return usePart({ tag: 'video', name: 'VideoTile__video', state, own, ownRef: video }, props, ref);
  },
);
