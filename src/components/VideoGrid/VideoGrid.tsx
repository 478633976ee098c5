'use client';
import { forwardRef, type ReactNode } from 'react';
import type { StreamKey } from '../../store/state.js';
import { VideoTile } from '../VideoTile/VideoTile.js';
import { VideoGridPager } from './VideoGridPager.js';
import { VideoGridRoot, type VideoGridRootProps } from './VideoGridRoot.js';
import { VideoGridTiles } from './VideoGridTiles.js';

/** Props of {@link VideoGrid}. @public */
export type VideoGridProps = Omit<VideoGridRootProps, 'children'> & {
  /** Renders a tile. Default: a `VideoTile`. */
  children?: ((stream: StreamKey) => ReactNode) | undefined;
};

/**
 * Everybody of a room in tiles as large as fit, in pages where not all of them fit. A tile keeps its place, and only the
 * page that is shown is mounted and received.
 *
 * @example
 * ```tsx
 * <HummerRoom roomId="demo" media={{}}><VideoGrid /><AudioRenderer /></HummerRoom>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const VideoGrid = forwardRef<HTMLDivElement, VideoGridProps>(function VideoGrid(
  { children: tile, ...props },
  ref,
) {
  return (
    <VideoGridRoot {...props} ref={ref}>
      <VideoGridTiles>{tile ?? ((stream) => <VideoTile stream={stream} />)}</VideoGridTiles>
      <VideoGridPager />
    </VideoGridRoot>
  );
});
