'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useIncomingCallPart, type IncomingCallState } from './IncomingCallContext.js';

/** @public */
export type IncomingCallActionsProps = PartProps<'div', IncomingCallState>;

/**
 * The row of answers.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const IncomingCallActions = forwardRef<HTMLDivElement, IncomingCallActionsProps>(
  function IncomingCallActions(props, ref) {
    const { state } = useIncomingCallPart('IncomingCallActions');
    return usePart({ tag: 'div', name: 'IncomingCall__actions', state }, props, ref);
  },
);
