'use client';
import { forwardRef, memo } from 'react';
import { VideoTileCaption } from './VideoTileCaption.js';
import { VideoTileFallback } from './VideoTileFallback.js';
import { VideoTileMuted } from './VideoTileMuted.js';
import { VideoTileName } from './VideoTileName.js';
import { VideoTileRoot, type VideoTileRootProps } from './VideoTileRoot.js';
import { VideoTileVideo } from './VideoTileVideo.js';

/** Props of {@link VideoTile}. @public */
export type VideoTileProps = VideoTileRootProps;

/**
 * One stream: the picture or, while there is none, who it is; with name, mute sign and a ring that follows the voice.
 * `children` are laid over it.
 *
 * @example
 * ```tsx
 * {useRemoteStreams(room).map((stream) => <VideoTile key={stream.streamId} stream={stream} />)}
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const VideoTile = memo(
  forwardRef<HTMLDivElement, VideoTileProps>(function VideoTile({ children, ...props }, ref) {
    return (
      <VideoTileRoot {...props} ref={ref}>
        <VideoTileVideo />
        <VideoTileFallback />
        <VideoTileCaption>
          <VideoTileMuted />
          <VideoTileName />
        </VideoTileCaption>
        {children}
      </VideoTileRoot>
    );
  }),
);
