'use client';
import { forwardRef } from 'react';
import { Icon } from '../internal/Icon.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
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
    const { state } = useVideoTile('VideoTileMuted');
    const label = useText()('microphoneMuted');
    const own = {
      role: 'img',
      'aria-label': label,
      title: label,
      children: <Icon name="microphoneOff" />,
    };
    const sign = usePart({ tag: 'span', name: 'VideoTile__muted', state, own }, props, ref);
    return state.muted ? sign : null;
  },
);
