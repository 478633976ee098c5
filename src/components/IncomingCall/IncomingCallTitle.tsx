'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useIncomingCallPart, type IncomingCallState } from './IncomingCallContext.js';

/** @public */
export type IncomingCallTitleProps = PartProps<'h2', IncomingCallState>;

/**
 * Who calls; the name of the dialog.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const IncomingCallTitle = forwardRef<HTMLHeadingElement, IncomingCallTitleProps>(
  function IncomingCallTitle(props, ref) {
    const { name, titleId, state } = useIncomingCallPart('IncomingCallTitle');
    const own = { id: titleId, children: <bdi>{name}</bdi> };
    return usePart({ tag: 'h2', name: 'IncomingCall__title', state, own }, props, ref);
  },
);
