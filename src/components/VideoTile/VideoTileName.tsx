'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useVideoTile, type VideoTileState } from './VideoTileContext.js';

/** @public */
export type VideoTileNameProps = PartProps<'span', VideoTileState>;

/**
 * Whose tile it is.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const VideoTileName = forwardRef<HTMLSpanElement, VideoTileNameProps>(
  function VideoTileName(props, ref) {
    const { label, state } = useVideoTile('VideoTileName');
    const own = { children: <bdi>{label}</bdi> };
    return usePart({ tag: 'span', name: 'VideoTile__name', state, own }, props, ref);
  },
);
