'use client';
import type { RefObject } from 'react';
import type { RoomKey } from '../../hooks/internal/roomKey.js';
import type { UseLocalStreamResult } from '../../hooks/media/useLocalStream.js';
import type { MembershipStatus } from '../../store/state.js';
import { createPartContext } from '../internal/partContext.js';
import type { MeetingEnd } from './useMeetingEnd.js';
import type { MeetingLayout } from './useMeetingLayout.js';

/** State of a MeetingRoom. @public */
export interface MeetingRoomState {
  status: MembershipStatus;
  panel: 'open' | 'closed';
  /** Too narrow for stage and panel side by side. */
  narrow: boolean;
  /** Everybody alike, or one large. */
  layout: MeetingLayout;
}

/** What the parts of a MeetingRoom share. */
export interface MeetingRoomContext {
  room: RoomKey;
  state: MeetingRoomState;
  end: MeetingEnd | null;
  local: UseLocalStreamResult;
  /** Opens camera and microphone once more, after they were refused. */
  capture: () => void;
  setPanel: (open: boolean) => void;
  setLayout: (layout: MeetingLayout) => void;
  panelId: string;
  onLeave: (() => void) | undefined;
  root: RefObject<HTMLElement | null>;
}

export const [MeetingRoomProvider, useMeetingRoom] = createPartContext<MeetingRoomContext>('MeetingRoomRoot');
