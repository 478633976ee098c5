import { beforeEach, describe, expect, it } from 'vitest';
import { SignalingErrorCode as Code } from '../../../../src/protocol/signalingCodes.js';
import { SignalingHouse, type Caller } from './support.js';

/** The defects of other systems that facts 3.1 lists: none can happen here, because the server owns the invitation. */
let house: SignalingHouse;
let ann: Caller;
let ben: Caller;
beforeEach(async () => {
  house = new SignalingHouse();
  ann = await house.enter('ann');
  ben = await house.enter('ben');
});

describe('what goes wrong elsewhere', () => {
  it('a throttled tab does not stretch the deadline: no client counts it', async () => {
    const { inviteID } = await ann.invite(['ben'], { timeout: 10 });
    // Nobody says anything; both tabs sleep.
    await house.clock.tick(10_000);
    expect(ann.stateOf(inviteID)).toEqual(['timedOut']);
    expect(ben.stateOf(inviteID)).toEqual(['timedOut']);
  });

  it('an invitation older than its timeout is never told as fresh', async () => {
    await ann.invite(['cat'], { timeout: 10 });
    await house.clock.tick(10_000);
    const cat = await house.enter('cat');
    expect((await cat.sync()).invitations).toEqual([]);
    await house.clock.tick(60_000);
    expect(cat.heard).toEqual([]);
  });

  it('a duplicate delivery has the same id and version, so it starts nothing anew', async () => {
    const first = await ann.invite(['ben'], { clientMsgId: 'once' });
    const again = await ann.invite(['ben'], { clientMsgId: 'once' });
    const { invitations } = await ben.sync();
    expect([again, ...ben.heard, ...invitations]).toEqual([first, first, first]);
  });

  it('the time left does not depend on the clock of the device', async () => {
    await ann.invite(['ben'], { timeout: 30 });
    await house.clock.tick(12_000);
    const { invitations, serverTime } = await ben.sync();
    expect((invitations[0]?.expiresAt ?? 0) - serverTime).toBe(18_000);
  });

  it('handling one invitation does not stop another from being handled', async () => {
    const cat = await house.enter('cat');
    const [one, two, three] = [
      await ann.invite(['ben']),
      await cat.invite(['ben']),
      await ann.invite(['ben']),
    ];
    const codes = await Promise.all([
      ben.refusal('accept', one.inviteID),
      ben.refusal('reject', two.inviteID),
      ann.refusal('cancel', three.inviteID),
    ]);
    expect(codes).toEqual([0, 0, 0]);
    expect([one, two, three].map(({ inviteID }) => ben.stateOf(inviteID))).toEqual([
      ['accepted'],
      ['rejected'],
      ['cancelled'],
    ]);
  });

  it('a time-out is told once to each device, though both sides wait for it', async () => {
    const benTab = await house.enter('ben');
    const { inviteID } = await ann.invite(['ben'], { timeout: 5 });
    await house.clock.tick(600_000);
    for (const device of [ann, ben, benTab]) {
      const ends = device.heard.filter(
        (one) => one.inviteID === inviteID && one.invitees[0]?.state === 'timedOut',
      );
      expect(ends).toHaveLength(1);
    }
  });

  it('an answer to what has ended is refused, and is not swallowed', async () => {
    const { inviteID } = await ann.invite(['ben']);
    await ann.act('cancel', inviteID);
    expect(await ben.refusal('accept', inviteID)).toBe(Code.INVALID_INVITE_ID);
    expect(await ben.refusal('reject', inviteID)).toBe(Code.INVALID_INVITE_ID);
  });

  it('onlineUserOnly is of the invitation, not of what the answer says', async () => {
    const { inviteID } = await ann.invite(['ben'], { onlineUserOnly: true });
    expect(await ann.refusal('modify', inviteID, { data: 'new' })).toBe(Code.MODIFY_DISABLED);
    await ben.act('accept', inviteID);
    expect(ann.last).toMatchObject({ onlineUserOnly: true, invitees: [{ state: 'accepted' }] });
  });
});
