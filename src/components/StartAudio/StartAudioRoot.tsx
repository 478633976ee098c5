'use client';
import { forwardRef, useRef, type ReactElement, type Ref } from 'react';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import type { RoomShape } from '../../hooks/internal/roomShape.js';
import { useRoomOf } from '../internal/useRoomOf.js';
import { useAutoplay } from '../../hooks/media/useAutoplay.js';
import type { PartProps } from '../internal/partProps.js';
import { useFocusRescue } from '../internal/useFocusRescue.js';
import { usePart } from '../internal/usePart.js';

/** @public */
export type StartAudioRootProps = PartProps<'div'> & {
  /** Default: the room of the nearest `<HummerRoom>`. */
  roomId?: RoomTarget<RoomShape> | null | undefined;
};

/**
 * Shows its children while the browser waits for a gesture before it plays sound.
 *
 * @example
 * ```tsx
 * <StartAudioRoot><StartAudioButton /></StartAudioRoot>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const StartAudioRoot = forwardRef<HTMLDivElement, StartAudioRootProps>(function StartAudioRoot(
  { roomId, ...props },
  ref,
) {
  const { blocked } = useAutoplay(useRoomOf(roomId));
  return blocked ? <Blocked {...props} forwarded={ref} /> : null;
});

function Blocked({
  forwarded,
  ...props
}: PartProps<'div'> & { forwarded: Ref<HTMLDivElement> }): ReactElement {
  const root = useRef<HTMLDivElement>(null);
  useFocusRescue(root);
  return usePart({ tag: 'div', name: 'StartAudio', own: { role: 'status' }, ownRef: root }, props, forwarded);
}
