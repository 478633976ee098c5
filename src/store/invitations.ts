import type { Region } from '../protocol/regions.js';
import type { InviteeState, WireInvitation } from '../protocol/signaling.js';

/** One who was invited, and what came of it. @public */
export interface Invitee {
  readonly uid: string;
  readonly state: InviteeState;
  /** What came with the answer. */
  readonly data: string;
  /** Some device of this user was reached. */
  readonly reached: boolean;
}

/** An invitation as this client's user sees it. Times are of the local clock, in ms. @public */
export interface Invitation {
  readonly inviteID: string;
  readonly inviter: string;
  /** Empty for an invitation of one user; else the room whose members were invited. */
  readonly groupID: string;
  readonly region: Region;
  /** `'outgoing'` if the local user invited, on whatever device. */
  readonly direction: 'incoming' | 'outgoing';
  /**
   * Where it stands for the local user: the own answer, or for the inviter `'invited'` until all have ended, then
   * `'accepted'` if anybody accepted.
   */
  readonly state: InviteeState;
  readonly invitees: readonly Invitee[];
  /** The inviter's text, as last modified. */
  readonly data: string;
  /** What came with the cancellation. */
  readonly cancelData: string;
  /** Seconds; 0 for no deadline. */
  readonly timeout: number;
  readonly createdAt: number;
  /** The deadline; null without one. What is left is `expiresAt - Date.now()`. */
  readonly expiresAt: number | null;
  readonly onlineUserOnly: boolean;
}

/** Lists of ids in {@link ClientStore.invitationIds}: of what is still open for the local user. */
export const OPEN_INVITATIONS = { all: 'all', incoming: 'incoming', outgoing: 'outgoing' } as const;

/** A local time that moved by less is the same: the clocks were only read more exactly. */
const SAME_TIME = 1_000;

/**
 * A record as `uid` sees it. `skew` is the server's clock minus ours; `over` presumes that its deadline has passed, though
 * the server has not said so. What did not change keeps its identity: `before` comes back if nothing did.
 */
export function invitationOf(
  record: WireInvitation,
  uid: string,
  skew: number,
  over: boolean,
  before: Invitation | undefined,
): Invitation {
  const stated = stateFor(record, uid);
  const at = (time: number, known: number | null | undefined): number =>
    typeof known === 'number' && Math.abs(time - skew - known) < SAME_TIME ? known : time - skew;
  const { inviteID, inviter, groupID, region, data, cancelData, timeout, onlineUserOnly } = record;
  const now: Invitation = {
    inviteID,
    inviter,
    groupID,
    region,
    direction: inviter === uid ? 'outgoing' : 'incoming',
    state: over && stated === 'invited' ? 'timedOut' : stated,
    invitees: inviteesOf(record, before?.invitees),
    data,
    cancelData,
    timeout,
    createdAt: at(record.createdAt, before?.createdAt),
    expiresAt: record.expiresAt === null ? null : at(record.expiresAt, before?.expiresAt),
    onlineUserOnly,
  };
  const same =
    before && (Object.keys(now) as (keyof Invitation)[]).every((name) => now[name] === before[name]);
  return same ? before : Object.freeze(now);
}

function inviteesOf(record: WireInvitation, before: readonly Invitee[] = []): readonly Invitee[] {
  const list = record.invitees.map(({ uid, state, data, reached }, index) => {
    const known = before[index];
    const same =
      known?.uid === uid && known.state === state && known.data === data && known.reached === reached;
    return same ? known : Object.freeze({ uid, state, data, reached });
  });
  const same = list.length === before.length && list.every((invitee, index) => invitee === before[index]);
  return same ? before : Object.freeze(list);
}

function stateFor(record: WireInvitation, uid: string): InviteeState {
  const own = record.inviter === uid ? undefined : record.invitees.find((invitee) => invitee.uid === uid);
  if (own) return own.state;
  const found = (state: InviteeState): boolean => record.invitees.some((invitee) => invitee.state === state);
  return (['invited', 'accepted', 'cancelled', 'rejected'] as const).find(found) ?? 'timedOut';
}
