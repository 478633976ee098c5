'use client';
import { forwardRef } from 'react';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import type { RoomShape } from '../../hooks/internal/roomShape.js';
import { useRoomOf } from '../internal/useRoomOf.js';
import { useLeave } from '../../hooks/compose/useLeave.js';
import { Icon } from '../internal/Icon.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';

/** Props of {@link LeaveButton}. @public */
export type LeaveButtonProps = PartProps<'button'> & {
  /** Default: the room of the nearest `<HummerRoom>`. */
  roomId?: RoomTarget<RoomShape> | null | undefined;
  /** Called when the room is being left, without waiting for the server. */
  onLeave?: (() => void) | undefined;
};

/**
 * Leaves the room, with its audio and video, until somebody calls `join()`.
 *
 * @example
 * ```tsx
 * <LeaveButton onLeave={() => navigate('/')} />
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const LeaveButton = forwardRef<HTMLButtonElement, LeaveButtonProps>(function LeaveButton(
  { roomId, onLeave, children, ...props },
  ref,
) {
  const leave = useLeave(useRoomOf(roomId));
  const text = useText()('leave');
  const own = {
    type: 'button',
    className: 'hummer-Button',
    'data-variant': 'danger',
    title: text,
    onClick() {
      // A refusal shows in useRoom(); whoever leaves is not kept waiting for it.
      leave().catch(() => undefined);
      onLeave?.();
    },
    ...(children === undefined
      ? {
          'data-icon': true,
          children: (
            <>
              <Icon name="leave" />
              <span>{text}</span>
            </>
          ),
        }
      : { children }),
  };
  return usePart({ tag: 'button', name: 'LeaveButton', own }, props, ref);
});
