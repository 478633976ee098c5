'use client';
import { keyOf, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { rtcActions, type RtcRoomActions } from '../internal/rtcActions.js';
import { useMedia } from '../internal/useMedia.js';

/**
 * Actions of a room's media without a subscription: never renders. Does not join by itself.
 *
 * @example
 * ```tsx
 * const { switchRole } = useRtcActions(room);
 * return <button onClick={() => switchRole('speaker')}>Raise to the stage</button>;
 * ```
 * Source: REACT.md, rule 3.
 * @public
 */
export function useRtcActions(target: RoomTarget<RoomShape> | null): RtcRoomActions {
  const { internals, media } = useMedia('useRtcActions');
  return rtcActions(internals, media, keyOf(target)).actions;
}
