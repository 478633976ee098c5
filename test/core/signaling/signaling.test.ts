import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  Hummer,
  HummerError,
  HummerErrorCode,
  SignalingErrorCode,
  TSignaling,
} from '../../../src/core/index.js';
import { createMemoryTransport } from '../../../src/core/transport/memoryTransport.js';
import type { Clock } from '../../../src/lib/clock.js';
import { invitationsOf } from '../../../src/core/signaling/invitations.js';
import type { SignalingEvent } from '../../../src/core/signaling/TSignaling.js';
import type { InvitationPush } from '../../../src/protocol/signaling.js';
import { createHouse, type House } from '../support/house.js';
import { playedPage, tabStorage } from '../support/page.js';

let house: House;

beforeEach(() => {
  house = createHouse();
});

afterEach(async () => {
  await house.close();
});

/** What a client is told, in short: `accepted bob`. */
function listen({ signaling }: Hummer): string[] {
  const told: string[] = [];
  for (const name of Object.values(TSignaling)) {
    void signaling.addSignalingListener(name, ({ data }: SignalingEvent) => {
      const { invitee = '', isSelfTimeout } = data as { invitee?: string; isSelfTimeout?: boolean };
      const short = name.replace(/ts_(invitation_|invitee_)?/, '');
      told.push([short, invitee, isSelfTimeout ? 'self' : ''].filter(Boolean).join(' '));
    });
  }
  return told;
}

async function two() {
  const ann = await house.login('ann');
  const bob = await house.login('bob');
  const heard = { ann: listen(ann.hummer), bob: listen(bob.hummer) };
  await house.settle();
  return { ann, bob, heard };
}

const refused = (code: number) => expect.objectContaining({ code }) as unknown;

describe('an invitation', () => {
  it('is received with what the inviter said, and answered', async () => {
    const { ann, bob, heard } = await two();
    const received: unknown[] = [];
    void bob.hummer.signaling.addSignalingListener(TSignaling.NEW_INVITATION_RECEIVED, (event) => {
      received.push(event);
    });
    const { code, data } = await ann.hummer.signaling.invite({ userID: 'bob', data: 'tennis?' });
    await house.settle();
    expect(code).toBe(0);
    expect(received).toEqual([
      {
        name: 'ts_new_invitation_received',
        data: { inviteID: data.inviteID, inviter: 'ann', groupID: '', inviteeList: ['bob'], data: 'tennis?' },
      },
    ]);
    const accepted = await bob.hummer.signaling.accept({ inviteID: data.inviteID, data: 'yes' });
    await house.settle();
    expect(accepted).toMatchObject({ code: 0, data: { inviteID: data.inviteID, data: 'yes' } });
    expect(heard).toEqual({ ann: ['accepted bob'], bob: ['new_invitation_received'] });
  });

  it('is rejected, cancelled and modified, and who did it is not told', async () => {
    const { ann, bob, heard } = await two();
    const ask = async () => (await ann.hummer.signaling.invite({ userID: 'bob' })).data.inviteID;
    await bob.hummer.signaling.reject({ inviteID: await ask() });
    const inviteID = await ask();
    await ann.hummer.signaling.modifyInvitation({ inviteID, data: 'chess?' });
    await ann.hummer.signaling.cancel({ inviteID });
    await house.settle();
    expect(heard.ann).toEqual(['rejected bob']);
    expect(heard.bob).toEqual([
      'new_invitation_received',
      'new_invitation_received',
      'modified',
      'cancelled',
    ]);
  });

  it('times out once at both ends, for the invitee as its own', async () => {
    const { ann, heard } = await two();
    await ann.hummer.signaling.invite({ userID: 'bob', timeout: 5 });
    await house.clock.tick(60_000);
    expect(heard).toEqual({ ann: ['timeout'], bob: ['new_invitation_received', 'timeout self'] });
  });

  it('without a deadline waits for ever', async () => {
    const { ann, bob, heard } = await two();
    const { data } = await ann.hummer.signaling.invite({ userID: 'bob', timeout: 0 });
    await house.clock.tick(4_000_000);
    expect(heard.ann).toEqual([]);
    await bob.hummer.signaling.accept({ inviteID: data.inviteID });
    expect(heard.ann).toEqual(['accepted bob']);
  });

  it("to some of a room is each one's own to answer", async () => {
    const ann = await house.enter('ann', null, 'club');
    const told: Record<string, string[]> = { ann: listen(ann.hummer) };
    const others = await Promise.all(['bob', 'eve', 'joe'].map((uid) => house.login(uid)));
    for (const { hummer, internals } of others) told[internals.uid()] = listen(hummer);
    await house.settle();
    const { data } = await ann.hummer.signaling.inviteInGroup({
      groupID: 'club',
      inviteeList: ['bob', 'eve', 'joe'],
      timeout: 10,
    });
    const [bob, eve] = others;
    await bob!.hummer.signaling.accept({ inviteID: data.inviteID });
    await eve!.hummer.signaling.reject({ inviteID: data.inviteID });
    await house.clock.tick(20_000);
    expect(told['ann']).toEqual(['accepted bob', 'rejected eve', 'timeout']);
    expect(told['bob']).toEqual(['new_invitation_received', 'rejected eve', 'timeout']);
    expect(told['joe']).toEqual(['new_invitation_received', 'accepted bob', 'rejected eve', 'timeout self']);
  });
});

describe('a listener', () => {
  it('gets its context as this, in both ways of writing it', async () => {
    const { ann, bob } = await two();
    const seen: unknown[] = [];
    const context = { name: 'mine' };
    const handler = function (this: typeof context): void {
      seen.push(this.name);
    };
    const eventName = TSignaling.NEW_INVITATION_RECEIVED;
    await bob.hummer.signaling.addSignalingListener(eventName, handler, context);
    await bob.hummer.signaling.addSignalingListener({ eventName, handler, context: { name: 'other' } });
    await ann.hummer.signaling.invite({ userID: 'bob' });
    await house.settle();
    expect(seen).toEqual(['mine', 'other']);
    await bob.hummer.signaling.removeSignalingListener({ eventName, handler, context });
    await ann.hummer.signaling.invite({ userID: 'bob' });
    await house.settle();
    expect(seen).toEqual(['mine', 'other', 'other']);
    await bob.hummer.signaling.removeSignalingListener(eventName, handler);
    await ann.hummer.signaling.invite({ userID: 'bob' });
    await house.settle();
    expect(seen).toHaveLength(3);
  });

  it('that throws stops no other', async () => {
    const { ann, bob, heard } = await two();
    const again: string[] = [];
    void bob.hummer.signaling.addSignalingListener(TSignaling.NEW_INVITATION_RECEIVED, () => {
      throw new Error('the app');
    });
    void bob.hummer.signaling.addSignalingListener(TSignaling.NEW_INVITATION_RECEIVED, () => {
      again.push('called');
    });
    await ann.hummer.signaling.invite({ userID: 'bob' });
    await house.settle();
    expect([heard.bob, again]).toEqual([['new_invitation_received'], ['called']]);
  });
});

describe('a call that is wrong', () => {
  it.each<[string, (hummer: Hummer) => unknown]>([
    ['a number for a user', (h) => h.signaling.invite({ userID: 42 as never })],
    ['an impossible uid', (h) => h.signaling.invite({ userID: 'no spaces' })],
    ['oneself', (h) => h.signaling.invite({ userID: 'ann' })],
    ['no options', (h) => h.signaling.invite(undefined as never)],
    ['data that is no text', (h) => h.signaling.invite({ userID: 'bob', data: {} as never })],
    ['data of 8 KiB and one', (h) => h.signaling.invite({ userID: 'bob', data: 'x'.repeat(8_193) })],
    ['a timeout of -1', (h) => h.signaling.invite({ userID: 'bob', timeout: -1 })],
    ['a timeout of half a second', (h) => h.signaling.invite({ userID: 'bob', timeout: 0.5 })],
    ['a timeout of a week', (h) => h.signaling.invite({ userID: 'bob', timeout: 604_800 })],
    ['onlineUserOnly as text', (h) => h.signaling.invite({ userID: 'bob', onlineUserOnly: 'yes' as never })],
    ['push info that is none', (h) => h.signaling.invite({ userID: 'bob', offlinePushInfo: 7 as never })],
    [
      'push info of the wrong type',
      (h) => h.signaling.invite({ userID: 'bob', offlinePushInfo: { title: 7 } as never }),
    ],
    ['nobody', (h) => h.signaling.inviteInGroup({ groupID: 'club', inviteeList: [] })],
    ['no group', (h) => h.signaling.inviteInGroup({ groupID: '', inviteeList: ['bob'] })],
    ['somebody twice', (h) => h.signaling.inviteInGroup({ groupID: 'club', inviteeList: ['bob', 'bob'] })],
    ['101 users', (h) => h.signaling.inviteInGroup({ groupID: 'club', inviteeList: users(101) })],
    ['10,000 users', (h) => h.signaling.inviteInGroup({ groupID: 'club', inviteeList: users(10_000) })],
    ['an empty id', (h) => h.signaling.accept({ inviteID: '' })],
    ['a number for an id', (h) => h.signaling.cancel({ inviteID: 7 as never })],
    ['an answer that is no text', (h) => h.signaling.reject({ inviteID: 'i', data: 7 as never })],
    ['a modification without text', (h) => h.signaling.modifyInvitation({ inviteID: 'i' } as never)],
  ])('with %s rejects with 6017 and says what to mend', async (_, call) => {
    const { hummer } = await house.enter('ann', null, 'club');
    const error: unknown = await Promise.resolve(call(hummer)).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(HummerError);
    expect(error).toMatchObject({ code: SignalingErrorCode.INVALID_PARAMETER, action: 'fix-input' });
    expect((error as HummerError).message).toMatch(/\w{3}/);
  });

  it('throws at once for a listener that is none', async () => {
    const { hummer } = await house.login('ann');
    const add = hummer.signaling.addSignalingListener.bind(hummer.signaling) as (
      ...args: unknown[]
    ) => unknown;
    expect(() => add('new', () => undefined)).toThrow(refused(6017));
    expect(() => add(TSignaling.INVITEE_ACCEPTED, 'handler')).toThrow(refused(6017));
    expect(() => add(null)).toThrow(refused(6017));
  });

  it("is refused for what is not there, not one's own, or over", async () => {
    const { ann, bob } = await two();
    const eve = await house.login('eve');
    const { data } = await ann.hummer.signaling.invite({ userID: 'bob' });
    const { inviteID } = data;
    await house.settle();
    await expect(ann.hummer.signaling.accept({ inviteID: 'none' })).rejects.toEqual(refused(8010));
    await expect(eve.hummer.signaling.accept({ inviteID })).rejects.toEqual(refused(8011));
    await expect(eve.hummer.signaling.cancel({ inviteID })).rejects.toEqual(refused(8011));
    await expect(bob.hummer.signaling.modifyInvitation({ inviteID, data: 'x' })).rejects.toEqual(
      refused(8011),
    );
    await bob.hummer.signaling.accept({ inviteID });
    await expect(bob.hummer.signaling.reject({ inviteID })).rejects.toEqual(refused(8010));
    await expect(ann.hummer.signaling.cancel({ inviteID })).rejects.toEqual(refused(8020));
    const quiet = await ann.hummer.signaling.invite({ userID: 'bob', onlineUserOnly: true });
    const modified = ann.hummer.signaling.modifyInvitation({ inviteID: quiet.data.inviteID, data: 'x' });
    await expect(modified).rejects.toEqual(refused(2481));
    await expect(
      ann.hummer.signaling.inviteInGroup({ groupID: 'club', inviteeList: ['bob'] }),
    ).rejects.toEqual(refused(8011));
  });

  it('before the login is refused with 1001', async () => {
    const { hummer } = await house.login('ann');
    await hummer.logout();
    await expect(hummer.signaling.invite({ userID: 'bob' })).rejects.toEqual(
      refused(HummerErrorCode.NOT_LOGGED_IN),
    );
  });

  it('of two devices that modify at once loses with 2480', async () => {
    const { ann } = await two();
    const tablet = await house.login('ann');
    listen(tablet.hummer);
    const { data } = await ann.hummer.signaling.invite({ userID: 'bob' });
    const { inviteID } = data;
    await house.settle();
    const both = await Promise.allSettled([
      ann.hummer.signaling.modifyInvitation({ inviteID, data: 'chess?' }),
      tablet.hummer.signaling.modifyInvitation({ inviteID, data: 'darts?' }),
    ]);
    expect(both).toMatchObject([{ status: 'fulfilled' }, { reason: { code: 2480 } }]);
  });
});

describe('while the link is down', () => {
  it('an answer waits, and counts if the deadline has not passed', async () => {
    const { ann, bob, heard } = await two();
    const { data } = await ann.hummer.signaling.invite({ userID: 'bob', timeout: 30 });
    await house.settle();
    house.network.cutOff('bob');
    const accepted = bob.hummer.signaling.accept({ inviteID: data.inviteID });
    await house.clock.tick(3_000);
    expect(heard.ann).toEqual([]);
    house.network.admit('bob');
    await house.clock.tick(20_000);
    await expect(accepted).resolves.toMatchObject({ code: 0 });
    expect(heard.ann).toEqual(['accepted bob']);
  });

  it('an answer that comes too late says so, with 8010, and never counts', async () => {
    const { ann, bob, heard } = await two();
    const { data } = await ann.hummer.signaling.invite({ userID: 'bob', timeout: 5 });
    await house.settle();
    house.network.cutOff('bob');
    const accepted = bob.hummer.signaling
      .accept({ inviteID: data.inviteID })
      .catch((error: unknown) => error);
    await house.clock.tick(6_500);
    expect(await accepted).toMatchObject({ code: 8010 });
    house.network.admit('bob');
    await house.clock.tick(30_000);
    expect(heard.ann).toEqual(['timeout']);
    expect(heard.bob).toEqual(['new_invitation_received', 'timeout self']);
    expect(house.requests('signaling:accept')).toEqual([]);
  });

  it('an answer whose answer was lost is asked again, and is the first one', async () => {
    const { ann, bob, heard } = await two();
    const { data } = await ann.hummer.signaling.invite({ userID: 'bob', timeout: 30 });
    await house.settle();
    house.lose(({ uid, direction, event }) => uid === 'bob' && direction === 'down' && event !== 'x');
    const accepted = bob.hummer.signaling.accept({ inviteID: data.inviteID });
    await house.settle();
    house.lose(() => false);
    house.network.disconnect('bob');
    await house.clock.tick(5_000);
    await expect(accepted).resolves.toMatchObject({ code: 0 });
    expect(heard.ann).toEqual(['accepted bob']);
  });

  it('an invitation goes out once, however often it is sent', async () => {
    const { ann, heard } = await two();
    house.lose(({ uid, direction }) => uid === 'ann' && direction === 'down');
    const invited = ann.hummer.signaling.invite({ userID: 'bob' });
    await house.settle();
    house.lose(() => false);
    house.network.disconnect('ann');
    await house.clock.tick(5_000);
    await expect(invited).resolves.toMatchObject({ code: 0 });
    expect(heard.bob).toEqual(['new_invitation_received']);
  });

  it('what happened is told when the link is back, once and in order', async () => {
    const { ann, bob, heard } = await two();
    house.network.cutOff('bob');
    const first = await ann.hummer.signaling.invite({ userID: 'bob', data: 'tennis?' });
    const second = await ann.hummer.signaling.invite({ userID: 'bob', data: 'chess?' });
    await ann.hummer.signaling.modifyInvitation({ inviteID: second.data.inviteID, data: 'darts?' });
    await ann.hummer.signaling.cancel({ inviteID: first.data.inviteID });
    house.network.admit('bob');
    await house.clock.tick(5_000);
    expect(heard.bob).toEqual(['new_invitation_received']); // the cancelled one never rang
    expect(bob.internals.store.invitations.get(second.data.inviteID)?.data).toBe('darts?');
  });
});

describe('the state', () => {
  it('lists what is open, and forgets what has ended after a minute', async () => {
    const { ann, bob } = await two();
    const { data } = await ann.hummer.signaling.invite({ userID: 'bob', timeout: 30 });
    await house.settle();
    const { store } = bob.internals;
    const ids = () =>
      ['all', 'incoming', 'outgoing'].map((name) => store.invitationIds.get(name)?.length ?? 0);
    expect(ids()).toEqual([1, 1, 0]);
    expect(store.invitations.get(data.inviteID)).toMatchObject({
      state: 'invited',
      direction: 'incoming',
      expiresAt: house.clock.now() + 30_000,
    });
    await bob.hummer.signaling.reject({ inviteID: data.inviteID });
    expect(ids()).toEqual([0, 0, 0]);
    expect(store.invitations.get(data.inviteID)?.state).toBe('rejected');
    await house.clock.tick(61_000);
    expect(store.invitations.get(data.inviteID)).toBeUndefined();
  });

  it('is the same in all tabs of both, whoever answered', async () => {
    const { ann, bob, heard } = await two();
    const phone = await house.login('bob');
    const other = listen(phone.hummer);
    const desk = await house.login('ann');
    listen(desk.hummer);
    await house.settle();
    const { data } = await ann.hummer.signaling.invite({ userID: 'bob' });
    await house.settle();
    await phone.hummer.signaling.accept({ inviteID: data.inviteID });
    await house.settle();
    const states = [ann, desk, bob, phone].map(
      ({ internals }) => internals.store.invitations.get(data.inviteID)?.state,
    );
    expect(states).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect(heard.bob).toEqual(['new_invitation_received', 'accepted bob']);
    expect(other).toEqual(['new_invitation_received']);
  });

  it('comes back after a reload, with the time that is left', async () => {
    const { ann } = await two();
    const storage = tabStorage();
    const before = await house.login('eve', storage);
    listen(before.hummer);
    const { data } = await ann.hummer.signaling.invite({ userID: 'eve', timeout: 30 });
    const expiresAt = house.clock.now() + 30_000;
    await house.clock.tick(10_000);
    before.page.tell('hide');
    const after = await house.login('eve', storage);
    const told = listen(after.hummer);
    await house.settle();
    expect(told).toEqual(['new_invitation_received']);
    expect(after.internals.store.invitations.get(data.inviteID)?.expiresAt).toBe(expiresAt);
  });

  it('is cleared by the logout', async () => {
    const { ann, bob } = await two();
    await ann.hummer.signaling.invite({ userID: 'bob' });
    await house.settle();
    await bob.hummer.logout();
    const { invitations, invitationIds } = bob.internals.store;
    expect([invitations.size(), invitationIds.size()]).toEqual([
      { entities: 0, stores: 0 },
      { entities: 0, stores: 0 },
    ]);
  });

  it('ends what the server forgot in a restart, so that nothing rings for ever', async () => {
    const { ann, heard } = await two();
    await ann.hummer.signaling.invite({ userID: 'bob', timeout: 0 });
    await house.settle();
    await house.restart();
    await house.clock.tick(20_000);
    expect(heard).toEqual({ ann: ['cancelled'], bob: ['new_invitation_received', 'cancelled'] });
  });
});

describe('no defect of the systems before', () => {
  it('a duplicate delivery is no second invitation, and starts no second timer', async () => {
    const { ann, bob, heard } = await two();
    const { data } = await ann.hummer.signaling.invite({ userID: 'bob', timeout: 30 });
    await house.settle();
    const timers = bob.timers();
    // The server's word once more, freshly parsed, and as a sync has it.
    const invitations = invitationsOf(bob.internals);
    const again = structuredClone(invitations.record(data.inviteID)!);
    invitations.take({ invitation: again, serverTime: house.clock.now() });
    house.network.disconnect('bob');
    await house.clock.tick(3_000);
    expect(bob.timers()).toBe(timers);
    await house.clock.tick(60_000);
    expect(heard.bob).toEqual(['new_invitation_received', 'timeout self']);
    expect(bob.internals.store.invitations.get(data.inviteID)?.state).toBe('timedOut');
  });

  it('an invitation that arrives past its deadline does not ring', async () => {
    const { ann, bob, heard } = await two();
    const { data } = await ann.hummer.signaling.invite({ userID: 'bob', timeout: 1 });
    await house.settle();
    const eve = await house.login('eve');
    const told = listen(eve.hummer);
    await house.settle();
    const late: InvitationPush = {
      invitation: { ...invitationsOf(bob.internals).record(data.inviteID)!, inviteID: 'late' },
      serverTime: house.clock.now() + 2_000,
    };
    const invitee = late.invitation.invitees[0]!;
    invitationsOf(eve.internals).take({
      ...late,
      invitation: { ...late.invitation, invitees: [{ ...invitee, uid: 'eve' }] },
    });
    expect([told, eve.internals.store.invitationIds.get('incoming')]).toEqual([[], undefined]);
    expect(heard.bob).toEqual(['new_invitation_received']);
  });

  it('a wrong local clock changes neither the deadline nor what is left', async () => {
    const { ann, bob } = await two();
    const { data } = await ann.hummer.signaling.invite({ userID: 'bob', timeout: 30 });
    await house.settle();
    const record = invitationsOf(bob.internals).record(data.inviteID)!;
    const eve = await house.login('eve');
    listen(eve.hummer);
    await house.settle();
    // A server whose clock is an hour ahead of this machine's.
    const hour = 3_600_000;
    invitationsOf(eve.internals).take({
      invitation: {
        ...record,
        inviteID: 'ahead',
        invitees: [{ ...record.invitees[0]!, uid: 'eve' }],
        createdAt: record.createdAt + hour,
        expiresAt: record.expiresAt! + hour,
      },
      serverTime: house.clock.now() + hour,
    });
    const invitation = eve.internals.store.invitations.get('ahead');
    expect(invitation?.expiresAt).toBe(house.clock.now() + 30_000);
  });

  it('timers that a hidden tab hardly runs stretch no deadline', async () => {
    const ann = await house.login('ann');
    const { clock } = house;
    const throttled: Clock = {
      ...clock,
      setTimeout: (callback, ms) => clock.setTimeout(callback, ms && ms + 60_000),
    };
    const transport = createMemoryTransport(house.network.dialFor('eve'), clock);
    const eve = new Hummer(
      { appid: 1, url: 'memory://house', logLevel: 'none' },
      { transport, clock: throttled, environment: playedPage() },
    );
    await eve.login({ uid: 'eve' });
    const told = listen(eve);
    await house.settle();
    await ann.hummer.signaling.invite({ userID: 'eve', timeout: 5 });
    await house.clock.tick(4_999);
    expect(told).toEqual(['new_invitation_received']);
    await house.clock.tick(1);
    expect(told).toEqual(['new_invitation_received', 'timeout self']);
    await eve.destroy();
  });

  it('answers to different invitations at the same moment do not hinder each other', async () => {
    const { ann, bob } = await two();
    const ids = await Promise.all(
      [1, 2, 3].map(async () => (await ann.hummer.signaling.invite({ userID: 'bob' })).data.inviteID),
    );
    await house.settle();
    const { signaling } = bob.hummer;
    const answers = await Promise.all([
      signaling.accept({ inviteID: ids[0]! }),
      signaling.reject({ inviteID: ids[1]! }),
      ann.hummer.signaling.cancel({ inviteID: ids[2]! }),
    ]);
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 0]);
  });

  it('a link that is lost over the deadline leaves nothing ringing, and its timeout is told once', async () => {
    const { ann, bob, heard } = await two();
    const { data } = await ann.hummer.signaling.invite({ userID: 'bob', timeout: 5 });
    await house.settle();
    house.network.cutOff('bob');
    await house.clock.tick(6_500);
    expect(bob.internals.store.invitationIds.get('incoming')).toBeUndefined();
    expect(bob.internals.store.invitations.get(data.inviteID)?.state).toBe('timedOut');
    expect(heard.bob).toEqual(['new_invitation_received']);
    house.network.admit('bob');
    await house.clock.tick(30_000);
    expect(heard.bob).toEqual(['new_invitation_received', 'timeout self']);
  });
});

describe('a signaling in a message', () => {
  it('is read from the message of seed 001, from an event and from what it carried', async () => {
    const { ann, bob } = await two();
    const events: SignalingEvent[] = [];
    void bob.hummer.signaling.addSignalingListener(TSignaling.NEW_INVITATION_RECEIVED, (event) => {
      events.push(event);
    });
    const { data } = await ann.hummer.signaling.invite({ userID: 'bob', data: 'tennis?', timeout: 9 });
    await house.settle();
    const info = {
      businessID: 1,
      inviteID: data.inviteID,
      inviter: 'ann',
      actionType: 1,
      inviteeList: ['bob'],
      data: 'tennis?',
      timeout: 9,
      groupID: '',
    };
    const { signaling } = bob.hummer;
    expect(signaling.getSignalingInfo(events[0])).toEqual(info);
    expect(signaling.getSignalingInfo(events[0]!.data)).toEqual(info);
    expect(signaling.getSignalingInfo({ payload: { data: JSON.stringify(info) } })).toEqual(info);
  });

  it.each([
    null,
    undefined,
    'text',
    7,
    {},
    [],
    { payload: null },
    { payload: { data: 'hello' } },
    { payload: { data: '{"inviteID":"i"}' } },
    { payload: { data: '{"inviteID":7,"actionType":1,"inviter":"a"}' } },
  ])('is not found in %j', async (message) => {
    const { hummer } = await house.login('ann');
    expect(hummer.signaling.getSignalingInfo(message)).toBeNull();
  });
});

function users(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `user-${index}`);
}
