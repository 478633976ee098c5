'use client';
import { forwardRef } from 'react';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import type { RoomShape } from '../../hooks/internal/roomShape.js';
import { useScreenShareToggle } from '../../hooks/media/useScreenShareToggle.js';
import { Icon } from '../internal/Icon.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useRoomOf } from '../internal/useRoomOf.js';
import { useText } from '../internal/useText.js';

/** State of a ScreenShareButton. @public */
export interface ScreenShareButtonState {
  sharing: boolean;
  /** The browser's picker is open. */
  pending: boolean;
}

/** Props of {@link ScreenShareButton}. @public */
export type ScreenShareButtonProps = PartProps<'button', ScreenShareButtonState> & {
  /** Default: the room of the nearest `<HummerRoom>`. */
  roomId?: RoomTarget<RoomShape> | null | undefined;
  /** Given: what the button shows. A press then only calls `onPressedChange`. */
  pressed?: boolean | undefined;
  onPressedChange?: ((pressed: boolean) => void) | undefined;
};

/**
 * A toggle that shares the screen in the room. Pressed means shared; disabled where the browser cannot.
 *
 * @example
 * ```tsx
 * <HummerRoom roomId="demo" media={{}}><ScreenShareButton /></HummerRoom>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const ScreenShareButton = forwardRef<HTMLButtonElement, ScreenShareButtonProps>(
  function ScreenShareButton({ roomId, pressed: given, onPressedChange, children, ...props }, ref) {
    const toggle = useScreenShareToggle(useRoomOf(roomId));
    const text = useText()('shareScreen');
    const bound = given === undefined;
    const sharing = given ?? toggle.pressed;
    const own = {
      ...(bound ? toggle.buttonProps : { type: 'button' }),
      className: 'hummer-Button',
      'aria-pressed': sharing,
      title: text,
      onClick() {
        if (bound) toggle.buttonProps.onClick();
        onPressedChange?.(!sharing);
      },
      ...(children === undefined
        ? {
            'data-icon': true,
            children: (
              <>
                <Icon name="screen" />
                <span>{text}</span>
              </>
            ),
          }
        : { children }),
    };
    const state: ScreenShareButtonState = { sharing, pending: bound && toggle.pending };
    return usePart({ tag: 'button', name: 'ScreenShareButton', state, own }, props, ref);
  },
);
