import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SignalingErrorCode as Code } from '../../../../src/protocol/signalingCodes.js';
import { SignalingHouse, type Caller } from './support.js';

let house: SignalingHouse;
let ann: Caller;
beforeEach(async () => {
  house = new SignalingHouse();
  ann = await house.enter('ann');
});

describe('an invitee who is not there', () => {
  it('may be anybody, in an open app too: the invitation takes no memory for its invitees', async () => {
    const { inboxes } = await house.server.backend.stats();
    expect((await ann.invite(['nobody'])).invitees).toMatchObject([{ reached: false }]);
    expect((await house.server.backend.stats()).inboxes).toBe(inboxes);
  });

  it('hears nothing of an invitation that has timed out before', async () => {
    await ann.invite(['ben'], { timeout: 5 });
    await house.clock.tick(5_000);
    expect((await (await house.enter('ben')).sync()).invitations).toEqual([]);
  });

  it('hears nothing of one whose time is over, also while the timer is late', async () => {
    const ben = await house.enter('ben');
    let inviteID = '';
    let found: unknown;
    // Set before the server can set its own timer for the same moment, this one comes first.
    house.clock.setTimeout(() => {
      void ben.sync([{ inviteID, version: 1 }]).then(({ invitations }) => (found = invitations));
    }, 5_000);
    ({ inviteID } = await ann.invite(['ben'], { timeout: 5 }));
    await house.clock.tick(5_000);
    expect(found).toMatchObject([{ inviteID, version: 2, invitees: [{ state: 'timedOut' }] }]);
    expect(ben.heard.map(({ version }) => version)).toEqual([1, 2]);
  });

  it('is marked as reached when a device comes, and not before', async () => {
    const ben = await house.enter('ben');
    ben.client.drop();
    const { inviteID } = await ann.invite(['ben']);
    expect(ann.last?.invitees).toMatchObject([{ reached: false }]);
    const back = await house.enter('ben');
    await back.sync();
    await back.sync();
    expect(ann.heard.map(({ version }) => version)).toEqual([1, 2]);
    expect(ann.last?.invitees).toMatchObject([{ reached: true }]);
    expect(await back.refusal('accept', inviteID)).toBe(0);
  });

  it('of an onlineUserOnly invitation is never told, and its state times out', async () => {
    const benBefore = await house.enter('ben', 'team');
    const host = await house.enter('host', 'team');
    const { inviteID } = await host.invite(['ben', 'cat'], {
      groupID: 'team',
      onlineUserOnly: true,
      timeout: 10,
    });
    const cat = await house.enter('cat');
    expect((await cat.sync([{ inviteID, version: 0 }])).invitations).toEqual([]);
    expect(await cat.refusal('accept', inviteID)).toBe(Code.NO_PERMISSION);
    expect((await benBefore.sync()).invitations).toMatchObject([{ inviteID }]);
    await house.clock.tick(10_000);
    expect(cat.heard).toEqual([]);
    expect(host.stateOf(inviteID)).toEqual(['timedOut', 'timedOut']);
  });

  it('for a moment, within the grace, is online: an onlineUserOnly invitation reaches it when it is back', async () => {
    const ben = await house.enter('ben');
    ben.client.drop();
    await house.clock.tick(1_000);
    const { inviteID } = await ann.invite(['ben'], { onlineUserOnly: true });
    const back = await house.enter('ben');
    expect((await back.sync()).invitations).toMatchObject([{ inviteID, invitees: [{ reached: true }] }]);
  });
});

describe('a device that was away', () => {
  it('gets what is open and what has changed of what it knew, and nothing that is none of its business', async () => {
    const ben = await house.enter('ben');
    const open = await ann.invite(['ben']);
    const ended = await ann.invite(['ben']);
    const same = await ann.invite(['ben']);
    await ann.act('cancel', same.inviteID);
    const foreign = await ann.invite(['cat']);
    const cat = await house.enter('cat');
    await cat.act('reject', foreign.inviteID);
    ben.client.drop();
    await ann.act('cancel', ended.inviteID);
    const back = await house.enter('ben');
    const { invitations } = await back.sync([
      { inviteID: open.inviteID, version: 1 },
      { inviteID: ended.inviteID, version: 1 },
      { inviteID: same.inviteID, version: 2 },
      { inviteID: foreign.inviteID, version: 1 },
      { inviteID: 'long ago', version: 1 },
    ]);
    expect(invitations.map(({ inviteID }) => inviteID)).toEqual([open.inviteID, ended.inviteID]);
    expect(invitations[1]?.invitees).toMatchObject([{ state: 'cancelled' }]);
  });

  it('gets each once, the newest first, and no more than an answer may hold', async () => {
    house = new SignalingHouse({ limits: { invitations: { syncEntries: 3, syncBytes: 10_000 } } });
    ann = await house.enter('ann');
    const small: string[] = [];
    for (let n = 0; n < 4; n++) {
      small.unshift((await ann.invite(['ben'])).inviteID);
      await house.clock.tick(1);
    }
    const ben = await house.enter('ben');
    const idsOf = async (known: { inviteID: string; version: number }[] = []): Promise<string[]> =>
      (await ben.sync(known)).invitations.map(({ inviteID }) => inviteID);
    expect(await idsOf()).toEqual(small.slice(0, 3));
    const last = small[3] ?? '';
    expect(await idsOf([{ inviteID: last, version: 9 }])).toEqual(small.slice(0, 3));
    await ann.invite(['ben'], { data: 'x'.repeat(3_000) });
    await house.clock.tick(1);
    const { inviteID: large } = await ann.invite(['ben'], { data: 'x'.repeat(8_000) });
    // One always fits, however large; what does not fit beside it does not come.
    expect(await idsOf()).toEqual([large]);
    await ann.act('cancel', large);
    const asked = { inviteID: large, version: 1 };
    expect((await idsOf([asked, asked])).filter((one) => one === large)).toEqual([]);
    expect(await idsOf([asked, asked])).toHaveLength(3);
  });

  it('gets what it asks for twice once', async () => {
    const ben = await house.enter('ben');
    const { inviteID } = await ann.invite(['ben']);
    await ann.act('cancel', inviteID);
    const asked = { inviteID, version: 1 };
    expect((await ben.sync([asked, asked, asked])).invitations).toMatchObject([{ inviteID }]);
  });

  it('of the inviter gets its own open ones too', async () => {
    const { inviteID } = await ann.invite(['ben'], { timeout: 60 });
    const annTab = await house.enter('ann');
    expect((await annTab.sync()).invitations).toMatchObject([{ inviteID }]);
  });

  it('does not get one that ended more than five minutes ago', async () => {
    const { inviteID } = await ann.invite(['ben'], { timeout: 1 });
    await house.clock.tick(1_000 + 420_000);
    expect((await ann.sync([{ inviteID, version: 1 }])).invitations).toEqual([]);
    expect(await house.server.backend.stats()).toMatchObject({ invitations: 0, openInvitations: 0 });
  });
});

describe('an inviter who goes', () => {
  it('by logout, ends its open invitations', async () => {
    const ben = await house.enter('ben');
    const { inviteID } = await ann.invite(['ben']);
    await ann.client.request('session:logout', {});
    await house.clock.tick(0);
    expect(ben.stateOf(inviteID)).toEqual(['cancelled']);
  });

  it('by a lost link, ends them when the grace is over, and not when it comes back before', async () => {
    const ben = await house.enter('ben');
    const { inviteID } = await ann.invite(['ben'], { timeout: 120 });
    ann.client.drop();
    await house.clock.tick(19_999);
    expect(ben.stateOf(inviteID)).toEqual(['invited']);
    await house.clock.tick(1);
    expect(ben.stateOf(inviteID)).toEqual(['cancelled']);

    ann = await house.enter('ann');
    const again = await ann.invite(['ben'], { timeout: 120 });
    ann.client.drop();
    await house.clock.tick(10_000);
    await house.enter('ann');
    await house.clock.tick(20_000);
    expect(ben.stateOf(again.inviteID)).toEqual(['invited']);
  });

  it('on one device only, keeps ringing from the other', async () => {
    const ben = await house.enter('ben');
    await house.enter('ann');
    const { inviteID } = await ann.invite(['ben']);
    await ann.client.request('session:logout', {});
    await house.clock.tick(0);
    expect(ben.stateOf(inviteID)).toEqual(['invited']);
  });

  it('while its invitation is being made, ends that one too', async () => {
    const ben = await house.enter('ben');
    const { sessions } = house.server.store;
    const connected = sessions.connected.bind(sessions);
    vi.spyOn(sessions, 'connected').mockImplementationOnce(async (...asked) => {
      await house.server.backend.admin.kickUser('1', 'ann');
      return connected(...asked);
    });
    void ann.refusedInvite(['ben']);
    await house.clock.tick(0);
    expect(ben.last?.invitees).toMatchObject([{ state: 'cancelled' }]);
  });

  it('because an admin puts it out, ends them; those that it is invited to go on', async () => {
    const ben = await house.enter('ben');
    const mine = await ann.invite(['ben']);
    const theirs = await ben.invite(['ann']);
    await house.server.backend.admin.kickUser('1', 'ann');
    await house.clock.tick(0);
    expect(ben.stateOf(mine.inviteID)).toEqual(['cancelled']);
    expect(ben.stateOf(theirs.inviteID)).toEqual(['invited']);
  });
});
