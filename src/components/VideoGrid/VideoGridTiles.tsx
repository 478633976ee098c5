'use client';
import { forwardRef, useRef, type ReactNode } from 'react';
import type { StreamKey } from '../../store/state.js';
import type { PartProps } from '../internal/partProps.js';
import { useFittedTiles } from '../internal/useFittedTiles.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useVideoGrid, type VideoGridState } from './VideoGridContext.js';

/** @public */
export type VideoGridTilesProps = Omit<PartProps<'ul', VideoGridState>, 'children'> & {
  /** Renders a tile. */
  children: (stream: StreamKey) => ReactNode;
};

/**
 * The tiles of the page that is shown, each as large as fits.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const VideoGridTiles = forwardRef<HTMLUListElement, VideoGridTilesProps>(function VideoGridTiles(
  { children: tile, ...props },
  ref,
) {
  const { streams, offset, count, perPage, state, setCapacity } = useVideoGrid('VideoGridTiles');
  const list = useRef<HTMLUListElement>(null);
  // On the last page tiles are of the size that they have on the others.
  useFittedTiles(list, state.pages > 1 ? perPage : streams.length, setCapacity);
  const own = {
    // Safari drops the role of a list without bullets.
    role: 'list',
    'aria-label': useText()('videos'),
    children: streams.map((stream, index) => (
      <li
        key={stream.streamId}
        className="hummer-VideoGrid__tile"
        {...(state.pages > 1 && { 'aria-setsize': count, 'aria-posinset': offset + index + 1 })}
      >
        {tile(stream)}
      </li>
    )),
  };
  return usePart({ tag: 'ul', name: 'VideoGrid__tiles', state, own, ownRef: list }, props, ref);
});
