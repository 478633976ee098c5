'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { usePreJoin, type PreJoinState } from './PreJoinContext.js';

/** @public */
export type PreJoinJoinProps = PartProps<'button', PreJoinState>;

/**
 * Joins, also while devices are refused: one can listen without.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const PreJoinJoin = forwardRef<HTMLButtonElement, PreJoinJoinProps>(function PreJoinJoin(props, ref) {
  const { state } = usePreJoin('PreJoinJoin');
  const own = {
    type: 'submit',
    className: 'hummer-Button',
    'data-variant': 'primary',
    children: useText()('join'),
  };
  return usePart({ tag: 'button', name: 'PreJoin__join', state, own }, props, ref);
});
