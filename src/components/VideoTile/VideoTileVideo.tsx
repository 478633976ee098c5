'use client';
import { forwardRef, useRef } from 'react';
import { useVideoDemand } from '../../hooks/media/useVideoDemand.js';
import type { PartProps } from '../internal/partProps.js';
import { useLentVideo } from '../internal/useLentVideo.js';
import { useMergedRefs } from '../internal/useMergedRefs.js';
import { usePart } from '../internal/usePart.js';
import { useVideoTile, type VideoTileState } from './VideoTileContext.js';

/** @public */
export type VideoTileVideoProps = Omit<PartProps<'div', VideoTileState>, 'children'>;

/**
 * The picture, without sound: `AudioRenderer` plays that. One's own is mirrored by the stylesheet. Of others as much is
 * received as there is room for, and nothing while it cannot be seen.
 *
 * The element is the frame of a `<video>` that the stream keeps: it moves into the tile that shows the stream next, in the same
 * commit, and goes on playing. It takes `object-fit` from its frame.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const VideoTileVideo = forwardRef<HTMLDivElement, VideoTileVideoProps>(
  function VideoTileVideo(props, ref) {
    const { stream, state } = useVideoTile('VideoTileVideo');
    const frame = useRef<HTMLDivElement>(null);
    useVideoDemand(stream, frame);
    const ownRef = useMergedRefs(frame, useLentVideo(stream));
    const own = { hidden: state.status !== 'live', 'aria-hidden': true };
    return usePart({ tag: 'div', name: 'VideoTile__video', state, own, ownRef }, props, ref);
  },
);
