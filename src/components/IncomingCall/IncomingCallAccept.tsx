'use client';
import { forwardRef } from 'react';
import { useCallButton } from '../internal/calls/useCallButton.js';
import type { PartProps } from '../internal/partProps.js';
import { useText } from '../internal/useText.js';
import { useIncomingCallPart, type IncomingCallState } from './IncomingCallContext.js';

/** @public */
export type IncomingCallAcceptProps = PartProps<'button', IncomingCallState> & {
  /** Answers with one's own picture; such a button is absent where the caller offers none. Default false. */
  video?: boolean | undefined;
};

/**
 * Accepts the call, with or without video.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const IncomingCallAccept = forwardRef<HTMLButtonElement, IncomingCallAcceptProps>(
  function IncomingCallAccept({ video = false, ...props }, ref) {
    const { state, accept } = useIncomingCallPart('IncomingCallAccept');
    const text = useText();
    const withoutVideo = state.video ? 'acceptCallWithoutVideo' : 'acceptCall';
    const button = useCallButton(
      {
        name: 'IncomingCall__accept',
        icon: video ? 'camera' : 'call',
        label: text(video ? 'acceptCallWithVideo' : withoutVideo),
        variant: 'accept',
        state,
        pending: state.pending,
        press() {
          accept(video);
        },
      },
      props,
      ref,
    );
    return video && !state.video ? null : button;
  },
);
