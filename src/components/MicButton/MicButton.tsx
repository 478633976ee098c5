'use client';
import { forwardRef } from 'react';
import { useAudioToggle } from '../../hooks/media/useAudioToggle.js';
import { useOwnStream } from '../internal/useOwnStream.js';
import { useToggleButton, type ToggleButtonProps } from '../internal/useToggleButton.js';

const looks = {
  name: 'MicButton',
  label: 'muteMicrophone',
  icons: { on: 'microphone', off: 'microphoneOff' },
} as const;

/** Props of {@link MicButton}. @public */
export type MicButtonProps = ToggleButtonProps;

/**
 * A toggle that mutes and unmutes the local microphone. Pressed means off; `children` replace the picture and the words.
 *
 * @example
 * ```tsx
 * <MicButton /> <MicButton>…</MicButton> <MicButton pressed={off} onPressedChange={setOff} />
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const MicButton = forwardRef<HTMLButtonElement, MicButtonProps>(function MicButton(
  { stream, ...props },
  ref,
) {
  return useToggleButton(looks, useAudioToggle(useOwnStream(stream)), props, ref);
});
