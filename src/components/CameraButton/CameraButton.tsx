'use client';
import { forwardRef } from 'react';
import { useVideoToggle } from '../../hooks/media/useVideoToggle.js';
import { useOwnStream } from '../internal/useOwnStream.js';
import { useMuteButton, type MuteButtonProps } from '../internal/useMuteButton.js';

const looks = {
  name: 'CameraButton',
  label: 'turnCameraOff',
  icons: { on: 'camera', off: 'cameraOff' },
} as const;

/** Props of {@link CameraButton}. @public */
export type CameraButtonProps = MuteButtonProps;

/**
 * A toggle that turns the local camera off and on. Pressed means off; `children` replace the picture and the words.
 *
 * @example
 * ```tsx
 * <CameraButton /> <CameraButton>…</CameraButton> <CameraButton pressed={off} onPressedChange={setOff} />
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const CameraButton = forwardRef<HTMLButtonElement, CameraButtonProps>(function CameraButton(
  { stream, ...props },
  ref,
) {
  return useMuteButton(looks, useVideoToggle(useOwnStream(stream)), props, ref);
});
