'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { useMutedSign } from '../internal/useMutedSign.js';
import { useVideoTile, type VideoTileState } from './VideoTileContext.js';

/** @public */
export type VideoTileMutedProps = PartProps<'span', VideoTileState>;

/**
 * A sign that the microphone is off; absent while it is on.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const VideoTileMuted = forwardRef<HTMLSpanElement, VideoTileMutedProps>(
  function VideoTileMuted(props, ref) {
    return useMutedSign('VideoTile__muted', useVideoTile('VideoTileMuted').state, props, ref);
  },
);
