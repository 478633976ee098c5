'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useVideoTile, type VideoTileState } from './VideoTileContext.js';

/** @public */
export type VideoTileCaptionProps = PartProps<'div', VideoTileState>;

/**
 * The line over the lower edge of the picture.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const VideoTileCaption = forwardRef<HTMLDivElement, VideoTileCaptionProps>(
  function VideoTileCaption(props, ref) {
    const { state } = useVideoTile('VideoTileCaption');
    return usePart({ tag: 'div', name: 'VideoTile__caption', state }, props, ref);
  },
);
