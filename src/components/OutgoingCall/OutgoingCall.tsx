'use client';
import { forwardRef } from 'react';
import { CallTimer } from '../CallTimer/CallTimer.js';
import { OutgoingCallActions } from './OutgoingCallActions.js';
import { OutgoingCallAgain } from './OutgoingCallAgain.js';
import { OutgoingCallAvatars } from './OutgoingCallAvatars.js';
import { OutgoingCallClose } from './OutgoingCallClose.js';
import { OutgoingCallHangUp } from './OutgoingCallHangUp.js';
import { OutgoingCallRingBack } from './OutgoingCallRingBack.js';
import { OutgoingCallRoot, type OutgoingCallRootProps } from './OutgoingCallRoot.js';
import { OutgoingCallStatus } from './OutgoingCallStatus.js';
import { OutgoingCallTitle } from './OutgoingCallTitle.js';

/** Props of {@link OutgoingCall}. @public */
export type OutgoingCallProps = Omit<OutgoingCallRootProps, 'children'> & {
  /** The address of what is heard while the other side rings, or false for nothing; default: a generated sound. */
  ringBack?: string | false | undefined;
  /** Of that sound, 0 to 1. */
  volume?: number | undefined;
};

/**
 * The call that this user makes or has accepted: whom it is with, how far it is, how long it lasts, and hanging up; then
 * why it ended. Shows nothing while there is none, and while one comes in that `IncomingCall` shows.
 *
 * @example
 * ```tsx
 * const { call } = useCall();
 * return <><button onClick={() => call('bob')}>Call Bob</button><OutgoingCall /></>;
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const OutgoingCall = forwardRef<HTMLElement, OutgoingCallProps>(function OutgoingCall(
  { ringBack, volume, ...props },
  ref,
) {
  return (
    <OutgoingCallRoot {...props} ref={ref}>
      <OutgoingCallAvatars />
      <OutgoingCallTitle />
      <OutgoingCallStatus />
      <CallTimer />
      <OutgoingCallActions>
        <OutgoingCallHangUp />
        <OutgoingCallClose />
        <OutgoingCallAgain />
      </OutgoingCallActions>
      {ringBack !== false && <OutgoingCallRingBack src={ringBack} volume={volume} />}
    </OutgoingCallRoot>
  );
});
