'use client';
import { forwardRef } from 'react';
import type { RingOptions } from '../internal/ringing/useRing.js';
import { IncomingCallAccept } from './IncomingCallAccept.js';
import { IncomingCallActions } from './IncomingCallActions.js';
import { IncomingCallAvatar } from './IncomingCallAvatar.js';
import { IncomingCallDecline } from './IncomingCallDecline.js';
import { IncomingCallDescription } from './IncomingCallDescription.js';
import { IncomingCallNotification } from './IncomingCallNotification.js';
import { IncomingCallPageTitle } from './IncomingCallPageTitle.js';
import { IncomingCallRingtone } from './IncomingCallRingtone.js';
import { IncomingCallRoot, type IncomingCallRootProps } from './IncomingCallRoot.js';
import { IncomingCallSilence } from './IncomingCallSilence.js';
import { IncomingCallTitle } from './IncomingCallTitle.js';

/** Props of {@link IncomingCall}. @public */
export type IncomingCallProps = Omit<IncomingCallRootProps, 'children'> & {
  /** The address of a ringtone, or false for none; default: a generated one. */
  ringtone?: string | false | undefined;
  /** Of the ringtone, 0 to 1. */
  volume?: number | undefined;
};

/**
 * Rings when somebody calls, and answers: a dialog, sound, a title that blinks and, where the user has allowed it, a
 * notification of the system. Shows nothing while nobody calls; put one where every page of the app has it.
 *
 * Escape silences: the dialog moves to the corner, the focus goes back to where it was, and the caller still waits.
 *
 * @example
 * ```tsx
 * <HummerProvider appid={1} uid="ana"><IncomingCall nameOf={(uid) => contacts[uid]?.name} />…</HummerProvider>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const IncomingCall = forwardRef<HTMLDialogElement, IncomingCallProps>(function IncomingCall(
  { ringtone, volume, ...props },
  ref,
) {
  const sound: RingOptions = { src: ringtone === false ? undefined : ringtone, volume };
  return (
    <IncomingCallRoot {...props} ref={ref}>
      <IncomingCallAvatar />
      <IncomingCallTitle />
      <IncomingCallDescription />
      <IncomingCallActions>
        <IncomingCallDecline />
        <IncomingCallAccept video={false} />
        <IncomingCallAccept video />
      </IncomingCallActions>
      <IncomingCallSilence />
      {ringtone !== false && <IncomingCallRingtone {...sound} />}
      <IncomingCallPageTitle />
      <IncomingCallNotification />
    </IncomingCallRoot>
  );
});
