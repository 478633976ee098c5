'use client';
import { forwardRef } from 'react';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import type { RoomShape } from '../../hooks/internal/roomShape.js';
import { CameraButton } from '../CameraButton/CameraButton.js';
import { DeviceMenu } from '../DeviceMenu/DeviceMenu.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useRoomOf } from '../internal/useRoomOf.js';
import { useText } from '../internal/useText.js';
import { LeaveButton } from '../LeaveButton/LeaveButton.js';
import { MicButton } from '../MicButton/MicButton.js';
import { ScreenShareButton } from '../ScreenShareButton/ScreenShareButton.js';

/** Props of {@link ControlBar}. @public */
export type ControlBarProps = PartProps<'div'> & {
  /** Default: the room of the nearest `<HummerRoom>`. */
  roomId?: RoomTarget<RoomShape> | null | undefined;
  /** Called when the user leaves by the button. */
  onLeave?: (() => void) | undefined;
};

/**
 * The controls of a meeting in a row: microphone and camera with their devices, the screen, and the way out; `children`
 * replace them.
 *
 * @example
 * ```tsx
 * <ControlBar onLeave={goHome} /> <ControlBar><MicButton /><LeaveButton /></ControlBar>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const ControlBar = forwardRef<HTMLDivElement, ControlBarProps>(function ControlBar(
  { roomId, onLeave, ...props },
  ref,
) {
  const room = useRoomOf(roomId);
  const own = {
    role: 'group',
    'aria-label': useText()('controls'),
    children: (
      <>
        <MicButton />
        <DeviceMenu kind={['microphone', 'speaker']} />
        <CameraButton />
        <DeviceMenu kind="camera" />
        <ScreenShareButton roomId={room} />
        <LeaveButton roomId={room} onLeave={onLeave} />
      </>
    ),
  };
  return usePart({ tag: 'div', name: 'ControlBar', own }, props, ref);
});
