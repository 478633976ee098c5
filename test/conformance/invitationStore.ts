import { beforeEach, describe, expect, it } from 'vitest';
import { HummerErrorCode } from '../../src/protocol/codes.js';
import { SignalingErrorCode as Code } from '../../src/protocol/signalingCodes.js';
import type { InviteeState, WireInvitee } from '../../src/protocol/signaling.js';
import type { DeepPartial } from '../../src/server/limits.js';
import type { Limits } from '../../src/protocol/limits.js';
import type { InvitationRecord, InvitationStore } from '../../src/server/ports/InvitationStore.js';
import type { StoreUnderTest } from './StoreUnderTest.js';

/** What the InvitationStore of every adapter must do; the invariants of the port, one by one. */
export function invitationConformance(open: (limits?: DeepPartial<Limits>) => Promise<StoreUnderTest>): void {
  let under: StoreUnderTest;
  let store: InvitationStore;
  const start = async (invitations: Partial<Limits['invitations']> = {}): Promise<void> => {
    under = await open({ invitations });
    store = under.store.invitations;
  };
  beforeEach(() => start());

  const invitee = (uid: string, state: InviteeState = 'invited'): WireInvitee => ({
    uid,
    state,
    data: '',
    endedAt: null,
    instanceId: null,
    reached: false,
  });
  let made = 0;
  function record({
    inviteID = `i${String(++made)}`,
    inviter = 'ann',
    uids = ['ben'],
    lasts = 30_000,
    appid = '1',
    data = '',
  } = {}): InvitationRecord {
    const createdAt = under.clock.now();
    return {
      appid,
      invitation: {
        inviteID,
        inviter,
        groupID: '',
        region: 'cn',
        data,
        revision: 1,
        invitees: uids.map((uid) => invitee(uid)),
        cancelData: '',
        timeout: lasts / 1_000,
        createdAt,
        expiresAt: createdAt + lasts,
        onlineUserOnly: false,
        version: 1,
      },
      dueAt: createdAt + lasts,
      hidden: [],
      pushed: [],
    };
  }
  const once = (key: string, hash = 'h') => ({ key, hash });
  const create = (what = record(), key = `create ${what.invitation.inviteID}`) =>
    store.create(what, once(key));
  /** The record with all its invitees in `state`. */
  const as = (state: InviteeState, before: InvitationRecord): InvitationRecord => ({
    ...before,
    invitation: {
      ...before.invitation,
      version: before.invitation.version + 1,
      invitees: before.invitation.invitees.map((one) => ({ ...one, state })),
    },
  });
  const end = (inviteID: string) =>
    store.change('1', inviteID, (before) => as('cancelled', before), once(`end ${inviteID}`));
  const idsOf = (records: readonly InvitationRecord[]): string[] =>
    records.map(({ invitation }) => invitation.inviteID);

  describe('an invitation in the store', () => {
    it('is there from its creation, for its own app', async () => {
      const what = record();
      expect(await create(what)).toEqual({ record: what, before: null });
      expect(await store.get('1', what.invitation.inviteID)).toEqual(what);
      expect(await store.get('2', what.invitation.inviteID)).toBeNull();
      expect(await store.get('1', 'another')).toBeNull();
    });

    it('changes alone: of many at once each sees what the one before has done, and they resolve in order', async () => {
      const { inviteID } = (await create()).record.invitation;
      const order: number[] = [];
      await Promise.all(
        Array.from({ length: 50 }, async (_, n) => {
          const change = await store.change('1', inviteID, (before) => ({
            ...before,
            invitation: { ...before.invitation, data: before.invitation.data + String(n) },
          }));
          order.push(n);
          expect(change?.before?.invitation.data).toBe(
            Array.from({ length: n }, (_unused, earlier) => String(earlier)).join(''),
          );
        }),
      );
      expect(order).toEqual(Array.from({ length: 50 }, (_, n) => n));
    });

    it('is untouched by a change that throws, and its request can be tried again', async () => {
      const { record: what } = await create();
      const { inviteID } = what.invitation;
      const failing = store.change(
        '1',
        inviteID,
        () => {
          throw new Error('changed my mind');
        },
        once('answer'),
      );
      await expect(failing).rejects.toThrow('changed my mind');
      expect(await store.get('1', inviteID)).toEqual(what);
      const change = await store.change('1', inviteID, (before) => as('accepted', before), once('answer'));
      expect(change?.record.invitation.version).toBe(2);
    });

    it('that does not exist cannot be changed', async () => {
      expect(await store.change('1', 'nothing', (before) => before)).toBeNull();
    });

    it('that is left as it is says so', async () => {
      const { inviteID } = (await create()).record.invitation;
      const change = await store.change('1', inviteID, (before) => before);
      expect(change?.record).toBe(change?.before);
    });
  });

  describe('a repeated request', () => {
    it('makes no second invitation, and answers it as it is by then', async () => {
      const first = record();
      await create(first, 'call');
      await end(first.invitation.inviteID);
      const repeat = await create(record(), 'call');
      expect(repeat.record).toBe(repeat.before);
      expect(repeat.record.invitation).toMatchObject({
        inviteID: first.invitation.inviteID,
        invitees: [{ state: 'cancelled' }],
      });
    });

    it('that is another one under the same key is refused', async () => {
      const what = record();
      await create(what, 'call');
      await expect(store.create(record(), once('call', 'other'))).rejects.toMatchObject({
        code: Code.ALREADY_EXISTS,
      });
      const { inviteID } = what.invitation;
      await store.change('1', inviteID, (before) => as('accepted', before), once('answer'));
      const other = store.change('1', inviteID, (before) => before, once('answer', 'other'));
      await expect(other).rejects.toMatchObject({ code: Code.INVALID_PARAMETER });
    });

    it('changes nothing for at least five minutes', async () => {
      const { inviteID } = (await create(record({ lasts: 3_600_000 }))).record.invitation;
      const change = () => store.change('1', inviteID, (before) => as('accepted', before), once('answer'));
      await change();
      await under.pass(299_000);
      expect(await change()).toMatchObject({ record: { invitation: { version: 2 } } });
    });

    it('is the request of one app', async () => {
      await create(record(), 'call');
      const elsewhere = await create(record({ appid: '2' }), 'call');
      expect(elsewhere.before).toBeNull();
    });
  });

  describe('the open invitations', () => {
    it('of a user are those that it takes part in, whatever its own answer, the newest first', async () => {
      await create(record({ inviteID: 'mine' }));
      await under.pass(10);
      await create(record({ inviteID: 'group', inviter: 'cat', uids: ['ann', 'ben'] }));
      await create(record({ inviteID: 'other', inviter: 'cat', uids: ['ben'] }));
      await store.change('1', 'group', (before) => ({
        ...before,
        invitation: {
          ...before.invitation,
          invitees: before.invitation.invitees.map((one) =>
            one.uid === 'ann' ? invitee('ann', 'accepted') : one,
          ),
        },
      }));
      expect(idsOf(await store.openOf('1', 'ann'))).toEqual(['group', 'mine']);
      await end('group');
      expect(idsOf(await store.openOf('1', 'ann'))).toEqual(['mine']);
      expect(await store.openOf('2', 'ann')).toEqual([]);
    });

    it('of one inviter are limited, however many are asked for at once', async () => {
      await start({ openPerInviter: 3 });
      const results = await Promise.allSettled(Array.from({ length: 5 }, () => create()));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      await expect(create()).rejects.toMatchObject({ code: Code.INVALID_PARAMETER });
      await create(record({ inviter: 'cat', uids: ['ann'] }));
      await end(idsOf(await store.openOf('1', 'ben'))[0] ?? '');
      await create();
    });

    it('of an app are limited, and no other app notices', async () => {
      await start({ openPerApp: 2 });
      await create();
      await create(record({ inviter: 'cat' }));
      await expect(create(record({ inviter: 'dan' }))).rejects.toMatchObject({
        code: HummerErrorCode.SERVER,
      });
      await create(record({ appid: '2' }));
    });
  });

  describe('what is due', () => {
    it('is told by its time, the earliest first, until it has ended', async () => {
      await create(record({ inviteID: 'late', lasts: 9_000 }));
      await create(record({ inviteID: 'soon', lasts: 1_000 }));
      await create(record({ inviteID: 'later', lasts: 5_000 }));
      await create(record({ inviteID: 'over', lasts: 500 }));
      await end('over');
      expect(await store.due(under.clock.now() + 999, 10)).toEqual([]);
      const now = under.clock.now() + 5_000;
      expect(idsOf(await store.due(now, 10))).toEqual(['soon', 'later']);
      expect(idsOf(await store.due(now, 1))).toEqual(['soon']);
      await end('soon');
      expect(idsOf(await store.due(now, 10))).toEqual(['later']);
    });

    it('is announced: the earliest of all, at once and after each change, also to those who come later', async () => {
      const heard: (number | null)[] = [];
      const now = under.clock.now();
      const stop = store.watchDue((at) => heard.push(at === null ? null : at - now));
      await create(record({ inviteID: 'b', lasts: 5_000 }));
      await create(record({ inviteID: 'c', lasts: 9_000 }));
      await create(record({ inviteID: 'a', lasts: 1_000 }));
      await end('a');
      await end('b');
      const late: (number | null)[] = [];
      store.watchDue((at) => late.push(at === null ? null : at - now))();
      await end('c');
      stop();
      await create(record({ lasts: 1_000 }));
      expect(heard).toEqual([null, 5_000, 1_000, 5_000, 9_000, null]);
      expect(late).toEqual([9_000]);
    });
  });

  describe('an ended invitation', () => {
    it('is kept five minutes, and its key with it', async () => {
      const what = record();
      const { inviteID } = what.invitation;
      await create(what, 'call');
      await end(inviteID);
      await under.pass(299_000);
      expect(await store.get('1', inviteID)).not.toBeNull();
      expect((await create(record(), 'call')).before).not.toBeNull();
      await under.pass(120_000);
      expect(await store.get('1', inviteID)).toBeNull();
      expect((await create(record(), 'call')).before).toBeNull();
    });

    it('goes sooner, the longest ended first, while those of its app are too large', async () => {
      await start({ endedBytesPerApp: 50_000 });
      const text = 'x'.repeat(5_000);
      for (let n = 0; n < 10; n++) {
        await create(record({ inviteID: `big${String(n)}`, data: text }));
        await end(`big${String(n)}`);
      }
      expect(await store.get('1', 'big0')).toBeNull();
      expect(await store.get('1', 'big9')).not.toBeNull();
      expect((await under.store.stats()).invitations).toBeLessThan(10);
    });

    it('that is written once more has ended once', async () => {
      const { inviteID } = (await create()).record.invitation;
      await create();
      await end(inviteID);
      await store.change('1', inviteID, (before) => as('cancelled', before));
      expect(await under.store.stats()).toMatchObject({ openInvitations: 1, invitations: 2 });
    });

    it('never takes an open one with it', async () => {
      await start({ endedBytesPerApp: 0 });
      await create(record({ inviteID: 'open', lasts: 3_600_000 }));
      for (let n = 0; n < 10; n++) {
        await create(record({ inviteID: `e${String(n)}` }));
        await end(`e${String(n)}`);
      }
      await under.pass(600_000);
      expect(await store.get('1', 'open')).not.toBeNull();
      expect(await under.store.stats()).toMatchObject({ openInvitations: 1, invitations: 1 });
    });
  });
}
