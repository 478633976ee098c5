import { beforeEach, describe, expect, it } from 'vitest';
import { SignalingErrorCode as Code } from '../../../../src/protocol/signalingCodes.js';
import { SignalingHouse, type Caller } from './support.js';

let house: SignalingHouse;
let ann: Caller;
let ben: Caller;
beforeEach(async () => {
  house = new SignalingHouse();
  ann = await house.enter('ann');
  ben = await house.enter('ben');
});

describe('an invitation', () => {
  it('rings on every device of the invitee and shows on those of the inviter', async () => {
    const benTab = await house.enter('ben');
    const annTab = await house.enter('ann');
    const cat = await house.enter('cat');
    const invitation = await ann.invite(['ben'], { data: 'hello', timeout: 20 });
    expect(invitation).toMatchObject({
      inviter: 'ann',
      groupID: '',
      region: 'cn',
      data: 'hello',
      revision: 1,
      invitees: [{ uid: 'ben', state: 'invited', data: '', endedAt: null, instanceId: null, reached: true }],
      timeout: 20,
      createdAt: house.clock.now(),
      expiresAt: house.clock.now() + 20_000,
      version: 1,
    });
    for (const device of [ann, annTab, ben, benTab]) expect(device.heard).toEqual([invitation]);
    expect(cat.heard).toEqual([]);
  });

  it('that is accepted tells both sides, and on which device', async () => {
    const benTab = await house.enter('ben');
    const { inviteID } = await ann.invite(['ben']);
    const accepted = await benTab.act('accept', inviteID, 'coming');
    expect(accepted).toMatchObject({
      version: 2,
      invitees: [
        {
          state: 'accepted',
          data: 'coming',
          endedAt: house.clock.now(),
          instanceId: benTab.login.instanceId,
        },
      ],
    });
    for (const device of [ann, ben, benTab]) expect(device.last).toEqual(accepted);
  });

  it('times out at its deadline, by the clock of the server', async () => {
    const { inviteID, expiresAt } = await ann.invite(['ben'], { timeout: 5 });
    await house.clock.tick(4_999);
    expect(ben.stateOf(inviteID)).toEqual(['invited']);
    await house.clock.tick(1);
    expect(ben.last).toMatchObject({ version: 2, invitees: [{ state: 'timedOut', endedAt: expiresAt }] });
    expect(ann.last).toEqual(ben.last);
  });

  it('is cancelled by its inviter alone', async () => {
    const { inviteID } = await ann.invite(['ben']);
    expect(await ben.refusal('cancel', inviteID)).toBe(Code.NO_PERMISSION);
    await ann.act('cancel', inviteID, 'sorry');
    expect(ben.last).toMatchObject({ cancelData: 'sorry', invitees: [{ state: 'cancelled' }] });
    expect(await ann.refusal('cancel', inviteID)).toBe(Code.INVALID_CANCEL);
  });

  it('is there for a device that comes later, with the time that is left', async () => {
    const { inviteID } = await ann.invite(['cat'], { timeout: 30 });
    expect(ann.last?.invitees).toMatchObject([{ reached: false }]);
    await house.clock.tick(10_000);
    const cat = await house.enter('cat');
    const { invitations, serverTime } = await cat.sync();
    expect(invitations).toMatchObject([{ inviteID, invitees: [{ state: 'invited', reached: true }] }]);
    expect((invitations[0]?.expiresAt ?? 0) - serverTime).toBe(20_000);
    expect(ann.last?.invitees).toMatchObject([{ reached: true }]);
  });
});
