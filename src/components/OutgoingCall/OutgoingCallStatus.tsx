'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText, type Text } from '../internal/useText.js';
import {
  useOutgoingCallPart,
  type OutgoingCallContext,
  type OutgoingCallState,
} from './OutgoingCallContext.js';

/** @public */
export type OutgoingCallStatusProps = PartProps<'p', OutgoingCallState>;

/**
 * How far the call is, or why it ended; readers hear each change. The stylesheet hides `Connected`, where `CallTimer` says
 * more.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const OutgoingCallStatus = forwardRef<HTMLParagraphElement, OutgoingCallStatusProps>(
  function OutgoingCallStatus(props, ref) {
    const { state, end } = useOutgoingCallPart('OutgoingCallStatus');
    const own = { role: 'status', children: statusText(state.status, end, useText()) };
    return usePart({ tag: 'p', name: 'OutgoingCall__status', state, own }, props, ref);
  },
);

function statusText(
  status: OutgoingCallState['status'],
  end: OutgoingCallContext['end'],
  text: Text,
): string {
  switch (status) {
    case 'dialling':
      return text('callDialling');
    case 'ringing':
      return text('callRinging');
    case 'connecting':
      return text('callConnecting');
    case 'connected':
      return text('callConnected');
    case 'ended':
      return text(end?.text ?? 'callEnded');
  }
}
