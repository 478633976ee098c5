'use client';
import { forwardRef, memo } from 'react';
import { NetworkQualityIndicator } from '../NetworkQualityIndicator/NetworkQualityIndicator.js';
import { VideoTileCaption } from '../VideoTile/VideoTileCaption.js';
import { VideoTileFallback } from '../VideoTile/VideoTileFallback.js';
import { VideoTileMuted } from '../VideoTile/VideoTileMuted.js';
import { VideoTileName } from '../VideoTile/VideoTileName.js';
import { VideoTileRoot, type VideoTileRootProps } from '../VideoTile/VideoTileRoot.js';
import { VideoTileVideo } from '../VideoTile/VideoTileVideo.js';

/** @public */
export type MeetingRoomTileProps = Omit<VideoTileRootProps, 'children'>;

/**
 * A `VideoTile` that also says how well the network carries whose tile it is, as soon as that is known.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MeetingRoomTile = memo(
  forwardRef<HTMLDivElement, MeetingRoomTileProps>(function MeetingRoomTile(props, ref) {
    const { stream } = props;
    return (
      <VideoTileRoot {...props} ref={ref}>
        <VideoTileVideo />
        <VideoTileFallback />
        <VideoTileCaption>
          <VideoTileMuted />
          <VideoTileName />
          {stream?.source === 'main' && <NetworkQualityIndicator uid={stream.uid} />}
        </VideoTileCaption>
      </VideoTileRoot>
    );
  }),
);
