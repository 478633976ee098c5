import { createId } from '../../lib/id.js';
import { CONNECTION_LOST } from '../../protocol/codes.js';
import { HummerError, toHummerError } from '../../protocol/errors.js';
import type { HummerRequests } from '../../protocol/hummer.js';
import type { InvitationPush, WireInvitation } from '../../protocol/signaling.js';
import { SignalingErrorCode } from '../../protocol/signalingCodes.js';
import { createOutbox } from '../delivery/outbox.js';
import type { DomainContext } from '../internals.js';
import { invitationsOf } from './invitations.js';

/** What can be done to an invitation that exists. */
export type InvitationChange = 'cancel' | 'accept' | 'reject' | 'modify';

/** Requests about invitations. While the link is down they wait, up to 60 s, and go out under the same `clientMsgId`. */
export interface InvitationRequests {
  /** `wanted` is asked before it goes out: what is no longer wanted is refused here, if the server cannot have it. */
  invite(
    fields: Omit<HummerRequests['signaling:invite']['data'], 'clientMsgId'>,
    wanted?: () => boolean,
  ): Promise<WireInvitation>;
  /** Waits no longer than the invitation is open: then 8010. */
  change(
    what: InvitationChange,
    inviteID: string,
    data: string,
    wanted?: () => boolean,
  ): Promise<WireInvitation>;
}

/** A moment for the server's word to arrive, which is better than our clock. */
const PATIENCE = 1_000;

/** The part of a client that asks the server about invitations. */
export function invitationRequestsOf(context: DomainContext): InvitationRequests {
  return context.bring('invitationRequests', createRequests);
}

function createRequests(context: DomainContext): InvitationRequests {
  const { clock, pace, request, apply, store } = context;
  const invitations = invitationsOf(context);
  const outbox = createOutbox(clock, pace);

  context.onSession((event) => {
    outbox.gate(event.type === 'opened');
    if (event.type === 'closed')
      outbox.fail(new HummerError(CONNECTION_LOST, 'The session is over: log in again.'));
  });

  function taken(push: InvitationPush): WireInvitation {
    apply(() => {
      invitations.take(push);
    });
    return push.invitation;
  }

  /** As `work`, but rejects when the invitation has ended and the server cannot have been asked in time. */
  function untilDeadline(
    event: string,
    inviteID: string,
    attempt: Attempts,
    work: Promise<WireInvitation>,
  ): Promise<WireInvitation> {
    const expiresAt = store.invitations.get(inviteID)?.expiresAt ?? null;
    if (expiresAt === null) return work;
    return new Promise((resolve, reject) => {
      const cancel = clock.setTimeout(
        () => {
          if (!attempt.sent) reject(tooLate(event, inviteID));
        },
        Math.max(0, expiresAt - clock.now()) + PATIENCE,
      );
      work.then(resolve, reject).finally(cancel);
    });
  }

  return {
    async invite(fields, wanted = () => true) {
      context.uid();
      const data = { clientMsgId: createId(), ...fields };
      const first = attempts();
      const send = async (): Promise<WireInvitation> => {
        if (!first.sent && !wanted()) throw tooLate('signaling:invite', '');
        return taken(await first.try(() => request('signaling:invite', data)));
      };
      return outbox.add('signaling:invite', send);
    },
    async change(what, inviteID, data, wanted = () => true) {
      context.uid();
      const event = `signaling:${what}` as const;
      const { revision } = (what === 'modify' && invitations.record(inviteID)) || {};
      const body = {
        clientMsgId: createId(),
        inviteID,
        data,
        // What the user saw and changed: another device's change is not overwritten unseen.
        ...(revision !== undefined && { ifRevision: revision }),
      };
      const attempt = attempts();
      const send = async (): Promise<WireInvitation> => {
        const open = store.invitations.get(inviteID);
        if (!attempt.sent && (!wanted() || (what !== 'modify' && open?.expiresAt && late(open.expiresAt))))
          throw tooLate(event, inviteID);
        const done = what === 'cancel' || what === 'modify' ? invitations.doing(inviteID, what) : null;
        try {
          return taken(await attempt.try(() => request(event, body))); // before it counts as news
        } finally {
          done?.();
        }
      };
      return untilDeadline(event, inviteID, attempt, outbox.add(event, send));
    },
  };

  function late(expiresAt: number): boolean {
    return clock.now() > expiresAt + PATIENCE;
  }
}

/** Tries of one request; `sent` once the server may have it. */
interface Attempts {
  readonly sent: boolean;
  try<T>(work: () => Promise<T>): Promise<T>;
}

function attempts(): Attempts {
  let sent = false;
  return {
    get sent() {
      return sent;
    },
    async try(work) {
      try {
        return await work();
      } catch (cause) {
        const { context } = toHummerError(cause);
        sent ||= context.type === 'request' && context.outcome === 'unknown';
        throw cause;
      }
    },
  };
}

function tooLate(event: string, inviteID: string): HummerError {
  return new HummerError(
    SignalingErrorCode.INVALID_INVITE_ID,
    'The invitation ended before the server could be told.',
    { context: { type: 'invitation', event, inviteID }, action: 'give-up' },
  );
}
