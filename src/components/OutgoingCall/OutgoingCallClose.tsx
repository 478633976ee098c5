'use client';
import { forwardRef } from 'react';
import { useCallButton } from '../internal/calls/useCallButton.js';
import type { PartProps } from '../internal/partProps.js';
import { useText } from '../internal/useText.js';
import { useOutgoingCallPart, type OutgoingCallState } from './OutgoingCallContext.js';

/** @public */
export type OutgoingCallCloseProps = PartProps<'button', OutgoingCallState>;

/**
 * Takes away what is said of a call that is over; absent before.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const OutgoingCallClose = forwardRef<HTMLButtonElement, OutgoingCallCloseProps>(
  function OutgoingCallClose(props, ref) {
    const { state, close } = useOutgoingCallPart('OutgoingCallClose');
    const label = useText()('closeCall');
    const button = useCallButton(
      { name: 'OutgoingCall__close', icon: 'close', label, state, press: close },
      props,
      ref,
    );
    return state.status === 'ended' ? button : null;
  },
);
