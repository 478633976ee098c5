import { createId } from '../../lib/id.js';
import type { HummerInternals } from '../../core/internals.js';
import type { Region } from '../../protocol/regions.js';
import { isOpen, type SignalingRequests, type WireInvitation } from '../../protocol/signaling.js';

/** How a peer invites. @public */
export interface TestInviteOptions {
  /** Invites members of this room, which the peer has joined; absent: `uids` is one user. */
  room?: string | { readonly roomId: string; readonly region?: Region };
  data?: string;
  /** Seconds, default 30; 0 for no deadline. */
  timeout?: number;
  onlineUserOnly?: boolean;
}

/** What a peer says with an answer, and to which invitation. @public */
export interface TestAnswerOptions {
  /** Default: the newest that the peer can answer so. */
  inviteID?: string;
  data?: string;
}

/** The invitations of a scripted caller or callee. @public */
export interface TestCalls {
  /** Invites one user, or some with `room`. Resolves with the inviteID. */
  invite(uids: string | readonly string[], options?: TestInviteOptions): Promise<string>;
  /** Accepts what rings for this peer. */
  accept(options?: TestAnswerOptions): Promise<void>;
  /** Rejects what rings for this peer. */
  reject(options?: TestAnswerOptions): Promise<void>;
  /** Takes back what this peer has invited to. */
  cancel(options?: TestAnswerOptions): Promise<void>;
}

export interface PeerCallPorts {
  readonly uid: string;
  readonly internals: Pick<HummerInternals, 'request'>;
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  readonly ready: () => Promise<void>;
}

export function createPeerCalls({ uid, internals, run, ready }: PeerCallPorts): TestCalls {
  async function newest(what: string, mine: (invitation: WireInvitation) => boolean): Promise<string> {
    const { invitations } = await internals.request('signaling:sync', { known: [] });
    const [found] = invitations
      .filter((invitation) => isOpen(invitation) && mine(invitation))
      .sort((one, other) => other.createdAt - one.createdAt);
    if (!found) throw new Error(`Peer ${uid} has no invitation to ${what}: let somebody invite first.`);
    return found.inviteID;
  }

  const rings = ({ invitees }: WireInvitation): boolean =>
    invitees.some((one) => one.uid === uid && one.state === 'invited');

  const act =
    (verb: 'accept' | 'reject' | 'cancel', mine: (invitation: WireInvitation) => boolean) =>
    ({ inviteID, data = '' }: TestAnswerOptions = {}): Promise<void> =>
      run(async () => {
        await ready();
        const named = inviteID ?? (await newest(verb, mine));
        await internals.request(`signaling:${verb}`, { clientMsgId: createId(), inviteID: named, data });
      });

  return {
    invite: (uids, { room, data = '', timeout = 30, onlineUserOnly = false } = {}) =>
      run(async () => {
        await ready();
        const { invitation } = await internals.request('signaling:invite', {
          clientMsgId: createId(),
          inviteeList: typeof uids === 'string' ? [uids] : [...uids],
          ...groupOf(room),
          data,
          timeout,
          onlineUserOnly,
        });
        return invitation.inviteID;
      }),
    accept: act('accept', rings),
    reject: act('reject', rings),
    cancel: act('cancel', ({ inviter }) => inviter === uid),
  };
}

function groupOf(
  room: TestInviteOptions['room'],
): Pick<SignalingRequests['signaling:invite']['data'], 'groupID' | 'region'> {
  if (room === undefined) return {};
  if (typeof room === 'string') return { groupID: room };
  return { groupID: room.roomId, ...(room.region && { region: room.region }) };
}
