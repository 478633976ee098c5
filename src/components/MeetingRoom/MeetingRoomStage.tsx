'use client';
import { forwardRef, useMemo, useRef } from 'react';
import type { RoomKey } from '../../hooks/internal/roomKey.js';
import { useRemoteStreams } from '../../hooks/media/useRemoteStreams.js';
import { useRoomMembers } from '../../hooks/rooms/useRoomMembers.js';
import type { StreamKey } from '../../store/state.js';
import type { PartProps } from '../internal/partProps.js';
import { useFittedTiles } from '../internal/useFittedTiles.js';
import { usePart } from '../internal/usePart.js';
import { useScrollable } from '../internal/useScrollable.js';
import { useText } from '../internal/useText.js';
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
    const { room, state, end, local, displayName } = useMeetingRoom('MeetingRoomStage');
    const remotes = useStreamsInOrder(room);
    const text = useText();
    const stage = useRef<HTMLDivElement>(null);
    useFittedTiles(stage, remotes.length + 1);
    const scrollable = useScrollable(stage, remotes.length);
    const alone = remotes.length === 0 && state.status === 'joined';
    const own = {
      children: (
        <>
          <div
            role="list"
            className="hummer-MeetingRoom__tiles"
            tabIndex={scrollable ? 0 : undefined}
            ref={stage}
          >
            <VideoTile role="listitem" stream={local.streamKey} name={displayName} />
            {remotes.map((stream) => (
              <VideoTile role="listitem" key={stream.streamId} stream={stream} />
            ))}
          </div>
          <p role="status" className="hummer-MeetingRoom__hint">
            {state.status === 'joining' && text('joining')}
            {alone && text('alone', { room: room.roomId })}
          </p>
        </>
      ),
    };
    const element = usePart({ tag: 'div', name: 'MeetingRoom__stage', state, own }, props, ref);
    return end === null ? element : null;
  },
);

/** The others' streams, and a place for whoever has none, in the order in which they came: nobody's tile moves. */
function useStreamsInOrder(room: RoomKey): readonly StreamKey[] {
  const streams = useRemoteStreams(room, { placeholders: true });
  const members = useRoomMembers(room);
  return useMemo(() => {
    const places = new Map(members.map((uid, place) => [uid, place]));
    const placeOf = ({ uid }: StreamKey): number => places.get(uid) ?? places.size;
    return [...streams].sort((a, b) => placeOf(a) - placeOf(b));
  }, [streams, members]);
}
