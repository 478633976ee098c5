'use client';
import { useState, type ReactElement } from 'react';
import { useScreenShare } from '../../hooks/media/useScreenShare.js';
import type { HummerError } from '../../protocol/errors.js';
import { useText } from '../internal/useText.js';
import { useMeetingRoom } from './MeetingRoomContext.js';
import { MeetingRoomNotice } from './MeetingRoomNotice.js';

/** The user closed the browser's picker, or is not allowed a screen: no news to them. */
const NOT_CHOSEN = 90100017;

/**
 * Says that the screen could not be shared, and why; absent otherwise.
 *
 * Source: REACT.md, Components.
 * @public
 */
export function MeetingRoomShareNotice(): ReactElement | null {
  const { room } = useMeetingRoom('MeetingRoomShareNotice');
  const { error, start } = useScreenShare(room);
  const [dismissed, setDismissed] = useState<HummerError | null>(null);
  const text = useText();
  if (!error || error.code === NOT_CHOSEN || dismissed === error) return null;
  return (
    <MeetingRoomNotice
      onTryAgain={() => {
        void start();
      }}
      onDismiss={() => {
        setDismissed(error);
      }}
    >
      {text('shareFailed', { reason: error.message })}
    </MeetingRoomNotice>
  );
}
