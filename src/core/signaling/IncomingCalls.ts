import type { WireInvitation } from '../../protocol/signaling.js';
import { INCOMING_CALLS } from '../../store/call.js';
import type { ClientStore } from '../../store/clientStore.js';
import { OPEN_INVITATIONS, type Invitation } from '../../store/invitations.js';
import type { Call } from './Call.js';
import { readCall, type CallData } from './callData.js';
import { goesFirst } from './callEndings.js';
import type { Invitations } from './invitations.js';

/** An invitation to a call. */
export interface FoundCall {
  readonly invitation: Invitation;
  readonly data: CallData;
}

/** Which of the invitations are calls that ring, or would if the line were free. */
export class IncomingCalls {
  /** Answered here, though the server may not know yet. */
  readonly #answering = new Set<string>();
  /** What each state of an invitation says of a call; read once. */
  readonly #read = new WeakMap<Invitation, { readonly data: CallData | null }>();

  constructor(
    private readonly store: ClientStore,
    private readonly invitations: Invitations,
  ) {}

  /** Brings the store's list up to date, and answers it; oldest first. */
  list(active: Call | null): readonly string[] {
    const { invitationIds } = this.store;
    const before = invitationIds.get(INCOMING_CALLS) ?? [];
    const open = invitationIds.get(OPEN_INVITATIONS.incoming) ?? [];
    const ids = open.filter((inviteID) => this.#rings(inviteID, active));
    if (ids.length === before.length && ids.every((id, index) => id === before[index])) return before;
    if (ids.length > 0) invitationIds.set(INCOMING_CALLS, Object.freeze(ids));
    else invitationIds.delete(INCOMING_CALLS);
    return ids;
  }

  has(inviteID: string): boolean {
    return this.store.invitationIds.get(INCOMING_CALLS)?.includes(inviteID) ?? false;
  }

  /** A call that can still be answered, by its id. */
  find(inviteID: string): FoundCall | null {
    const invitation = this.store.invitations.get(inviteID);
    const data = invitation?.state === 'invited' ? this.#dataOf(invitation) : null;
    return invitation && data ? { invitation, data } : null;
  }

  /** Its answer is on its way; the returned function tells that it is known. */
  answering(inviteID: string): () => void {
    this.#answering.add(inviteID);
    return () => this.#answering.delete(inviteID);
  }

  /** The call of the one whom `call` dials, made at the same moment and first: then it is the one that counts. */
  crossing(call: Call): FoundCall | null {
    const own = call.inviteID === null ? undefined : this.invitations.record(call.inviteID);
    const callee = own && soleInvitee(own);
    if (!callee) return null;
    for (const inviteID of this.store.invitationIds.get(OPEN_INVITATIONS.incoming) ?? []) {
      const found = this.find(inviteID);
      const theirs = this.invitations.record(inviteID);
      if (!found || !theirs || theirs.inviter !== callee || !soleInvitee(theirs)) continue;
      if (goesFirst(theirs, own)) return found;
    }
    return null;
  }

  #rings(inviteID: string, active: Call | null): boolean {
    const found = this.find(inviteID);
    const record = this.invitations.record(inviteID);
    if (!found || !record || this.#answering.has(inviteID)) return false;
    if (active?.inviteID === inviteID) return active.is('ringing');
    return !this.#crosses(record, active);
  }

  /** Both call each other, perhaps this user in another tab: it does not ring besides. */
  #crosses(theirs: WireInvitation, active: Call | null): boolean {
    if (!soleInvitee(theirs)) return false;
    const outgoing = this.store.invitationIds.get(OPEN_INVITATIONS.outgoing) ?? [];
    const own = active?.inviteID ? [...outgoing, active.inviteID] : outgoing;
    return own.some((inviteID) => {
      const record = this.invitations.record(inviteID);
      const invitation = this.store.invitations.get(inviteID);
      if (!record || !invitation || !this.#dataOf(invitation)) return false;
      if (soleInvitee(record) !== theirs.inviter) return false;
      const [invitee] = record.invitees;
      return invitee?.state === 'invited' || theirs.createdAt <= (invitee?.endedAt ?? 0);
    });
  }

  #dataOf(invitation: Invitation): CallData | null {
    let read = this.#read.get(invitation);
    if (!read) this.#read.set(invitation, (read = { data: readCall(invitation.data) }));
    return read.data;
  }
}

/** The invitee of an invitation between two. */
function soleInvitee({ groupID, invitees }: WireInvitation): string | undefined {
  return groupID ? undefined : invitees[0]?.uid;
}
