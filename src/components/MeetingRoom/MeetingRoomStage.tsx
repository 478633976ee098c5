'use client';
import { forwardRef, type ReactElement } from 'react';
import { useRemoteStreams } from '../../hooks/media/useRemoteStreams.js';
import type { StreamKey } from '../../store/state.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { ScreenShareView } from '../ScreenShareView/ScreenShareView.js';
import { SpeakerLayout } from '../SpeakerLayout/SpeakerLayout.js';
import { VideoGrid } from '../VideoGrid/VideoGrid.js';
import { useMeetingRoom, type MeetingRoomState } from './MeetingRoomContext.js';
import { MeetingRoomTile } from './MeetingRoomTile.js';

/** @public */
export type MeetingRoomStageProps = PartProps<'div', MeetingRoomState>;

/**
 * Everybody's tile, as large as fits, oneself first; or one large, a shared screen before all, and the others in a strip. The
 * pictures go on while they move. Who is alone is told so.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MeetingRoomStage = forwardRef<HTMLDivElement, MeetingRoomStageProps>(
  function MeetingRoomStage(props, ref) {
    const { room, state, end } = useMeetingRoom('MeetingRoomStage');
    const text = useText();
    const nobodyElse = useRemoteStreams(room, { placeholders: true }).length === 0;
    const own = {
      children: (
        <>
          {state.layout === 'grid' ? <VideoGrid>{tile}</VideoGrid> : <SpeakerLayout>{tile}</SpeakerLayout>}
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

function tile(stream: StreamKey, large = false): ReactElement {
  return large && stream.source === 'screen' ? (
    <ScreenShareView stream={stream} />
  ) : (
    <MeetingRoomTile stream={stream} />
  );
}
