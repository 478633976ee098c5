import { beforeEach, describe, expect, it } from 'vitest';
import { HummerErrorCode } from '../../../../src/protocol/codes.js';
import type { WireError } from '../../../../src/protocol/errors.js';
import { SignalingErrorCode as Code } from '../../../../src/protocol/signalingCodes.js';
import { SignalingHouse, type Caller } from './support.js';

let house: SignalingHouse;
let ann: Caller;
let ben: Caller;
let inviteID: string;
beforeEach(async () => {
  house = new SignalingHouse({ limits: { requests: { burst: 1_000, perSecond: 1_000 } } });
  ann = await house.enter('ann', 'team');
  ben = await house.enter('ben');
  ({ inviteID } = await ann.invite(['ben'], { data: 'hello' }));
});

const many = (count: number): string[] => Array.from({ length: count }, (_, n) => `user${String(n)}`);
const push = (offlinePushInfo: unknown) => ({ offlinePushInfo });

describe('an invitation that cannot be', () => {
  it.each<[what: string, inviteeList: unknown, data: Record<string, unknown>]>([
    ['of nobody', [], {}],
    ['of oneself', ['ann'], {}],
    ['of oneself among others', ['ben', 'ann'], { groupID: 'team' }],
    ['of somebody twice', ['ben', 'ben'], { groupID: 'team' }],
    ['of two without a group', ['ben', 'cat'], {}],
    ['of 101', many(101), { groupID: 'team' }],
    ['of 10,000', many(10_000), { groupID: 'team' }],
    ['of 10,000 with long names', many(10_000).map((uid) => uid.padEnd(60, 'x')), { groupID: 'team' }],
    ['of a text', 'ben', {}],
    ['of nothing', undefined, {}],
    ['of numbers', [1], {}],
    ['of a uid that is none', ['no spaces'], {}],
    ['of a uid that is too long', ['x'.repeat(65)], {}],
    ['with a timeout of -1', ['ben'], { timeout: -1 }],
    ['with a timeout of a week', ['ben'], { timeout: 604_800 }],
    ['with a timeout of 3,601', ['ben'], { timeout: 3_601 }],
    ['with half a second', ['ben'], { timeout: 0.5 }],
    ['with a timeout in words', ['ben'], { timeout: '30' }],
    ['with no number for a timeout', ['ben'], { timeout: Number.NaN }],
    ['with an object as data', ['ben'], { data: { call: 1 } }],
    ['with data of more than 8 KiB', ['ben'], { data: 'x'.repeat(8_193) }],
    ['with data of more than 8 KiB of UTF-8', ['ben'], { data: 'ü'.repeat(4_097) }],
    ['with a flag in words', ['ben'], { onlineUserOnly: 'true' }],
    ['into a group that is none', ['ben'], { groupID: ' ' }],
    ['into a region that is none', ['ben'], { groupID: 'team', region: 'moon' }],
    ['without a clientMsgId', ['ben'], { clientMsgId: undefined }],
    ['with a push that is a text', ['ben'], push('ring')],
    ['with a title that is a number', ['ben'], push({ title: 1 })],
    ['with a title that is too long', ['ben'], push({ title: 'x'.repeat(257) })],
    ['with a description that is too long', ['ben'], push({ description: 'x'.repeat(1_025) })],
    ['with an extension that is too long', ['ben'], push({ extension: 'x'.repeat(4_097) })],
    ['with a flag of the push in words', ['ben'], push({ disablePush: 'no' })],
    ['with voip switched in words', ['ben'], push({ disableVoipPush: 'no' })],
    ['with a sound that is none', ['ben'], push({ androidInfo: { sound: 7 } })],
    ['with a class of VIVO that is none', ['ben'], push({ androidInfo: { VIVOClassification: 2 } })],
    [
      'with an image that is not https',
      ['ben'],
      push({ androidInfo: { HuaWeiImage: 'http://a.example/i.png' } }),
    ],
    ['with an image that is no address', ['ben'], push({ androidInfo: { GoogleImage: 'image.png' } })],
    ['with an image that runs code', ['ben'], push({ apnsInfo: { image: 'javascript:alert(1)' } })],
    [
      'with an address that is too long',
      ['ben'],
      push({ apnsInfo: { image: `https://a.example/${'x'.repeat(1_024)}` } }),
    ],
    ['with a badge in words', ['ben'], push({ apnsInfo: { ignoreIOSBadge: 'yes' } })],
    ['with no object for Android', ['ben'], push({ androidInfo: 'loud' })],
  ])('%s is refused with 6017 and changes nothing', async (_what, inviteeList, data) => {
    const before = await house.server.backend.stats();
    expect(await ann.refusedInvite(inviteeList, data)).toBe(Code.INVALID_PARAMETER);
    expect(await house.server.backend.stats()).toEqual(before);
    expect(ben.heard).toHaveLength(1);
    expect(ann.client.closedByServer).toBe(false);
  });

  it('says what is wrong and what would be right', async () => {
    const [, body] = await ann.client.emit('signaling:invite', {
      data: { clientMsgId: 'x', inviteeList: ['ben'], timeout: 604_800 },
    });
    expect(body).toEqual({
      errcode: Code.INVALID_PARAMETER,
      errmsg: 'timeout: must be 0 (no deadline) or a whole number of seconds from 1 to 3600, but is 604800',
      context: { type: 'input', field: 'timeout', received: 'number' },
    });
  });

  it.each([
    ['0', 0],
    ['1', 1],
    ['3,600', 3_600],
  ])('is not one with a timeout of %s seconds', async (_what, timeout) => {
    expect(await ann.refusedInvite(['ben'], { timeout })).toBe(0);
  });

  it('is not one with 100 invitees, 8 KiB and everything a push may say', async () => {
    const offlinePushInfo = {
      disablePush: false,
      disableVoipPush: false,
      title: 'x'.repeat(256),
      description: 'x',
      extension: '{}',
      androidInfo: {
        sound: 's.mp3',
        XiaoMiChannelID: '1',
        OPPOChannelID: '1',
        FCMChannelID: '1',
        VIVOClassification: 1,
        VIVOCategory: 'IM',
        HuaWeiCategory: 'VOIP',
        HuaWeiImage: 'https://a.example/1.png',
        HonorImage: 'https://a.example/2.png',
        GoogleImage: 'https://a.example/3.png',
      },
      apnsInfo: {
        sound: 'ring.caf',
        ignoreIOSBadge: true,
        disableVoipPush: true,
        image: 'https://a.example/4.png',
      },
    };
    const data = { groupID: 'team', data: 'x'.repeat(8_192), offlinePushInfo };
    expect(await ann.refusedInvite(many(100), data)).toBe(0);
  });
});

describe('an answer that cannot be', () => {
  const verbs = ['cancel', 'accept', 'reject', 'modify'] as const;

  it.each(verbs)('%s of an invitation that nobody knows is refused with 8010', async (verb) => {
    expect(await ann.refusal(verb, 'nothing')).toBe(Code.INVALID_INVITE_ID);
  });

  it.each([
    ['a number as inviteID', { inviteID: 1 }],
    ['an empty inviteID', { inviteID: '' }],
    ['an inviteID that is too long', { inviteID: 'x'.repeat(65) }],
    ['data that is no text', { data: 1 }],
    ['data of more than 8 KiB', { data: 'x'.repeat(8_193) }],
    ['no clientMsgId', { clientMsgId: undefined }],
    ['a revision in words', { ifRevision: 'last' }],
  ])('with %s is refused with 6017', async (what, data) => {
    const caller = what.includes('revision') ? ann : ben;
    const verb = what.includes('revision') ? 'modify' : 'accept';
    expect(await caller.refusal(verb, inviteID, data)).toBe(Code.INVALID_PARAMETER);
    expect(ben.stateOf(inviteID)).toEqual(['invited']);
  });

  it.each([
    ['accept', 'of one who is not invited', 'eve', Code.NO_PERMISSION],
    ['reject', 'of one who is not invited', 'eve', Code.NO_PERMISSION],
    ['accept', 'of the inviter', 'ann', Code.NO_PERMISSION],
    ['cancel', "of somebody else's", 'eve', Code.NO_PERMISSION],
    ['cancel', 'of an invitee', 'ben', Code.NO_PERMISSION],
    ['modify', 'of an invitee', 'ben', Code.NO_PERMISSION],
    ['modify', "of somebody else's", 'eve', Code.NO_PERMISSION],
  ] as const)('%s %s is refused, and nobody notices', async (verb, _what, uid, code) => {
    const caller = uid === 'ann' ? ann : uid === 'ben' ? ben : await house.enter(uid);
    expect(await caller.refusal(verb, inviteID, { data: 'x' })).toBe(code);
    expect([ann.heard, ben.heard].map(({ length }) => length)).toEqual([1, 1]);
  });

  it('another app does not know of it', async () => {
    const client = house.server.connect();
    await client.login('ben', { appid: 2 });
    expect(await client.refusal('signaling:accept', { clientMsgId: 'x', inviteID, data: '' })).toBe(
      Code.INVALID_INVITE_ID,
    );
  });

  it('before the login is refused as everything is', async () => {
    const client = house.server.connect();
    expect(await client.refusal('signaling:invite', { clientMsgId: 'x', inviteeList: ['ben'] })).toBe(
      HummerErrorCode.NOT_LOGGED_IN,
    );
  });
});

describe('the limits of invitations', () => {
  it('a 51st that is open is refused, until one ends', async () => {
    for (let n = 1; n < 50; n++) expect(await ann.refusedInvite(['ben'])).toBe(0);
    expect(await ann.refusedInvite(['ben'])).toBe(Code.INVALID_PARAMETER);
    await ben.act('accept', inviteID);
    expect(await ann.refusedInvite(['ben'])).toBe(0);
    const cat = await house.enter('cat');
    expect(await cat.refusedInvite(['ben'])).toBe(0);
  });

  it('answers of a large group share what one invitation may hold', async () => {
    const cat = await house.enter('cat');
    const { inviteID: large } = await ann.invite(['ben', 'cat', ...many(98)], { groupID: 'team' });
    expect(await ben.refusal('accept', large, { data: 'x'.repeat(1_311) })).toBe(Code.INVALID_PARAMETER);
    expect(await ben.refusal('accept', large, { data: 'x'.repeat(1_310) })).toBe(0);
    expect(await cat.refusal('reject', large, { data: 'x'.repeat(1_310) })).toBe(0);
  });

  it('a flood is told to slow down, and only the one who floods', async () => {
    house = new SignalingHouse({ limits: { requests: { burst: 10, perSecond: 1 } } });
    ann = await house.enter('ann');
    ben = await house.enter('ben');
    const answers = await Promise.all(
      many(12).map((uid) =>
        ann.client.emit('signaling:invite', { data: { clientMsgId: uid, inviteeList: [uid] } }),
      ),
    );
    const codes = answers.map(([, body]) => (body as WireError).errcode);
    expect(codes).toContain(HummerErrorCode.TOO_FREQUENT);
    expect(await ben.refusedInvite(['ann'])).toBe(0);
  });

  it('too much data again and again closes the connection that sends it', async () => {
    for (let n = 0; n < 20; n++)
      await Promise.race([ann.refusedInvite(['ben'], { data: 'x'.repeat(9_000) }), house.clock.tick(0)]);
    expect(ann.client.closedByServer).toBe(true);
    expect(ben.client.closedByServer).toBe(false);
  });

  it('a device asks about at most 500 at once', async () => {
    const known = many(501).map((one) => ({ inviteID: one, version: 1 }));
    expect(await ann.client.refusal('signaling:sync', { known })).toBe(Code.INVALID_PARAMETER);
    expect(await ann.client.refusal('signaling:sync', { known: known.slice(1) })).toBe(0);
  });
});
