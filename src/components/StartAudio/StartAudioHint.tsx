'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';

/** @public */
export type StartAudioHintProps = PartProps<'span'>;

/**
 * Why there is no sound yet.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const StartAudioHint = forwardRef<HTMLSpanElement, StartAudioHintProps>(
  function StartAudioHint(props, ref) {
    const own = { children: useText()('soundBlocked') };
    return usePart({ tag: 'span', name: 'StartAudio__hint', own }, props, ref);
  },
);
