'use client';
import { forwardRef } from 'react';
import { AudioRenderer } from '../AudioRenderer/AudioRenderer.js';
import { ConnectionBanner } from '../ConnectionBanner/ConnectionBanner.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { StartAudio } from '../StartAudio/StartAudio.js';
import { MeetingRoomCaptureNotice } from './MeetingRoomCaptureNotice.js';
import { useMeetingRoom } from './MeetingRoomContext.js';
import { MeetingRoomMediaNotice } from './MeetingRoomMediaNotice.js';
import { MeetingRoomShareNotice } from './MeetingRoomShareNotice.js';

/** @public */
export type MeetingRoomNoticesProps = PartProps<'div'>;

/**
 * What needs attention: the link, blocked sound, refused devices.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MeetingRoomNotices = forwardRef<HTMLDivElement, MeetingRoomNoticesProps>(
  function MeetingRoomNotices(props, ref) {
    const { end } = useMeetingRoom('MeetingRoomNotices');
    const own = {
      children: (
        <>
          <ConnectionBanner />
          {end === null && (
            <>
              <AudioRenderer />
              <StartAudio />
              <MeetingRoomCaptureNotice />
              <MeetingRoomMediaNotice />
              <MeetingRoomShareNotice />
            </>
          )}
        </>
      ),
    };
    return usePart({ tag: 'div', name: 'MeetingRoom__notices', own }, props, ref);
  },
);
