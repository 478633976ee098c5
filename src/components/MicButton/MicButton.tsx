'use client';
import { forwardRef } from 'react';
import { useAudioToggle } from '../../hooks/media/useAudioToggle.js';
import { useOwnStream } from '../internal/useOwnStream.js';
import { useMuteButton, type MuteButtonProps } from '../internal/useMuteButton.js';

const looks = {
  name: 'MicButton',
  label: 'muteMicrophone',
  icons: { on: 'microphone', off: 'microphoneOff' },
} as const;

/** Props of {@link MicButton}. @public */
export type MicButtonProps = MuteButtonProps;

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
  return useMuteButton(looks, useAudioToggle(useOwnStream(stream)), props, ref);
});
