import { beforeEach, describe, expect, it } from 'vitest';
import { SignalingErrorCode as Code } from '../../../../src/protocol/signalingCodes.js';
import { SignalingHouse, type Caller } from './support.js';

let house: SignalingHouse;
let ann: Caller;
beforeEach(async () => {
  house = new SignalingHouse();
  ann = await house.enter('ann', 'team');
});

describe('an invitation into a group', () => {
  it('is made by a member of the room, for anybody', async () => {
    const outsider = await house.enter('ben');
    const invitation = await ann.invite(['ben', 'cat'], { groupID: 'team' });
    expect(invitation).toMatchObject({ groupID: 'team', region: 'cn' });
    expect(outsider.last).toEqual(invitation);
  });

  it('is refused to whoever has not joined the room, has left it, or joined it elsewhere', async () => {
    const ben = await house.enter('ben');
    expect(await ben.refusedInvite(['ann'], { groupID: 'team' })).toBe(Code.NO_PERMISSION);
    expect(await ann.refusedInvite(['ben'], { groupID: 'no such room' })).toBe(Code.NO_PERMISSION);
    expect(await ann.refusedInvite(['ben'], { groupID: 'team', region: 'us' })).toBe(Code.NO_PERMISSION);
    await ann.client.request('room:leave', { roomId: 'team' });
    expect(await ann.refusedInvite(['ben'], { groupID: 'team' })).toBe(Code.NO_PERMISSION);
    // Asking does not make rooms.
    expect((await house.server.backend.admin.listRooms('1')).map(({ roomId }) => roomId)).toEqual(['team']);
  });

  it('is made from any device of a member', async () => {
    const tablet = await house.enter('ann');
    expect(await tablet.refusedInvite(['ben'], { groupID: 'team' })).toBe(0);
  });

  it('goes on for the others when one has accepted', async () => {
    const ben = await house.enter('ben');
    const cat = await house.enter('cat');
    const { inviteID } = await ann.invite(['ben', 'cat'], { groupID: 'team', timeout: 30 });
    await ben.act('accept', inviteID);
    expect(cat.stateOf(inviteID)).toEqual(['accepted', 'invited']);
    await house.clock.tick(30_000);
    expect(cat.stateOf(inviteID)).toEqual(['accepted', 'timedOut']);
  });
});

describe('a modification', () => {
  it('replaces the text for both sides, and counts', async () => {
    const ben = await house.enter('ben');
    const { inviteID } = await ann.invite(['ben'], { data: 'first' });
    await ann.act('modify', inviteID, 'second');
    await ann.act('modify', inviteID, 'third', { ifRevision: 2 });
    expect(ben.heard.map(({ data, revision, version }) => [data, revision, version])).toEqual([
      ['first', 1, 1],
      ['second', 2, 2],
      ['third', 3, 3],
    ]);
  });

  it('of a revision that is no more is refused; without a revision the last one wins', async () => {
    const { inviteID } = await ann.invite(['ben']);
    await ann.act('modify', inviteID, 'second');
    expect(await ann.refusal('modify', inviteID, { data: 'x', ifRevision: 1 })).toBe(Code.MODIFY_CONFLICT);
    await ann.act('modify', inviteID, 'third');
    expect(ann.last).toMatchObject({ data: 'third', revision: 3 });
  });

  it('that is repeated changes once', async () => {
    const { inviteID } = await ann.invite(['ben']);
    const again = { clientMsgId: 'once' };
    await ann.act('modify', inviteID, 'second', again);
    await ann.act('modify', inviteID, 'second', again);
    expect(ann.last).toMatchObject({ revision: 2, version: 2 });
    expect(await ann.refusal('modify', inviteID, { ...again, data: 'other' })).toBe(Code.INVALID_PARAMETER);
  });
});

describe('a repeated request', () => {
  it('to invite is the same invitation, also when it has ended meanwhile', async () => {
    const { inviteID } = await ann.invite(['ben'], { clientMsgId: 'once' });
    await ann.act('cancel', inviteID);
    expect(await ann.invite(['ben'], { clientMsgId: 'once' })).toMatchObject({
      inviteID,
      invitees: [{ state: 'cancelled' }],
    });
  });

  it('to invite others is refused with 8012', async () => {
    await ann.invite(['ben'], { clientMsgId: 'once' });
    expect(await ann.refusedInvite(['cat'], { clientMsgId: 'once' })).toBe(Code.ALREADY_EXISTS);
  });

  it('to answer succeeds again: the answer to the first was lost', async () => {
    const ben = await house.enter('ben');
    const { inviteID } = await ann.invite(['ben']);
    const again = { clientMsgId: 'once' };
    expect(await ben.refusal('accept', inviteID, again)).toBe(0);
    expect(await ben.refusal('accept', inviteID, again)).toBe(0);
    expect(ann.heard.map(({ version }) => version)).toEqual([1, 2]);
    expect(await ben.refusal('accept', inviteID)).toBe(Code.INVALID_INVITE_ID);
  });

  it('of another user with the same id is another request', async () => {
    const ben = await house.enter('ben');
    const mine = await ann.invite(['cat'], { clientMsgId: 'once' });
    const theirs = await ben.invite(['cat'], { clientMsgId: 'once' });
    expect(theirs.inviteID).not.toBe(mine.inviteID);
  });
});
