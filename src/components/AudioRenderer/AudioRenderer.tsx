'use client';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import type { RoomShape } from '../../hooks/internal/roomShape.js';
import { useRoomOf } from '../internal/useRoomOf.js';
import { useRemoteAudio } from '../../hooks/media/useRemoteAudio.js';

/** Props of {@link AudioRenderer}. @public */
export interface AudioRendererProps {
  /** Default: the room of the nearest `<HummerRoom>`. */
  roomId?: RoomTarget<RoomShape> | null | undefined;
}

/**
 * Plays everybody else's sound, on the chosen speaker. Shows nothing; one per room is enough, and two are as one.
 *
 * @example
 * ```tsx
 * <HummerRoom roomId="demo" media={{}}><AudioRenderer /><StartAudio /></HummerRoom>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export function AudioRenderer({ roomId }: AudioRendererProps): null {
  useRemoteAudio(useRoomOf(roomId));
  return null;
}
