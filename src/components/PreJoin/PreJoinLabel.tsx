'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { usePreJoin, type PreJoinState } from './PreJoinContext.js';

/** @public */
export type PreJoinLabelProps = PartProps<'label', PreJoinState>;

/**
 * Says, above the field for the name that is inside of it, what it is for.
 *
 * @example
 * ```tsx
 * <PreJoinLabel><PreJoinName /></PreJoinLabel>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const PreJoinLabel = forwardRef<HTMLLabelElement, PreJoinLabelProps>(function PreJoinLabel(
  { children, ...props },
  ref,
) {
  const { state } = usePreJoin('PreJoinLabel');
  const text = useText()('yourName');
  const own = {
    children: (
      <>
        <span>{text}</span>
        {children}
      </>
    ),
  };
  return usePart({ tag: 'label', name: 'PreJoin__label', state, own }, props, ref);
});
