'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useOutgoingCallPart, type OutgoingCallState } from './OutgoingCallContext.js';

/** @public */
export type OutgoingCallActionsProps = PartProps<'div', OutgoingCallState>;

/**
 * The row of buttons.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const OutgoingCallActions = forwardRef<HTMLDivElement, OutgoingCallActionsProps>(
  function OutgoingCallActions(props, ref) {
    const { state } = useOutgoingCallPart('OutgoingCallActions');
    return usePart({ tag: 'div', name: 'OutgoingCall__actions', state }, props, ref);
  },
);
