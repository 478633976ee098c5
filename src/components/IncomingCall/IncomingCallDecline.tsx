'use client';
import { forwardRef } from 'react';
import { useCallButton } from '../internal/calls/useCallButton.js';
import type { PartProps } from '../internal/partProps.js';
import { useText } from '../internal/useText.js';
import { useIncomingCallPart, type IncomingCallState } from './IncomingCallContext.js';

/** @public */
export type IncomingCallDeclineProps = PartProps<'button', IncomingCallState>;

/**
 * Declines the call, on all of the user's devices.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const IncomingCallDecline = forwardRef<HTMLButtonElement, IncomingCallDeclineProps>(
  function IncomingCallDecline(props, ref) {
    const { state, decline } = useIncomingCallPart('IncomingCallDecline');
    const label = useText()('declineCall');
    return useCallButton(
      {
        name: 'IncomingCall__decline',
        icon: 'leave',
        label,
        variant: 'decline',
        state,
        pending: state.pending,
        press: decline,
      },
      props,
      ref,
    );
  },
);
