'use client';
import { useEffect } from 'react';
import { useRtcActions } from '../../hooks/media/useRtcActions.js';
import type { RoomKey } from '../../hooks/internal/roomKey.js';
import { useRoomActions } from '../../hooks/rooms/useRoomActions.js';
import type { HummerError } from '../../protocol/errors.js';
import type { MembershipLeftReason } from '../../store/state.js';
import { useRoomStatus } from '../internal/useRoomStatus.js';
import { useRtcStatus } from '../internal/useRtcStatus.js';

/** Why a meeting is over for this user, and the way back. */
export interface MeetingEnd {
  reason: MembershipLeftReason | 'failed';
  error: HummerError | null;
  rejoin: () => void;
}

/** Null while the meeting goes on. Media without its room, and the room of a user whose media went elsewhere, end too. */
export function useMeetingEnd(key: RoomKey): MeetingEnd | null {
  const room = useRoomStatus(key);
  const rtc = useRtcStatus(key);
  const roomActions = useRoomActions(key);
  const rtcActions = useRtcActions(key);
  const over = room.status === 'left' || room.status === 'failed';
  const mediaRuns = rtc.status === 'joined' || rtc.status === 'joining' || rtc.status === 'reconnecting';
  useEffect(() => {
    if (over && mediaRuns) rtcActions.leave().catch(() => undefined);
  }, [over, mediaRuns, rtcActions]);

  const rejoin = (): void => {
    // What fails shows here again.
    for (const actions of [roomActions, rtcActions]) actions.join().catch(() => undefined);
  };
  if (over) return { reason: room.leftReason ?? 'failed', error: room.error, rejoin };
  // The room goes on without its media, but not if somebody has taken this user's place in it.
  if (rtc.status === 'left' && rtc.leftReason === 'evicted')
    return { reason: 'evicted', error: null, rejoin };
  return null;
}
