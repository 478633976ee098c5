'use client';
import { forwardRef } from 'react';
import { avatar } from '../internal/avatar.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useVideoTile, type VideoTileState } from './VideoTileContext.js';

/** @public */
export type VideoTileAvatarProps = PartProps<'span', VideoTileState>;

/**
 * The initials of whose tile it is, on a colour of their own.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const VideoTileAvatar = forwardRef<HTMLSpanElement, VideoTileAvatarProps>(
  function VideoTileAvatar(props, ref) {
    const { name, state } = useVideoTile('VideoTileAvatar');
    return usePart({ tag: 'span', name: 'VideoTile__avatar', state, own: avatar(name) }, props, ref);
  },
);
