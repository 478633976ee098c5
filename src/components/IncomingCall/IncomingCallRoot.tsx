'use client';
import {
  forwardRef,
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type Ref,
} from 'react';
import { useAnnounce } from '../../hooks/internal/useAnnounce.js';
import { useLatest } from '../../hooks/internal/useLatest.js';
import { useIncomingCall, type IncomingCallResult } from '../../hooks/signaling/useIncomingCall.js';
import { useCallNames, type CallNameOf } from '../internal/calls/useCallNames.js';
import type { PartProps } from '../internal/partProps.js';
import { useSoundPermission } from '../internal/ringing/useRing.js';
import { useDialog } from '../internal/useDialog.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import {
  IncomingCallProvider,
  type IncomingCallContext,
  type IncomingCallState,
} from './IncomingCallContext.js';

/** @public */
export type IncomingCallRootProps = PartProps<'dialog', IncomingCallState> & {
  /** Names of users; default: their uids. */
  nameOf?: CallNameOf | undefined;
  /** False: a card in the corner that leaves the focus alone and is announced instead. Default true. */
  modal?: boolean | undefined;
  children?: ReactNode;
};

/**
 * The dialog of an incoming call; absent while nobody calls.
 *
 * It opens with the focus on itself and on no button, so that whoever is typing neither answers nor declines. Escape silences
 * it, and does not decline: it leaves sound and focus to the page and stays in the corner until the call is over.
 *
 * @example
 * ```tsx
 * <IncomingCallRoot><IncomingCallTitle /><IncomingCallDecline /><IncomingCallAccept /></IncomingCallRoot>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const IncomingCallRoot = forwardRef<HTMLDialogElement, IncomingCallRootProps>(
  function IncomingCallRoot(props, ref) {
    const call = useIncomingCall();
    useSoundPermission();
    return call && <Ringing key={call.inviteID} {...props} call={call} forwarded={ref} />;
  },
);

type RingingProps = IncomingCallRootProps & {
  call: IncomingCallResult;
  forwarded: Ref<HTMLDialogElement>;
};

function Ringing({ call, nameOf, modal: wanted = true, forwarded, ...props }: RingingProps): ReactElement {
  const { inviteID, video, ringsAloud, waiting } = call;
  const [silenced, setSilenced] = useState(false);
  const [pending, setPending] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  // Nobody who talks is cut off from the controls of that call.
  const modal = wanted && !silenced && !waiting;
  useDialog(dialog, modal);

  const { name, description } = useWordsOf(call, nameOf);
  const state: IncomingCallState = { video, group: call.groupID !== null, waiting, modal, silenced, pending };
  const id = useId();
  const [titleId, descriptionId] = [`${id}title`, `${id}description`];
  useAnnounced(!modal && !silenced, inviteID, name, description);

  const answer = (answering: Promise<void>): void => {
    setPending(true);
    // What fails shows in useIncomingCall() and in the provider's onError; the call can then be answered again.
    answering
      .catch(() => undefined)
      .finally(() => {
        setPending(false);
      });
  };
  const context: IncomingCallContext = {
    inviteID,
    state,
    name,
    description,
    ringsAloud,
    accept(withVideo) {
      answer(call.accept({ video: withVideo }));
    },
    decline() {
      answer(call.reject());
    },
    silence() {
      setSilenced(true);
    },
    titleId,
    descriptionId,
  };
  const own = {
    role: 'alertdialog',
    'aria-modal': modal || undefined,
    'aria-labelledby': titleId,
    'aria-describedby': descriptionId,
    className: 'hummer-CallCard',
    tabIndex: -1,
    onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Escape') return;
      // Else the browser closes the dialog, and a call without one cannot be answered.
      event.preventDefault();
      context.silence();
    },
    /** Closed by other means of the platform, such as a phone's gesture. */
    onClose() {
      if (dialog.current?.open === false) context.silence();
    },
  };
  const element = usePart(
    { tag: 'dialog', name: 'IncomingCall', state, own, ownRef: dialog },
    props,
    forwarded,
  );
  return <IncomingCallProvider value={context}>{element}</IncomingCallProvider>;
}

function useWordsOf(
  { inviter, others, video, waiting }: IncomingCallResult,
  nameOf: CallNameOf | undefined,
): { name: string; description: string } {
  const text = useText();
  const namesOf = useCallNames(nameOf);
  const kind =
    others.length > 0
      ? text('incomingGroupCallWith', { names: namesOf(others) })
      : text(video ? 'incomingVideoCall' : 'incomingCall');
  return { name: namesOf([inviter]), description: waiting ? `${kind}. ${text('callWaiting')}` : kind };
}

/** A dialog that takes the focus is read out by that; one that does not is announced, once. */
function useAnnounced(on: boolean, inviteID: string, name: string, description: string): void {
  const announce = useAnnounce();
  const text = useText();
  const sentence = useLatest(`${text('callFrom', { name })}. ${description}`);
  const said = useRef(false);
  useEffect(() => {
    if (!on || said.current) return;
    said.current = true;
    announce(`call-${inviteID}`, sentence.current, (first) => first);
  }, [on, announce, inviteID, sentence]);
}
