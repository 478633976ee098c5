import { Emitter } from '../../lib/emitter.js';
import { CONNECTION_LOST } from '../../protocol/codes.js';
import { toHummerError } from '../../protocol/errors.js';
import { DEFAULT_LIMITS } from '../../protocol/limits.js';
import { isOpen, type InvitationPush, type WireInvitation } from '../../protocol/signaling.js';
import { invitationOf, OPEN_INVITATIONS } from '../../store/invitations.js';
import type { DomainContext } from '../internals.js';
import { difference } from './difference.js';
import { TSignaling, type AnySignalingEvent } from './TSignaling.js';

/** What this client knows of invitations: the server's records, and the store's view of them. */
export interface Invitations {
  /** The server's record, also for a while after its end. */
  record(inviteID: string): WireInvitation | undefined;
  /** Takes what the server says of one; an older or the same version changes nothing. */
  take(push: InvitationPush): void;
  /** This client does it now: its own doing is no news to it. The returned function ends that. */
  doing(inviteID: string, what: 'cancel' | 'modify'): () => void;
  /** Events of seed 001, after all stores of a frame are in place. */
  readonly events: Emitter<{ event: AnySignalingEvent }>;
  /** An id whose state changed; runs while the change is applied. */
  readonly changes: Emitter<{ changed: string; closed: undefined }>;
  /** Of this client, while a session is open. */
  readonly instanceId: () => number | null;
}

/** How long an invitation that has ended is known: its end is still to be seen, and late frames are recognised. */
const KEPT = 60_000;
/** How long after its deadline an invitation still waits for the server's word: the link may be down. */
const PATIENCE = 1_000;
const RETRY_DELAY = 1_000;
const SYNC_ENTRIES = DEFAULT_LIMITS.invitations.syncEntries;

/** The part of a client that follows invitations. */
export function invitationsOf(context: DomainContext): Invitations {
  return context.bring('invitations', createInvitations);
}

function createInvitations(context: DomainContext): Invitations {
  const { clock, request, apply, afterApply, report, log } = context;
  const { invitations, invitationIds } = context.store;
  const events: Invitations['events'] = new Emitter();
  const changes: Invitations['changes'] = new Emitter();
  const records = new Map<string, WireInvitation>();
  /** Of each invitation one: its deadline while it is open, then when it is forgotten. */
  const timers = new Map<string, () => void>();
  /** Past their deadline by our clock, without a word of the server. */
  const overdue = new Set<string>();
  const own = new Set<string>();
  /** The server's clock minus ours; null until it was read in this session. */
  let skew: number | null = null;
  let instanceId: number | null = null;
  let cancelRetry: () => void = () => undefined;

  /** An answer on its way makes the server's clock look slow: the fastest of all is the best. */
  function readClock(serverTime: number): void {
    skew = Math.max(skew ?? -Infinity, serverTime - clock.now());
  }

  function show(record: WireInvitation): void {
    const { inviteID } = record;
    const before = invitations.get(inviteID);
    const now = invitationOf(record, context.uid(), skew ?? 0, overdue.has(inviteID), before);
    invitations.set(inviteID, now);
    const open = now.state === 'invited';
    list(OPEN_INVITATIONS.all, inviteID, open);
    list(now.direction, inviteID, open);
    if (now !== before) changes.emit('changed', inviteID, report);
  }

  /** Puts an id into a list, or takes it out; a list without any leaves nothing behind. */
  function list(name: string, inviteID: string, within: boolean): void {
    const before = invitationIds.get(name) ?? [];
    if (before.includes(inviteID) === within) return;
    const ids = within ? [...before, inviteID] : before.filter((id) => id !== inviteID);
    if (ids.length > 0) invitationIds.set(name, Object.freeze(ids));
    else invitationIds.delete(name);
  }

  function wait(inviteID: string, ms: number, then: () => void): void {
    timers.get(inviteID)?.();
    timers.set(inviteID, clock.setTimeout(then, Math.max(0, ms)));
  }

  /** One timer for each: what comes next, its deadline or that it is forgotten. */
  function follow(record: WireInvitation): void {
    const { inviteID, expiresAt } = record;
    if (!isOpen(record)) {
      wait(inviteID, KEPT, () => {
        forget(inviteID);
      });
    } else if (expiresAt !== null && !overdue.has(inviteID)) {
      wait(inviteID, expiresAt - (skew ?? 0) - clock.now() + PATIENCE, () => {
        overdue.add(inviteID);
        apply(() => {
          const latest = records.get(inviteID);
          if (latest) show(latest);
        });
      });
    }
  }

  function forget(inviteID: string): void {
    timers.get(inviteID)?.();
    timers.delete(inviteID);
    overdue.delete(inviteID);
    records.delete(inviteID);
    apply(() => {
      for (const name of Object.values(OPEN_INVITATIONS)) list(name, inviteID, false);
      invitations.delete(inviteID);
      changes.emit('changed', inviteID, report);
    });
  }

  function tell(list: readonly AnySignalingEvent[]): void {
    for (const event of list) {
      afterApply(() => {
        events.emit('event', event, report);
      });
    }
  }

  function take({ invitation: record, serverTime }: InvitationPush): void {
    readClock(serverTime);
    const { inviteID, version, expiresAt } = record;
    const known = records.get(inviteID);
    if (known && known.version >= version) return; // came before, or out of turn
    const late = !known && isOpen(record) && expiresAt !== null && expiresAt <= serverTime;
    if (late || instanceId === null) return; // it has no time left to ring
    records.set(inviteID, record);
    if (!isOpen(record)) overdue.delete(inviteID);
    const observer = {
      uid: context.uid(),
      instanceId,
      cancels: own.has(`cancel ${inviteID}`),
      modifies: own.has(`modify ${inviteID}`),
    };
    apply(() => {
      show(record);
      follow(record);
      tell(difference(known, record, observer));
    });
  }

  /** The server no longer knows of it, so it can be answered no more. */
  function lost(record: WireInvitation): void {
    const { inviteID, inviter, groupID, data, expiresAt } = record;
    const left = record.invitees.filter(({ state }) => state === 'invited').map(({ uid }) => uid);
    const late = expiresAt !== null && expiresAt <= clock.now() + (skew ?? 0);
    forget(inviteID);
    if (!late) {
      tell([{ name: TSignaling.INVITATION_CANCELLED, data: { inviteID, inviter, groupID, data: '' } }]);
      return;
    }
    const isSelfTimeout = inviter !== context.uid() && left.includes(context.uid());
    const timeout = { inviteID, inviter, groupID, inviteeList: left, data, isSelfTimeout };
    tell([{ name: TSignaling.INVITATION_TIMEOUT, data: timeout }]);
  }

  async function sync(): Promise<void> {
    const asked = [...records.values()].filter(isOpen).slice(0, SYNC_ENTRIES);
    const known = asked.map(({ inviteID, version }) => ({ inviteID, version }));
    try {
      const answer = await request('signaling:sync', { known });
      const { serverTime } = answer;
      const told = new Set(answer.invitations.map(({ inviteID }) => inviteID));
      apply(() => {
        readClock(serverTime);
        for (const invitation of answer.invitations) take({ invitation, serverTime });
        for (const record of asked) {
          const latest = records.get(record.inviteID);
          if (!latest || !isOpen(latest)) continue;
          if (told.has(record.inviteID))
            show(latest); // by the clock as it is read now
          else if (answer.invitations.length < SYNC_ENTRIES) lost(latest);
        }
      });
    } catch (cause) {
      const error = toHummerError(cause);
      if (error.code === CONNECTION_LOST) return; // the next session asks
      log.warn('Invitations could not be read.', error);
      cancelRetry = clock.setTimeout(() => void sync(), RETRY_DELAY);
    }
  }

  function clear(): void {
    for (const cancel of timers.values()) cancel();
    timers.clear();
    records.clear();
    overdue.clear();
    for (const id of [...invitations.ids()]) invitations.delete(id);
    for (const name of Object.values(OPEN_INVITATIONS)) invitationIds.delete(name);
    changes.emit('closed', undefined, report);
  }

  context.onNotification('signaling:changed', ({ pushes }) => {
    pushes.forEach(take);
  });

  context.onSession((event) => {
    cancelRetry();
    if (event.type === 'opened') {
      ({ instanceId } = event);
      skew = null;
      void sync();
    } else if (event.type === 'closed') {
      instanceId = null;
      apply(clear);
    }
  });

  return {
    events,
    changes,
    record: (inviteID) => records.get(inviteID),
    take,
    doing(inviteID, what) {
      const name = `${what} ${inviteID}`;
      own.add(name);
      return () => own.delete(name);
    },
    instanceId: () => instanceId,
  };
}
