'use client';
import { forwardRef, type ChangeEvent } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { usePreJoin, type PreJoinState } from './PreJoinContext.js';

/** The most that a user name may have (SETTLED 23). */
const LONGEST = 256;

/** @public */
export type PreJoinNameProps = PartProps<'input', PreJoinState>;

/**
 * The name that the others will see.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const PreJoinName = forwardRef<HTMLInputElement, PreJoinNameProps>(function PreJoinName(props, ref) {
  const { state, name, setName } = usePreJoin('PreJoinName');
  const label = useText()('yourName');
  const own = {
    'aria-label': label,
    required: true,
    maxLength: LONGEST,
    autoComplete: 'nickname',
    value: name,
    onChange(event: ChangeEvent<HTMLInputElement>) {
      setName(event.target.value);
    },
  };
  return usePart({ tag: 'input', name: 'PreJoin__name', state, own }, props, ref);
});
