'use client';
import { forwardRef } from 'react';
import { StartAudioButton } from './StartAudioButton.js';
import { StartAudioHint } from './StartAudioHint.js';
import { StartAudioRoot, type StartAudioRootProps } from './StartAudioRoot.js';

/** Props of {@link StartAudio}. @public */
export type StartAudioProps = Omit<StartAudioRootProps, 'children'>;

/**
 * A button that turns the sound on, there only while the browser waits for it.
 *
 * @example
 * ```tsx
 * <HummerRoom roomId="demo" media={{}}><AudioRenderer /><StartAudio /></HummerRoom>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const StartAudio = forwardRef<HTMLDivElement, StartAudioProps>(function StartAudio(props, ref) {
  return (
    <StartAudioRoot {...props} ref={ref}>
      <StartAudioHint />
      <StartAudioButton />
    </StartAudioRoot>
  );
});
