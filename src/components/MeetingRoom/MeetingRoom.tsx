'use client';
import { forwardRef } from 'react';
import { MeetingRoomAnnouncements } from './MeetingRoomAnnouncements.js';
import { MeetingRoomControls } from './MeetingRoomControls.js';
import { MeetingRoomEnd } from './MeetingRoomEnd.js';
import { MeetingRoomNotices } from './MeetingRoomNotices.js';
import { MeetingRoomPanel } from './MeetingRoomPanel.js';
import { MeetingRoomRoot, type MeetingRoomRootProps } from './MeetingRoomRoot.js';
import { MeetingRoomStage } from './MeetingRoomStage.js';

/** Props of {@link MeetingRoom}. @public */
export type MeetingRoomProps = Omit<MeetingRoomRootProps, 'children'>;

/**
 * A whole meeting: joins, publishes camera and microphone, shows everybody, the controls, the members and the chat.
 *
 * @example
 * ```tsx
 * <HummerProvider appid={1} uid="ana"><MeetingRoom roomId="demo" displayName="Ana" onLeave={goHome} /></HummerProvider>
 * ```
 * Source: REACT.md, Components; SETTLED 30.
 * @public
 */
export const MeetingRoom = forwardRef<HTMLElement, MeetingRoomProps>(function MeetingRoom(props, ref) {
  return (
    <MeetingRoomRoot {...props} ref={ref}>
      <MeetingRoomAnnouncements />
      <MeetingRoomNotices />
      <MeetingRoomStage />
      <MeetingRoomPanel />
      <MeetingRoomControls />
      <MeetingRoomEnd />
    </MeetingRoomRoot>
  );
});
