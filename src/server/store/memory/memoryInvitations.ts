/* eslint-disable @typescript-eslint/require-await -- Memory has nothing to wait for; async turns a throw into a rejection. */
import { HummerErrorCode } from '../../../protocol/codes.js';
import { HummerError } from '../../../protocol/errors.js';
import type { Limits } from '../../../protocol/limits.js';
import { isOpen } from '../../../protocol/signaling.js';
import { SignalingErrorCode } from '../../../protocol/signalingCodes.js';
import { DueQueue } from '../../../lib/dueQueue.js';
import type { Clock } from '../../ports/Clock.js';
import type { InvitationChange, InvitationRecord, InvitationStore } from '../../ports/InvitationStore.js';
import type { Once } from '../../ports/Once.js';
import { EndedInvitations } from './endedInvitations.js';
import { MultiMap } from './multiMap.js';

/** A repeated request is known at least this long (SETTLED 11). */
const REMEMBER_FOR = 300_000;

interface Entry {
  record: InvitationRecord;
  readonly createdBy: Once;
  /** Later requests that changed it, oldest first. */
  readonly once: Map<string, { hash: string; until: number }>;
}

export interface MemoryInvitations extends InvitationStore {
  sweep(now: number): void;
  sizes(): { openInvitations: number; invitations: number };
}

export function createMemoryInvitations(context: { clock: Clock; limits: Limits }): MemoryInvitations {
  const { clock } = context;
  const limits = context.limits.invitations;
  /** By app and inviteID; by app and the key of the request that made it. */
  const entries = new Map<string, Entry>();
  const byRequest = new Map<string, Entry>();
  /** Open ones by app and user. */
  const asInviter = new MultiMap<string, Entry>();
  const asInvitee = new MultiMap<string, Entry>();
  const openInApp = new MultiMap<string, Entry>();
  const ended = new EndedInvitations<Entry>(limits, drop);
  const queue = new DueQueue<Entry>();
  const listeners = new Set<(earliest: number | null) => void>();
  let openCount = 0;
  let told: number | null = null;

  const keyOf = (appid: string, name: string): string => `${appid}/${name}`;
  const find = (appid: string, inviteID: string): Entry | undefined => entries.get(keyOf(appid, inviteID));

  function drop(entry: Entry): void {
    const { appid, invitation } = entry.record;
    entries.delete(keyOf(appid, invitation.inviteID));
    byRequest.delete(keyOf(appid, entry.createdBy.key));
  }

  function opened(entry: Entry): void {
    const { appid, invitation, dueAt } = entry.record;
    openCount++;
    openInApp.add(appid, entry);
    asInviter.add(keyOf(appid, invitation.inviter), entry);
    for (const { uid } of invitation.invitees) asInvitee.add(keyOf(appid, uid), entry);
    queue.push(dueAt, entry);
  }

  function closed(entry: Entry): void {
    const { appid, invitation } = entry.record;
    openCount--;
    openInApp.delete(appid, entry);
    asInviter.delete(keyOf(appid, invitation.inviter), entry);
    for (const { uid } of invitation.invitees) asInvitee.delete(keyOf(appid, uid), entry);
    ended.add(entry, clock.now());
    if (queue.size > openCount * 2 + 64) queue.retain(({ record }) => isOpen(record.invitation));
  }

  function tellDue(): void {
    let nearest = queue.peek();
    while (nearest && !isOpen(nearest.item.record.invitation)) {
      queue.pop();
      nearest = queue.peek();
    }
    const earliest = nearest?.at ?? null;
    if (earliest === told) return;
    told = earliest;
    for (const listener of listeners) listener(earliest);
  }

  function requireRoom({ appid, invitation: { inviter } }: InvitationRecord): void {
    if (asInviter.size(keyOf(appid, inviter)) >= limits.openPerInviter) {
      throw new HummerError(
        SignalingErrorCode.INVALID_PARAMETER,
        `${inviter} has ${limits.openPerInviter} open invitations, which is the limit: cancel one first.`,
      );
    }
    if (openInApp.size(appid) >= limits.openPerApp) {
      throw new HummerError(
        HummerErrorCode.SERVER,
        `The app has ${limits.openPerApp} open invitations, which is its limit: try again in a moment.`,
      );
    }
  }

  /** Whether the request has been carried out before. Throws if its key was used for something else. */
  function repeats(entry: Entry, { key, hash }: Once): boolean {
    const known = entry.once.get(key);
    if (!known) return false;
    if (known.hash === hash) return true;
    throw usedKey(SignalingErrorCode.INVALID_PARAMETER, 'for another request');
  }

  function remember({ once: known }: Entry, { key, hash }: Once): void {
    const now = clock.now();
    for (const [old, { until }] of known) {
      if (until > now) break;
      known.delete(old);
    }
    known.set(key, { hash, until: now + REMEMBER_FOR });
  }

  return {
    async create(record, once): Promise<InvitationChange> {
      const { appid, invitation } = record;
      const made = byRequest.get(keyOf(appid, once.key));
      if (made) {
        if (made.createdBy.hash === once.hash) return { record: made.record, before: made.record };
        throw usedKey(SignalingErrorCode.ALREADY_EXISTS, 'for another invitation');
      }
      requireRoom(record);
      const entry: Entry = { record, createdBy: once, once: new Map() };
      entries.set(keyOf(appid, invitation.inviteID), entry);
      byRequest.set(keyOf(appid, once.key), entry);
      opened(entry);
      tellDue();
      return { record, before: null };
    },
    async change(appid, inviteID, fn, once): Promise<InvitationChange | null> {
      const entry = find(appid, inviteID);
      if (!entry) return null;
      const before = entry.record;
      if (once && repeats(entry, once)) return { record: before, before };
      const record = fn(before);
      if (once) remember(entry, once);
      if (record === before) return { record, before };
      entry.record = record;
      if (isOpen(before.invitation) && !isOpen(record.invitation)) {
        closed(entry);
        tellDue();
      }
      return { record, before };
    },
    async get(appid, inviteID) {
      return find(appid, inviteID)?.record ?? null;
    },
    async openOf(appid, uid) {
      const key = keyOf(appid, uid);
      return [...asInviter.get(key), ...asInvitee.get(key)]
        .map(({ record }) => record)
        .sort((one, other) => other.invitation.createdAt - one.invitation.createdAt);
    },
    async due(now, most) {
      return queue
        .until(now)
        .map(({ record }) => record)
        .filter(({ invitation }) => isOpen(invitation))
        .slice(0, most);
    },
    watchDue(listener) {
      listeners.add(listener);
      listener(told);
      return () => {
        listeners.delete(listener);
      };
    },
    sweep(now) {
      ended.sweep(now);
    },
    sizes: () => ({ openInvitations: openCount, invitations: entries.size }),
  };
}

function usedKey(code: number, forWhat: string): HummerError {
  return new HummerError(code, `clientMsgId was used ${forWhat}: make a new one for each request.`, {
    context: { type: 'input', field: 'clientMsgId' },
  });
}
