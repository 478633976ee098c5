'use client';
import { forwardRef } from 'react';
import { useRemoteStreams } from '../../hooks/media/useRemoteStreams.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { VideoGrid } from '../VideoGrid/VideoGrid.js';
import { VideoTile } from '../VideoTile/VideoTile.js';
import { useMeetingRoom, type MeetingRoomState } from './MeetingRoomContext.js';

/** @public */
export type MeetingRoomStageProps = PartProps<'div', MeetingRoomState>;

/**
 * Everybody's tile, as large as fits, oneself first; and who is alone is told so.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MeetingRoomStage = forwardRef<HTMLDivElement, MeetingRoomStageProps>(
  function MeetingRoomStage(props, ref) {
    const { room, state, end, displayName } = useMeetingRoom('MeetingRoomStage');
    const text = useText();
    const nobodyElse = useRemoteStreams(room, { placeholders: true }).length === 0;
    const own = {
      children: (
        <>
          <VideoGrid roomId={room}>
            {(stream) => (
              <VideoTile
                stream={stream}
                name={stream.isLocal && stream.source === 'main' ? displayName : undefined}
              />
            )}
          </VideoGrid>
          <p role="status" className="hummer-MeetingRoom__hint">
            {state.status === 'joining' && text('joining')}
            {nobodyElse && state.status === 'joined' && text('alone', { room: room.roomId })}
          </p>
        </>
      ),
    };
    const element = usePart({ tag: 'div', name: 'MeetingRoom__stage', state, own }, props, ref);
    return end === null ? element : null;
  },
);
