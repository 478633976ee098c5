'use client';
import { useState, type ReactElement } from 'react';
import type { HummerError } from '../../protocol/errors.js';
import { useText } from '../internal/useText.js';
import { useMeetingRoom } from './MeetingRoomContext.js';
import { MeetingRoomNotice } from './MeetingRoomNotice.js';
import { useRecapture } from './useRecapture.js';

/**
 * Says that camera and microphone do not start, why, and what to do; absent while they do.
 *
 * Source: REACT.md, Components.
 * @public
 */
export function MeetingRoomCaptureNotice(): ReactElement | null {
  const { local, capture } = useMeetingRoom('MeetingRoomCaptureNotice');
  const text = useText();
  const { status, permission, error } = local;
  const [dismissed, setDismissed] = useState<HummerError | null>(null);
  const failed = status === 'failed';
  useRecapture(failed && permission === 'denied', capture);
  if (!failed || (error !== null && dismissed === error)) return null;
  return (
    <MeetingRoomNotice
      onTryAgain={capture}
      onDismiss={() => {
        setDismissed(error);
      }}
    >
      {permission === 'denied'
        ? text('captureBlocked')
        : text('captureFailed', { reason: error?.message ?? '' })}
    </MeetingRoomNotice>
  );
}
