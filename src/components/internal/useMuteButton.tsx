'use client';
import type { ReactElement, Ref } from 'react';
import type { ToggleResult } from '../../hooks/internal/useMuteToggle.js';
import type { StreamKey } from '../../store/state.js';
import { Icon, type IconName } from './Icon.js';
import type { PartProps } from './partProps.js';
import { usePart } from './usePart.js';
import { useText } from './useText.js';

/** State of a toggle. @public */
export interface MuteButtonState {
  /** Off: muted, or without a picture. */
  muted: boolean;
  /** A press is on its way. */
  pending: boolean;
}

/** Props of the buttons that switch the local microphone or camera. @public */
export type MuteButtonProps = PartProps<'button', MuteButtonState> & {
  /** Default: the first camera and microphone that is captured. */
  stream?: StreamKey | null | undefined;
  /** Given: what the button shows. A press then only calls `onPressedChange`. */
  pressed?: boolean | undefined;
  onPressedChange?: ((pressed: boolean) => void) | undefined;
};

interface Looks {
  name: string;
  label: 'muteMicrophone' | 'turnCameraOff';
  icons: { on: IconName; off: IconName };
}

/** A toggle with a constant label: `aria-pressed` says the state, so that readers hear no contradiction. */
export function useMuteButton(
  { name, label, icons }: Looks,
  toggle: ToggleResult,
  { pressed: given, onPressedChange, children, ...props }: Omit<MuteButtonProps, 'stream'>,
  ref: Ref<HTMLButtonElement>,
): ReactElement {
  const text = useText()(label);
  const bound = given === undefined;
  const muted = given ?? toggle.pressed;
  const pending = bound && toggle.pending;
  const own = {
    ...(bound ? toggle.buttonProps : { type: 'button' }),
    className: 'hummer-Button',
    'aria-pressed': muted,
    title: text,
    onClick() {
      if (pending) return;
      if (bound) toggle.buttonProps.onClick();
      onPressedChange?.(!muted);
    },
    ...(children === undefined
      ? {
          'data-icon': true,
          children: (
            <>
              <Icon name={muted ? icons.off : icons.on} />
              <span>{text}</span>
            </>
          ),
        }
      : { children }),
  };
  return usePart({ tag: 'button', name, state: { muted, pending }, own }, props, ref);
}
