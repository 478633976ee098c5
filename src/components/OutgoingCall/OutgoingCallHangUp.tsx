'use client';
import { forwardRef, useRef, type ReactElement, type Ref } from 'react';
import { useCallButton } from '../internal/calls/useCallButton.js';
import type { PartProps } from '../internal/partProps.js';
import { useFocusRescue } from '../internal/useFocusRescue.js';
import { useMergedRefs } from '../internal/useMergedRefs.js';
import { useText } from '../internal/useText.js';
import { useOutgoingCallPart, type OutgoingCallState } from './OutgoingCallContext.js';

/** @public */
export type OutgoingCallHangUpProps = PartProps<'button', OutgoingCallState>;

/**
 * Ends the call, or gives up while it rings; absent once it is over.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const OutgoingCallHangUp = forwardRef<HTMLButtonElement, OutgoingCallHangUpProps>(
  function OutgoingCallHangUp(props, ref) {
    const { state } = useOutgoingCallPart('OutgoingCallHangUp');
    return state.status === 'ended' ? null : <HangUp {...props} forwarded={ref} />;
  },
);

type HangUpProps = OutgoingCallHangUpProps & { forwarded: Ref<HTMLButtonElement> };

function HangUp({ forwarded, ...props }: HangUpProps): ReactElement {
  const { state, hangUp } = useOutgoingCallPart('OutgoingCallHangUp');
  const label = useText()('hangUp');
  const button = useRef<HTMLButtonElement>(null);
  useFocusRescue(button);
  return useCallButton(
    { name: 'OutgoingCall__hangUp', icon: 'leave', label, variant: 'decline', state, press: hangUp },
    props,
    useMergedRefs(button, forwarded),
  );
}
