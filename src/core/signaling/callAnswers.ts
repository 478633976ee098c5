import { HummerError, toHummerError } from '../../protocol/errors.js';
import { isOpen } from '../../protocol/signaling.js';
import { SignalingErrorCode } from '../../protocol/signalingCodes.js';
import type { DomainContext } from '../internals.js';
import type { Call } from './Call.js';
import { writeAnswer } from './callData.js';
import { invitationsOf } from './invitations.js';
import { invitationRequestsOf } from './requests.js';

/** What the server is told of calls. */
export interface CallAnswers {
  /** Rejects with 8010 if it is too late. */
  accept(inviteID: string, video: boolean, wanted: () => boolean): Promise<void>;
  decline(inviteID: string, busy: boolean): Promise<void>;
  /** Takes an outgoing call back from those who have not answered. */
  takeBack(inviteID: string): Promise<void>;
  /** At the end of a call: whoever has not answered need not any more. */
  takeBackRest(call: Call): Promise<void>;
}

export function callAnswersOf(context: DomainContext): CallAnswers {
  const invitations = invitationsOf(context);
  const requests = invitationRequestsOf(context);
  const takeBack = (inviteID: string): Promise<void> => unlessEnded(requests.change('cancel', inviteID, ''));
  return {
    async accept(inviteID, video, wanted) {
      await requests.change('accept', inviteID, writeAnswer({ video }), wanted);
    },
    decline: (inviteID, busy) =>
      unlessEnded(requests.change('reject', inviteID, busy ? writeAnswer({ busy }) : '')),
    takeBack,
    async takeBackRest({ inviteID }) {
      const record = inviteID === null ? undefined : invitations.record(inviteID);
      if (record && record.inviter === context.uid() && isOpen(record)) await takeBack(record.inviteID);
    },
  };
}

/** For what is done to end something: that it has ended already is no failure. */
async function unlessEnded(work: Promise<unknown>): Promise<void> {
  const ended: readonly number[] = [SignalingErrorCode.INVALID_INVITE_ID, SignalingErrorCode.INVALID_CANCEL];
  await work.catch((cause: unknown) => {
    if (!ended.includes(toHummerError(cause).code)) throw cause;
  });
}

/** `inviteID` is empty where no call was named. */
export function nothingRings(inviteID = ''): HummerError {
  return new HummerError(
    SignalingErrorCode.INVALID_INVITE_ID,
    'There is no call to answer: it has ended, or was answered elsewhere.',
    { context: { type: 'invitation', event: 'signaling:accept', inviteID }, action: 'give-up' },
  );
}
