'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useIncomingCallPart, type IncomingCallState } from './IncomingCallContext.js';

/** @public */
export type IncomingCallDescriptionProps = PartProps<'p', IncomingCallState>;

/**
 * Whether it is a call with video, and who else is called.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const IncomingCallDescription = forwardRef<HTMLParagraphElement, IncomingCallDescriptionProps>(
  function IncomingCallDescription(props, ref) {
    const { description, descriptionId, state } = useIncomingCallPart('IncomingCallDescription');
    const own = { id: descriptionId, children: description };
    return usePart({ tag: 'p', name: 'IncomingCall__description', state, own }, props, ref);
  },
);
