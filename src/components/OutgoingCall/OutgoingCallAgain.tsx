'use client';
import { forwardRef, useRef, type ReactElement, type Ref } from 'react';
import { useCallButton } from '../internal/calls/useCallButton.js';
import type { PartProps } from '../internal/partProps.js';
import { useFocusRescue } from '../internal/useFocusRescue.js';
import { useMergedRefs } from '../internal/useMergedRefs.js';
import { useText } from '../internal/useText.js';
import { useOutgoingCallPart, type OutgoingCallState } from './OutgoingCallContext.js';

/** @public */
export type OutgoingCallAgainProps = PartProps<'button', OutgoingCallState>;

/**
 * Calls once more whoever did not answer, or back whoever was missed; absent where there is nothing of that.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const OutgoingCallAgain = forwardRef<HTMLButtonElement, OutgoingCallAgainProps>(
  function OutgoingCallAgain(props, ref) {
    const { end } = useOutgoingCallPart('OutgoingCallAgain');
    const again = end?.again;
    return again ? <Again {...props} again={again} forwarded={ref} /> : null;
  },
);

type AgainProps = OutgoingCallAgainProps & {
  again: 'callAgain' | 'callBack';
  forwarded: Ref<HTMLButtonElement>;
};

function Again({ again, forwarded, ...props }: AgainProps): ReactElement {
  const { state, callAgain } = useOutgoingCallPart('OutgoingCallAgain');
  const label = useText()(again);
  const button = useRef<HTMLButtonElement>(null);
  useFocusRescue(button);
  return useCallButton(
    { name: 'OutgoingCall__again', icon: 'call', label, variant: 'accept', state, press: callAgain },
    props,
    useMergedRefs(button, forwarded),
  );
}
