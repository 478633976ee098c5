'use client';
import { forwardRef } from 'react';
import { CameraButton } from '../CameraButton/CameraButton.js';
import { ControlBar } from '../ControlBar/ControlBar.js';
import { DeviceMenu } from '../DeviceMenu/DeviceMenu.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { LeaveButton } from '../LeaveButton/LeaveButton.js';
import { MicButton } from '../MicButton/MicButton.js';
import { ScreenShareButton } from '../ScreenShareButton/ScreenShareButton.js';
import { useMeetingRoom, type MeetingRoomState } from './MeetingRoomContext.js';
import { MeetingRoomLayoutButton } from './MeetingRoomLayoutButton.js';
import { MeetingRoomPanelButton } from './MeetingRoomPanelButton.js';

/** @public */
export type MeetingRoomControlsProps = PartProps<'div', MeetingRoomState>;

/**
 * The line of the room's name and the bar of controls; `children` replace them.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MeetingRoomControls = forwardRef<HTMLDivElement, MeetingRoomControlsProps>(
  function MeetingRoomControls(props, ref) {
    const { room, state, end, local, onLeave } = useMeetingRoom('MeetingRoomControls');
    const own = {
      children: (
        <>
          <h2 className="hummer-MeetingRoom__title">
            <bdi>{room.roomId}</bdi>
          </h2>
          <ControlBar>
            <MicButton stream={local.streamKey} />
            <DeviceMenu kind={MIC_AND_SPEAKER} />
            <CameraButton stream={local.streamKey} />
            <DeviceMenu kind="camera" />
            <ScreenShareButton />
            <MeetingRoomLayoutButton />
            <MeetingRoomPanelButton />
            <LeaveButton onLeave={onLeave} />
          </ControlBar>
        </>
      ),
    };
    const bar = usePart({ tag: 'div', name: 'MeetingRoom__controls', state, own }, props, ref);
    return end === null ? bar : null;
  },
);

const MIC_AND_SPEAKER = ['microphone', 'speaker'] as const;
