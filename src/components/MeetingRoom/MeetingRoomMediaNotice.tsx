'use client';
import type { ReactElement } from 'react';
import { useRtcActions } from '../../hooks/media/useRtcActions.js';
import { useRtcStatus } from '../internal/useRtcStatus.js';
import { useText } from '../internal/useText.js';
import { useMeetingRoom } from './MeetingRoomContext.js';
import { MeetingRoomNotice } from './MeetingRoomNotice.js';

/**
 * Says that the room's audio and video could not be joined, while the room itself works; absent otherwise.
 *
 * Source: REACT.md, Components.
 * @public
 */
export function MeetingRoomMediaNotice(): ReactElement | null {
  const { room } = useMeetingRoom('MeetingRoomMediaNotice');
  const { status, error } = useRtcStatus(room);
  const actions = useRtcActions(room);
  const text = useText();
  if (status !== 'failed') return null;
  return (
    <MeetingRoomNotice
      onTryAgain={() => {
        void actions.join();
      }}
    >
      {text('mediaFailed', { reason: error?.message ?? '' })}
    </MeetingRoomNotice>
  );
}
