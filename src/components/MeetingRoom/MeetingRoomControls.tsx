'use client';
import { forwardRef } from 'react';
import { CameraButton } from '../CameraButton/CameraButton.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { LeaveButton } from '../LeaveButton/LeaveButton.js';
import { MicButton } from '../MicButton/MicButton.js';
import { useMeetingRoom, type MeetingRoomState } from './MeetingRoomContext.js';
import { MeetingRoomDevices } from './MeetingRoomDevices.js';
import { MeetingRoomPanelButton } from './MeetingRoomPanelButton.js';

/** @public */
export type MeetingRoomControlsProps = PartProps<'div', MeetingRoomState>;

/**
 * The bar of controls; `children` replace them.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MeetingRoomControls = forwardRef<HTMLDivElement, MeetingRoomControlsProps>(
  function MeetingRoomControls(props, ref) {
    const { room, state, end, local, onLeave } = useMeetingRoom('MeetingRoomControls');
    const own = {
      role: 'group',
      'aria-label': useText()('controls'),
      children: (
        <>
          <h2 className="hummer-MeetingRoom__title">
            <bdi>{room.roomId}</bdi>
          </h2>
          <MicButton stream={local.streamKey} />
          <CameraButton stream={local.streamKey} />
          <MeetingRoomDevices />
          <MeetingRoomPanelButton />
          <LeaveButton onLeave={onLeave} />
        </>
      ),
    };
    const bar = usePart({ tag: 'div', name: 'MeetingRoom__controls', state, own }, props, ref);
    return end === null ? bar : null;
  },
);
