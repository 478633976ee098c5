import { beforeEach, describe, expect, it } from 'vitest';
import type { InviteeState } from '../../../../src/protocol/signaling.js';
import { SignalingErrorCode as Code } from '../../../../src/protocol/signalingCodes.js';
import { SignalingHouse, type Caller } from './support.js';

interface Stage {
  house: SignalingHouse;
  ann: Caller;
  phone: Caller;
  laptop: Caller;
  inviteID: string;
}

/** One of two actions that race; resolves with its code, 0 for a success. */
type Action = (stage: Stage) => Promise<number>;

const accept: Action = ({ phone, inviteID }) => phone.refusal('accept', inviteID);
const acceptOnLaptop: Action = ({ laptop, inviteID }) => laptop.refusal('accept', inviteID);
const reject: Action = ({ phone, inviteID }) => phone.refusal('reject', inviteID);
const rejectOnLaptop: Action = ({ laptop, inviteID }) => laptop.refusal('reject', inviteID);
const cancel: Action = ({ ann, inviteID }) => ann.refusal('cancel', inviteID);
const modify: Action = ({ ann, inviteID }) => ann.refusal('modify', inviteID, { data: 'new' });
const timeout: Action = async ({ house }) => {
  await house.clock.tick(30_000);
  return 0;
};
const hangUp: Action = async ({ ann }) => {
  await ann.client.request('session:logout', {});
  return 0;
};

/** [first, second, the end, the code of the second]. */
const RACES: [name: string, first: Action, second: Action, end: InviteeState, code: number][] = [
  ['accept, cancel', accept, cancel, 'accepted', Code.INVALID_CANCEL],
  ['cancel, accept', cancel, accept, 'cancelled', Code.INVALID_INVITE_ID],
  ['reject, cancel', reject, cancel, 'rejected', Code.INVALID_CANCEL],
  ['cancel, reject', cancel, reject, 'cancelled', Code.INVALID_INVITE_ID],
  ['accept, time-out', accept, timeout, 'accepted', 0],
  ['time-out, accept', timeout, accept, 'timedOut', Code.INVALID_INVITE_ID],
  ['reject, time-out', reject, timeout, 'rejected', 0],
  ['time-out, reject', timeout, reject, 'timedOut', Code.INVALID_INVITE_ID],
  ['cancel, time-out', cancel, timeout, 'cancelled', 0],
  ['time-out, cancel', timeout, cancel, 'timedOut', Code.INVALID_CANCEL],
  ['accept, accept on another device', accept, acceptOnLaptop, 'accepted', Code.INVALID_INVITE_ID],
  ['accept, reject on another device', accept, rejectOnLaptop, 'accepted', Code.INVALID_INVITE_ID],
  ['reject, accept on another device', reject, acceptOnLaptop, 'rejected', Code.INVALID_INVITE_ID],
  ['reject, reject on another device', reject, rejectOnLaptop, 'rejected', Code.INVALID_INVITE_ID],
  ['modify, accept', modify, accept, 'accepted', 0],
  ['accept, modify', accept, modify, 'accepted', Code.INVALID_INVITE_ID],
  ['modify, reject', modify, reject, 'rejected', 0],
  ['reject, modify', reject, modify, 'rejected', Code.INVALID_INVITE_ID],
  ['modify, cancel', modify, cancel, 'cancelled', 0],
  ['cancel, modify', cancel, modify, 'cancelled', Code.INVALID_INVITE_ID],
  ['time-out, modify', timeout, modify, 'timedOut', Code.INVALID_INVITE_ID],
  ['cancel, cancel', cancel, cancel, 'cancelled', Code.INVALID_CANCEL],
  ['the inviter goes, accept', hangUp, accept, 'cancelled', Code.INVALID_INVITE_ID],
  ['accept, the inviter goes', accept, hangUp, 'accepted', 0],
];

let stage: Stage;
beforeEach(async () => {
  const house = new SignalingHouse();
  const [ann, phone, laptop] = [await house.enter('ann'), await house.enter('ben'), await house.enter('ben')];
  const { inviteID } = await ann.invite(['ben'], { timeout: 30 });
  stage = { house, ann, phone, laptop, inviteID };
});

describe('of two that race the first decides', () => {
  it.each(RACES)('%s', async (_name, first, second, end, code) => {
    // Both are under way at once; the wire and the store put them one after the other. Time and goodbyes take a while.
    const beginning = first(stage);
    if (first === timeout || first === hangUp) await beginning.then(() => stage.house.clock.tick(0));
    const [firstCode, secondCode] = await Promise.all([beginning, second(stage)]);
    await stage.house.clock.tick(60_000);
    expect([firstCode, secondCode]).toEqual([0, code]);
    const record = await stage.house.record(stage.inviteID);
    expect(record?.invitees.map(({ state }) => state)).toEqual([end]);
    const { ann, phone, laptop } = stage;
    for (const device of first === hangUp || second === hangUp ? [phone, laptop] : [ann, phone, laptop]) {
      expect(device.last).toEqual(record);
      // Each change was told once, in order; none of them after the end.
      expect(device.heard.map(({ version }) => version)).toEqual(device.heard.map((_, index) => index + 1));
    }
  });

  it('an answer in the very moment of the deadline is too late, though its timer ran first', async () => {
    const { ann, phone, house } = stage;
    const codes: number[] = [];
    let inviteID = '';
    house.clock.setTimeout(() => {
      void phone.refusal('accept', inviteID).then((code) => codes.push(code));
      void ann.refusal('cancel', inviteID).then((code) => codes.push(code));
    }, 5_000);
    ({ inviteID } = await ann.invite(['ben'], { timeout: 5 }));
    await house.clock.tick(5_000);
    expect(codes).toEqual([Code.INVALID_INVITE_ID, Code.INVALID_CANCEL]);
    expect(ann.stateOf(inviteID)).toEqual(['timedOut']);
  });

  it('an answer a millisecond before it counts', async () => {
    const { phone, house, inviteID } = stage;
    await house.clock.tick(29_999);
    expect(await accept(stage)).toBe(0);
    await house.clock.tick(1);
    expect(phone.stateOf(inviteID)).toEqual(['accepted']);
  });

  it('two people who call each other have two invitations, whoever is first', async () => {
    const { ann, phone } = stage;
    const [mine, yours] = await Promise.all([ann.invite(['ben']), phone.invite(['ann'])]);
    expect(mine.inviteID).not.toBe(yours.inviteID);
    expect(await phone.refusal('accept', mine.inviteID)).toBe(0);
    expect(await ann.refusal('accept', yours.inviteID)).toBe(0);
  });

  it('the same call made twice at once is one invitation', async () => {
    const { ann, phone } = stage;
    const request = { clientMsgId: 'once', data: 'hi' };
    const [one, two] = await Promise.all([ann.invite(['ben'], request), ann.invite(['ben'], request)]);
    expect(two).toEqual(one);
    expect(phone.heard.filter(({ inviteID }) => inviteID === one.inviteID)).toHaveLength(1);
  });

  it('of two modifications that saw the same revision one is refused, and told what is there', async () => {
    const { ann, house, inviteID } = stage;
    const tablet = await house.enter('ann');
    const [won, lost] = await Promise.all([
      ann.client.emit('signaling:modify', {
        data: { clientMsgId: 'a', inviteID, data: 'one', ifRevision: 1 },
      }),
      tablet.client.emit('signaling:modify', {
        data: { clientMsgId: 'b', inviteID, data: 'two', ifRevision: 1 },
      }),
    ]);
    expect(won[0]).toBe('success');
    expect(lost).toMatchObject([
      'error',
      {
        errcode: Code.MODIFY_CONFLICT,
        context: { type: 'invitation', inviteID, invitation: { revision: 2, data: 'one' } },
      },
    ]);
  });
});

describe('in a group', () => {
  it('each invitee has an end of its own, and all are told the same', async () => {
    const house = new SignalingHouse();
    const uids = ['ben', 'cat', 'dan', 'eve'];
    const ann = await house.enter('ann', 'team');
    const devices = await Promise.all(uids.map((uid) => house.enter(uid)));
    const { inviteID } = await ann.invite(uids, { groupID: 'team', timeout: 30 });
    const [ben, cat] = devices;
    await Promise.all([ben?.act('accept', inviteID, 'yes'), cat?.act('reject', inviteID, 'no')]);
    expect(ann.stateOf(inviteID)).toEqual(['accepted', 'rejected', 'invited', 'invited']);
    await ann.act('cancel', inviteID);
    expect(ann.stateOf(inviteID)).toEqual(['accepted', 'rejected', 'cancelled', 'cancelled']);
    for (const device of devices) expect(device.last).toEqual(ann.last);
  });
});
