'use client';
import { forwardRef } from 'react';
import { useAutoplay } from '../../hooks/media/useAutoplay.js';
import { Icon } from '../internal/Icon.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';

/** @public */
export type StartAudioButtonProps = PartProps<'button'>;

/**
 * The gesture that the browser waits for.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const StartAudioButton = forwardRef<HTMLButtonElement, StartAudioButtonProps>(
  function StartAudioButton(props, ref) {
    const { resume } = useAutoplay();
    const text = useText()('turnOnSound');
    const own = {
      type: 'button',
      className: 'hummer-Button',
      'data-variant': 'primary',
      onClick() {
        void resume();
      },
      children: (
        <>
          <Icon name="sound" />
          {text}
        </>
      ),
    };
    return usePart({ tag: 'button', name: 'StartAudio__button', own }, props, ref);
  },
);
