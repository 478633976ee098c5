'use client';
import { forwardRef, useRef, type ReactElement, type ReactNode, type Ref } from 'react';
import { useCall, type UseCallResult } from '../../hooks/compose/useCall.js';
import { useInvitation } from '../../hooks/signaling/useInvitation.js';
import { useCallNames, type CallNameOf } from '../internal/calls/useCallNames.js';
import type { PartProps } from '../internal/partProps.js';
import { useSoundPermission } from '../internal/ringing/useRing.js';
import { useFocusReturn } from '../internal/useFocusReturn.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import {
  OutgoingCallProvider,
  type OutgoingCallContext,
  type OutgoingCallState,
} from './OutgoingCallContext.js';
import { useShownCall } from './useShownCall.js';

/** @public */
export type OutgoingCallRootProps = PartProps<'section', OutgoingCallState> & {
  /** Names of users; default: their uids. */
  nameOf?: CallNameOf | undefined;
  children?: ReactNode;
};

/**
 * The frame of a call; absent while there is none to show. What ended stays until it is closed, unless the local user ended it:
 * then it goes by itself.
 *
 * @example
 * ```tsx
 * <OutgoingCallRoot><OutgoingCallTitle /><OutgoingCallStatus /><OutgoingCallHangUp /></OutgoingCallRoot>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const OutgoingCallRoot = forwardRef<HTMLElement, OutgoingCallRootProps>(
  function OutgoingCallRoot(props, ref) {
    const call = useCall();
    useSoundPermission();
    const { end, shown, close } = useShownCall(call);
    if (!shown) return null;
    return <Shown {...props} {...{ call, end, close }} forwarded={ref} />;
  },
);

type ShownProps = OutgoingCallRootProps & {
  call: UseCallResult;
  end: OutgoingCallContext['end'];
  close: () => void;
  forwarded: Ref<HTMLElement>;
};

function Shown({ call, end, close, nameOf, forwarded, ...props }: ShownProps): ReactElement {
  const { endReason: reason, peers, video } = call;
  const status = useStatus(call);
  const namesOf = useCallNames(nameOf);
  const text = useText();
  const section = useRef<HTMLElement>(null);
  useFocusReturn(section);
  const state: OutgoingCallState = {
    status,
    reason,
    video,
    group: peers.length > 1,
  };
  const title = namesOf(peers);
  const ignored = (action: Promise<unknown>): void => {
    // What fails shows in useCall() and in the provider's onError.
    action.catch(() => undefined);
  };
  const context: OutgoingCallContext = {
    state,
    names: peers.map((uid) => nameOf?.(uid) ?? uid),
    title,
    end,
    hangUp() {
      ignored(call.hangUp());
    },
    callAgain() {
      ignored(call.call({ uids: peers, video }));
    },
    close() {
      close();
      ignored(call.hangUp());
    },
  };
  const own = {
    'aria-label': text('call', { names: title }),
    className: 'hummer-CallCard',
    tabIndex: -1,
  };
  const element = usePart(
    { tag: 'section', name: 'OutgoingCall', state, own, ownRef: section },
    props,
    forwarded,
  );
  return <OutgoingCallProvider value={context}>{element}</OutgoingCallProvider>;
}

/** A call that is dialled rings once it has reached a device of somebody. */
function useStatus({ state, inviteID }: UseCallResult): OutgoingCallState['status'] {
  const { invitation } = useInvitation(inviteID);
  if (state === 'dialling' && invitation?.invitees.some(({ reached }) => reached)) return 'ringing';
  return state === 'idle' ? 'ended' : state;
}
