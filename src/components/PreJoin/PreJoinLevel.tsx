'use client';
import { forwardRef, useRef } from 'react';
import { useAudioLevel } from '../../hooks/media/useAudioLevel.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { usePreJoin, type PreJoinState } from './PreJoinContext.js';

/** @public */
export type PreJoinLevelProps = PartProps<'div', PreJoinState>;

/**
 * A bar as long as one is loud: `--hummer-audio-level`, 0 to 1, without a render. Nothing to readers, who would be told of every
 * breath.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const PreJoinLevel = forwardRef<HTMLDivElement, PreJoinLevelProps>(function PreJoinLevel(props, ref) {
  const { state, local } = usePreJoin('PreJoinLevel');
  const bar = useRef<HTMLDivElement>(null);
  useAudioLevel(local.streamKey, bar);
  const own = { 'aria-hidden': true };
  return usePart({ tag: 'div', name: 'PreJoin__level', state, own, ownRef: bar }, props, ref);
});
