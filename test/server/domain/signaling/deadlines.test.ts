import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Store } from '../../../../src/server/ports/Store.js';
import { SignalingHouse, type Caller } from './support.js';

let house: SignalingHouse;
let ann: Caller;
let ben: Caller;
beforeEach(async () => {
  house = new SignalingHouse({
    limits: { requests: { burst: 10_000, perSecond: 10_000 }, invitations: { openPerInviter: 2_000 } },
  });
  ann = await house.enter('ann');
  ben = await house.enter('ben');
});

describe('a deadline', () => {
  it('is kept by a process that starts over the same store', async () => {
    const { inviteID, expiresAt } = await ann.invite(['ben'], { timeout: 30 });
    await house.clock.tick(10_000);
    await house.restart();
    const back = await house.enter('ben');
    expect((await back.sync()).invitations).toMatchObject([{ inviteID, expiresAt }]);
    await house.clock.tick(19_999);
    expect(back.stateOf(inviteID)).toBeUndefined();
    await house.clock.tick(1);
    expect(back.last?.invitees).toMatchObject([{ state: 'timedOut', endedAt: expiresAt }]);
  });

  it('that passed while nothing ran is kept at once, with the time at which it passed', async () => {
    const { inviteID, expiresAt } = await ann.invite(['ben'], { timeout: 30 });
    await house.restart(40_000);
    await house.clock.tick(0);
    expect((await house.record(inviteID))?.invitees).toMatchObject([
      { state: 'timedOut', endedAt: expiresAt },
    ]);
  });

  it('of a server that has stopped disturbs nobody', async () => {
    const { inviteID } = await ann.invite(['ben'], { timeout: 30 });
    await house.server.backend.close();
    await house.clock.tick(60_000);
    expect((await house.record(inviteID))?.invitees).toMatchObject([{ state: 'invited' }]);
  });

  it('takes one timer, however many there are, and each is kept to the millisecond', async () => {
    const timers = house.clock.pending();
    const due = new Map<string, number>();
    for (let n = 0; n < 1_000; n++) {
      const timeout = 1 + ((n * 7_919) % 3_600);
      const { inviteID, expiresAt } = await ann.invite(['cat'], { timeout });
      due.set(inviteID, expiresAt ?? 0);
    }
    expect(house.clock.pending()).toBe(timers + 1);
    const cat = await house.enter('cat');
    // The time of the clock at which each end was told.
    const told = new Map<string, number>();
    vi.spyOn(cat.client, 'deliver').mockImplementation((_event, data) => {
      const { pushes } = data as { pushes: { invitation: { inviteID: string } }[] };
      for (const { invitation } of pushes) told.set(invitation.inviteID, house.clock.now());
    });
    await house.clock.tick(3_600_000);
    expect(told).toEqual(due);
    expect(house.clock.pending()).toBe(timers);
  });

  it('of one that was answered takes no timer any more', async () => {
    const timers = house.clock.pending();
    const { inviteID } = await ann.invite(['ben']);
    expect(house.clock.pending()).toBe(timers + 1);
    await ben.act('accept', inviteID);
    expect(house.clock.pending()).toBe(timers);
  });

  it('that the store cannot write is tried again', async () => {
    let broken = true;
    const fail = (store: Store): Store => ({
      ...store,
      invitations: {
        ...store.invitations,
        due: (now, most) =>
          broken ? Promise.reject(new Error('disk full')) : store.invitations.due(now, most),
      },
    });
    house = new SignalingHouse({ withStore: fail });
    ann = await house.enter('ann');
    const { inviteID } = await ann.invite(['ben'], { timeout: 5 });
    await house.clock.tick(7_500);
    expect(ann.stateOf(inviteID)).toEqual(['invited']);
    broken = false;
    await house.clock.tick(1_000);
    expect(ann.stateOf(inviteID)).toEqual(['timedOut']);
  });

  it('of a browser is the same: what is told is the moment by the server and its present time', async () => {
    await ann.invite(['ben'], { timeout: 30 });
    const { pushes } = ben.client.notified('signaling:changed')[0] ?? { pushes: [] };
    expect(pushes).toMatchObject([
      { serverTime: house.clock.now(), invitation: { expiresAt: house.clock.now() + 30_000 } },
    ]);
  });
});

describe('an invitation without a deadline', () => {
  it('rings as long as nobody ends it, and no timeout is ever told', async () => {
    const { inviteID, expiresAt } = await ann.invite(['ben'], { timeout: 0 });
    expect(expiresAt).toBeNull();
    await house.clock.tick(86_399_999);
    expect(ben.stateOf(inviteID)).toEqual(['invited']);
    await ben.act('accept', inviteID);
    expect(ann.stateOf(inviteID)).toEqual(['accepted']);
  });

  it('is cancelled after a day, so that nothing is kept for ever', async () => {
    const { inviteID } = await ann.invite(['ben'], { timeout: 0 });
    await house.clock.tick(86_400_000);
    expect(ben.stateOf(inviteID)).toEqual(['cancelled']);
    expect(ann.last).toEqual(ben.last);
  });

  it('outlives a restart as the others do', async () => {
    const { inviteID } = await ann.invite(['ben'], { timeout: 0 });
    await house.restart(3_600_000);
    const back = await house.enter('ben');
    expect((await back.sync()).invitations).toMatchObject([{ inviteID, expiresAt: null }]);
    await house.clock.tick(86_400_000);
    expect(back.stateOf(inviteID)).toEqual(['cancelled']);
  });
});
