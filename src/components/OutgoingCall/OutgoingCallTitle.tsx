'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useOutgoingCallPart, type OutgoingCallState } from './OutgoingCallContext.js';

/** @public */
export type OutgoingCallTitleProps = PartProps<'h2', OutgoingCallState>;

/**
 * Whom the call is with.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const OutgoingCallTitle = forwardRef<HTMLHeadingElement, OutgoingCallTitleProps>(
  function OutgoingCallTitle(props, ref) {
    const { title, state } = useOutgoingCallPart('OutgoingCallTitle');
    const own = { children: <bdi>{title}</bdi> };
    return usePart({ tag: 'h2', name: 'OutgoingCall__title', state, own }, props, ref);
  },
);
