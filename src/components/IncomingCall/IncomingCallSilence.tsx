'use client';
import { forwardRef } from 'react';
import { Icon } from '../internal/Icon.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useIncomingCallPart, type IncomingCallState } from './IncomingCallContext.js';

/** @public */
export type IncomingCallSilenceProps = PartProps<'button', IncomingCallState>;

/**
 * Does what Escape does: the sound stops and the page has the focus again, while the call waits in the corner. Absent once that
 * is done.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const IncomingCallSilence = forwardRef<HTMLButtonElement, IncomingCallSilenceProps>(
  function IncomingCallSilence({ children, ...props }, ref) {
    const { state, silence } = useIncomingCallPart('IncomingCallSilence');
    const label = useText()('silenceCall');
    const own = {
      type: 'button',
      className: 'hummer-Button',
      title: label,
      onClick: silence,
      ...(children === undefined
        ? {
            'data-icon': true,
            children: (
              <>
                <Icon name="silence" />
                <span>{label}</span>
              </>
            ),
          }
        : { children }),
    };
    const button = usePart({ tag: 'button', name: 'IncomingCall__silence', state, own }, props, ref);
    return state.silenced ? null : button;
  },
);
