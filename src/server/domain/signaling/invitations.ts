import type { Limits } from '../../../protocol/limits.js';
import type { Region } from '../../../protocol/regions.js';
import type { InvitationPush, SignalingRequests } from '../../../protocol/signaling.js';
import { inputError } from '../../../protocol/errors.js';
import type { Clock } from '../../ports/Clock.js';
import type { InvitationChange, InvitationRecord } from '../../ports/InvitationStore.js';
import type { Log } from '../../ports/Log.js';
import type { Once } from '../../ports/Once.js';
import type { PushSender } from '../../ports/PushSender.js';
import type { Store } from '../../ports/Store.js';
import type { Outbox } from '../gateway/outbox.js';
import { fingerprint } from '../secrets.js';
import type { Session, SessionRegistry } from '../sessions/session.js';
import { userTopic } from '../topics.js';
import { Deadlines } from './deadlines.js';
import {
  abandon,
  answer,
  cancel,
  expire,
  isDue,
  modify,
  newInvitation,
  partiesOf,
  reach,
  wake,
  type Actor,
  type Reach,
} from './invitation.js';
import { notInGroup, unknownInvitation } from './refusals.js';
import { SyncAnswer } from './syncAnswer.js';
import { createWaking } from './waking.js';

export interface InvitationsContext {
  clock: Clock;
  log: Log;
  limits: Limits;
  store: Store;
  outbox: Outbox;
  defaultRegion: Region;
  /** The app's way to devices without a connection; null: none. */
  pushSender: PushSender | null;
  registry: SessionRegistry;
}

/** How long a link may take to show that it is alive, before the devices behind it are woken otherwise. */
const HEARTBEAT_WAIT = 2_000;

type Data<E extends keyof SignalingRequests> = SignalingRequests[E]['data'];

/**
 * Invitations, owned here: one record, one deadline by this clock, one end for each invitee (seed 001, SETTLED 26).
 *
 * - An invitee who is offline has until the deadline: `sync` gives the invitation with the time that is left. With
 *   `onlineUserOnly` only those who are online when it is made are ever told; the state of the others times out.
 * - Any uid may be invited, in open apps too: unlike an inbox (SETTLED 7) an invitation takes no memory for its invitees,
 *   and the inviter's own are limited.
 * - An inviter who goes offline, by logout, kick or the end of the grace, cancels: there is nobody left to talk to.
 *   Another device of the inviter that is still there keeps it ringing.
 * - Without a deadline (`timeout: 0`) it rings until somebody ends it, at most `limits.invitations.endless`.
 */
export interface Invitations {
  invite(session: Session, data: Data<'signaling:invite'>): Promise<InvitationPush>;
  cancel(session: Session, data: Data<'signaling:cancel'>): Promise<InvitationPush>;
  accept(session: Session, data: Data<'signaling:accept'>): Promise<InvitationPush>;
  reject(session: Session, data: Data<'signaling:reject'>): Promise<InvitationPush>;
  modify(session: Session, data: Data<'signaling:modify'>): Promise<InvitationPush>;
  sync(
    session: Session,
    data: Data<'signaling:sync'>,
  ): Promise<SignalingRequests['signaling:sync']['result']>;
  /** The user's last session is over. */
  wentOffline(appKey: string, uid: string): void;
  close(): void;
}

export function createInvitations(context: InvitationsContext): Invitations {
  const { clock, log, store, outbox, defaultRegion } = context;
  const limits = context.limits.invitations;
  const { invitations } = store;
  const waking = createWaking({ sender: context.pushSender, log });

  const deadlines = new Deadlines({
    clock,
    log,
    invitations,
    end,
  });

  async function end({ appid, invitation: { inviteID } }: InvitationRecord): Promise<void> {
    told(await invitations.change(appid, inviteID, (record) => expire(record, clock.now())));
  }

  /** Tells everybody of a change, once. */
  function told(change: InvitationChange | null): void {
    if (!change || change.record === change.before) return;
    const { record, before } = change;
    if (record.invitation !== before?.invitation) {
      const push = pushOf(record);
      for (const uid of partiesOf(record)) {
        outbox.push(userTopic(record.appid, uid), 'signaling:changed', push);
      }
    }
    waking.follow(change);
  }

  /**
   * A phone in a pocket: its link may be dead and nobody knows yet. Who does not answer a heartbeat is woken as those are
   * who have no link. Users with a link to another process are believed.
   */
  async function wakeSilent(appKey: string, inviteID: string, uids: readonly string[]): Promise<void> {
    const silent: string[] = [];
    const probe = async (uid: string): Promise<void> => {
      const links = context.registry.ofUser(appKey, uid).map(({ link }) => link.alive(HEARTBEAT_WAIT));
      if (links.length > 0 && !(await Promise.all(links)).includes(true)) silent.push(uid);
    };
    await Promise.all(uids.map(probe));
    if (silent.length === 0) return;
    told(await invitations.change(appKey, inviteID, (record) => wake(record, silent)));
  }

  function pushOf({ invitation }: InvitationRecord): InvitationPush {
    return { invitation, serverTime: clock.now() };
  }

  async function act(
    session: Session,
    event: keyof SignalingRequests,
    { clientMsgId, inviteID, ...rest }: { clientMsgId: string; inviteID: string; data: string },
    step: (record: InvitationRecord, actor: Actor) => InvitationRecord,
  ): Promise<InvitationPush> {
    const { appKey, uid, instanceId } = session;
    const once: Once = {
      key: onceKey(event, session, clientMsgId),
      hash: fingerprint(inviteID, rest),
    };
    const change = await invitations.change(
      appKey,
      inviteID,
      (record) => step(record, { uid, instanceId, now: clock.now() }),
      once,
    );
    if (!change) throw unknownInvitation(event, inviteID);
    told(change);
    return pushOf(change.record);
  }

  async function requireGroup({ appKey, uid }: Session, groupID: string, region: Region): Promise<void> {
    const room = { appid: appKey, region, roomId: groupID };
    const { value: joined } = await store.rooms.transact(
      room,
      { uids: [uid] },
      (draft) => draft.member(uid) !== undefined,
    );
    if (!joined) throw notInGroup(groupID);
  }

  /** Who hears it now, who never will, and whose devices are to be woken. */
  async function reachOf({ appKey }: Session, data: Data<'signaling:invite'>): Promise<Reach> {
    const { inviteeList, onlineUserOnly } = data;
    const reached = await store.sessions.connected(appKey, inviteeList);
    const pushed = waking.whom(
      inviteeList.filter((uid) => !reached.includes(uid)),
      data,
    );
    if (!onlineUserOnly) return { reached, hidden: [], pushed };
    const online = await store.sessions.online(appKey, inviteeList);
    return { reached, hidden: inviteeList.filter((uid) => !online.includes(uid)), pushed };
  }

  async function markReached(session: Session, record: InvitationRecord): Promise<InvitationRecord> {
    const { appKey, uid } = session;
    if (reach(record, uid) === record) return record;
    const change = await invitations.change(appKey, record.invitation.inviteID, (current) =>
      reach(current, uid),
    );
    told(change);
    return change?.record ?? record;
  }

  /** Nobody is left at the inviter's end. */
  function abandonAll(appKey: string, uid: string): void {
    const cancelAll = async (): Promise<void> => {
      for (const { invitation } of await invitations.openOf(appKey, uid)) {
        if (invitation.inviter !== uid) continue;
        told(await invitations.change(appKey, invitation.inviteID, (record) => abandon(record, clock.now())));
      }
    };
    cancelAll().catch((error: unknown) => {
      log.error({ error, uid }, 'Invitations of a user who went offline could not be cancelled.');
    });
  }

  return {
    async invite(session, data) {
      const { appKey, uid } = session;
      const { clientMsgId, inviteeList, groupID, region = defaultRegion, ...rest } = data;
      if (inviteeList.includes(uid))
        throw inputError('inviteeList', 'inviteeList: nobody can invite oneself');
      if (groupID !== undefined) await requireGroup(session, groupID, region);
      const record = newInvitation(
        { appid: appKey, uid, now: clock.now() },
        { ...rest, inviteeList, region, groupID: groupID ?? '' },
        await reachOf(session, data),
        limits.endless,
      );
      const once: Once = {
        key: onceKey('signaling:invite', session, clientMsgId),
        hash: fingerprint(inviteeList, groupID, region, rest),
      };
      const change = await invitations.create(record, once);
      told(change);
      if (!change.before) {
        const heard = inviteeList.filter((one) => !record.pushed.includes(one));
        wakeSilent(appKey, record.invitation.inviteID, waking.whom(heard, data)).catch((error: unknown) => {
          log.error({ error, inviteID: record.invitation.inviteID }, 'Silent invitees could not be woken.');
        });
      }
      // The session may have ended while this was made, when there was nothing to cancel yet.
      if (!session.attached && (await store.sessions.online(appKey, [uid])).length === 0)
        abandonAll(appKey, uid);
      return pushOf(change.record);
    },

    cancel: (session, data) =>
      act(session, 'signaling:cancel', data, (record, actor) => cancel(record, actor, data.data)),

    accept: (session, data) =>
      act(session, 'signaling:accept', data, (record, actor) =>
        answer(record, actor, { state: 'accepted', data: data.data }, limits),
      ),

    reject: (session, data) =>
      act(session, 'signaling:reject', data, (record, actor) =>
        answer(record, actor, { state: 'rejected', data: data.data }, limits),
      ),

    modify: (session, data) =>
      act(session, 'signaling:modify', data, (record, actor) => modify(record, actor, data)),

    async sync(session, { known }) {
      const { appKey, uid } = session;
      const answer = new SyncAnswer(uid, limits);
      for (const record of await invitations.openOf(appKey, uid)) {
        // The timer may be late; whoever comes now does not hear what is over.
        if (isDue(record, clock.now())) await end(record);
        else if (answer.takes(record)) answer.add(await markReached(session, record));
      }
      for (const { inviteID, version } of known) {
        const record = await invitations.get(appKey, inviteID);
        if (record && record.invitation.version !== version && answer.takes(record)) answer.add(record);
      }
      return { invitations: answer.invitations, serverTime: clock.now() };
    },

    wentOffline: abandonAll,

    close() {
      deadlines.close();
    },
  };
}

/** Duplicates are found by app, uid, verb and clientMsgId (SETTLED 11); the app is the store's. */
function onceKey(event: string, { uid }: Session, clientMsgId: string): string {
  return `${event}\n${uid}\n${clientMsgId}`;
}
