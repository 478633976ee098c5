import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { NuveToken } from '../../../../src/protocol/media.js';
import { signRoom } from '../../../../src/server/auth/signRoom.js';
import { APP_KEY, codeOf, createHouse, NUVE_KEY } from './support.js';

const room = { appid: 1, roomId: '测试房间', username: '小明' };

describe('the token of seed 003', () => {
  it('is signed as nuve signs it: base64 of the hex of HMAC-SHA1', async () => {
    const token = await createHouse().media.issueMediaToken(room);
    const hex = createHmac('sha1', NUVE_KEY).update(`${token.tokenId},${token.host}`).digest('hex');
    expect(token).toEqual({
      tokenId: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
      host: 'media.test:3000',
      secure: false,
      signature: Buffer.from(hex).toString('base64'),
    });
  });

  it('brings a peer with the name it was issued for, and no resume', async () => {
    const house = createHouse();
    const token = await house.media.issueMediaToken(room);
    const client = house.connect();
    const answer = await client.ask('token', { token, roomid: room.roomId, username: 'whoever' });
    expect(answer).toEqual({ clientId: expect.any(String) as string, roomId: room.roomId });
    await client.ask('join', { displayName: '', device: {} });
    const { client: other } = await house.enter('ann', { roomId: room.roomId });
    expect((await other.ask('join', {}))['peers']).toMatchObject([{ displayName: '小明' }]);
  });

  it('is good once', async () => {
    const house = createHouse();
    const token = await house.media.issueMediaToken(room);
    await house.connect().ask('token', { token, roomid: room.roomId });
    expect(await codeOf(house.connect().ask('token', { token, roomid: room.roomId }))).toBe(1002);
  });

  it('is good for three minutes', async () => {
    const house = createHouse();
    const token = await house.media.issueMediaToken(room);
    await house.clock.tick(180_000);
    expect(await codeOf(house.connect().ask('token', { token, roomid: room.roomId }))).toBe(1002);
  });

  it.each<[string, (token: NuveToken) => { token: NuveToken; roomid: string }]>([
    ['another room', (token) => ({ token, roomid: 'another' })],
    ['another host', (token) => ({ token: { ...token, host: 'evil.test' }, roomid: room.roomId })],
    [
      'another signature',
      (token) => ({ token: { ...token, signature: btoa('0'.repeat(40)) }, roomid: room.roomId }),
    ],
    ['no signature at all', (token) => ({ token: { ...token, signature: '' }, roomid: room.roomId })],
  ])('is refused with %s', async (_what, change) => {
    const house = createHouse();
    const token = await house.media.issueMediaToken(room);
    expect(await codeOf(house.connect().ask('token', change(token)))).toBe(1002);
  });

  it('is not spent by somebody who only knows its id', async () => {
    const house = createHouse();
    const token = await house.media.issueMediaToken(room);
    const forged = { ...token, signature: btoa('0'.repeat(40)) };
    expect(await codeOf(house.connect().ask('token', { token: forged, roomid: room.roomId }))).toBe(1002);
    await house.connect().ask('token', { token, roomid: room.roomId });
  });

  it('carries its role', async () => {
    const house = createHouse();
    const { client } = await house.enter(null, { role: 2 });
    expect(await codeOf(client.ask('createWebRtcTransport', { producing: true }))).toBe(90_100_022);
  });

  it.each<[string, Record<string, unknown>]>([
    ['roomId', { roomId: '' }],
    ['username', { username: 'x'.repeat(257) }],
    ['role', { role: 1 }],
    ['appid', { appid: 'one' }],
  ])('is not issued for a wrong %s', async (field, change) => {
    const request = { ...room, ...change };
    await expect(createHouse().media.issueMediaToken(request)).rejects.toMatchObject({
      code: 2001,
      context: { type: 'input', field },
    });
  });

  it('is not issued for an unknown app', async () => {
    await expect(createHouse().media.issueMediaToken({ ...room, appid: 9 })).rejects.toThrow(
      'knows no app 9',
    );
  });
});

describe('the token of a session', () => {
  it('brings a peer under its uid, with proof for a resume', async () => {
    const house = createHouse();
    const client = house.connect();
    const answer = await client.ask('token', { token: await house.sessionToken('ann'), username: 'Ann' });
    expect(answer).toEqual({
      clientId: expect.any(String) as string,
      roomId: 'room',
      resume: {
        sessionId: expect.any(String) as string,
        secret: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      },
    });
  });

  it('is good once', async () => {
    const house = createHouse();
    const token = await house.sessionToken('ann');
    await house.connect().ask('token', { token });
    expect(await codeOf(house.connect().ask('token', { token }))).toBe(31_000_004);
  });

  it('is good for a minute', async () => {
    const house = createHouse();
    const token = await house.sessionToken('ann');
    await house.clock.tick(60_000);
    expect(await codeOf(house.connect().ask('token', { token }))).toBe(31_000_004);
  });

  it('is void when its session ends', async () => {
    const house = createHouse();
    const token = await house.sessionToken('ann', { sessionId: 'over' });
    house.media.revokeSession('over');
    expect(await codeOf(house.connect().ask('token', { token }))).toBe(31_000_004);
  });

  it('is void when its user is put out of the room, and only then', async () => {
    const house = createHouse();
    const banned = await house.sessionToken('ann');
    const other = await house.sessionToken('ann', { roomId: 'other' });
    house.media.revokeUser({ appid: '1', region: 'cn', roomId: 'room' }, 'ann', 'banned');
    expect(await codeOf(house.connect().ask('token', { token: banned }))).toBe(31_000_004);
    await house.connect().ask('token', { token: other });
  });

  it('is refused for another room, and when it is nonsense', async () => {
    const house = createHouse();
    const token = await house.sessionToken('ann');
    expect(await codeOf(house.connect().ask('token', { token, roomid: 'another' }))).toBe(31_000_004);
    expect(await codeOf(house.connect().ask('token', { token: { session: 'nonsense' } }))).toBe(31_000_004);
  });
});

describe('the token of seed 002', () => {
  const hour = (house: ReturnType<typeof createHouse>): number =>
    Math.floor(house.clock.now() / 1000) + 3_600;
  function signed(house: ReturnType<typeof createHouse>, more: Record<string, unknown> = {}) {
    const ctime = hour(house);
    const signature = signRoom({ appId: 1, appKey: APP_KEY, roomId: 'lobby', userId: 'ann', ctime });
    return { roomid: 'lobby', token: { appId: '1', userId: 'ann', signature, ctime, role: 0, ...more } };
  }

  it('is signed as chapter 4 says', () => {
    const house = createHouse();
    const ctime = hour(house);
    const { token } = signed(house);
    expect(token.signature).toBe(
      createHmac('sha256', APP_KEY)
        .update(`1+lobby+ann+${String(ctime)}`)
        .digest('hex'),
    );
  });

  it.each([
    ['roomId', { roomId: '测试房间' }],
    ['userId', { userId: '' }],
    ['appId', { appId: 'a b' }],
    ['appKey', { appKey: '' }],
    ['ctime', { ctime: 1.5 }],
  ])('is not signed for a wrong %s', (field, change) => {
    const request = { appId: 1, appKey: APP_KEY, roomId: 'lobby', userId: 'ann', ctime: 1, ...change };
    expect(() => signRoom(request)).toThrow(
      expect.objectContaining({ code: 2001, context: expect.objectContaining({ field }) as object }) as Error,
    );
  });

  it('brings a peer that knows our additions, as often as it likes', async () => {
    const house = createHouse();
    const request = signed(house);
    const first = await house.connect().ask('token', request);
    const second = await house.connect().ask('token', request);
    expect(first['resume']).toBeDefined();
    expect(second['clientId']).not.toBe(first['clientId']);
  });

  it('may be of an app whose id has 128 characters, as the document allows', async () => {
    const appId = 'a'.repeat(128);
    const apps = { open: false, key: () => APP_KEY, nuveKey: () => undefined };
    const house = createHouse({ options: { apps } });
    const ctime = hour(house);
    const signature = signRoom({ appId, appKey: APP_KEY, roomId: 'lobby', userId: 'ann', ctime });
    await house.connect().ask('token', signed(house, { appId, signature }));
  });

  it('accepts ctime as text, as the document types it', async () => {
    const house = createHouse();
    await house.connect().ask('token', signed(house, { ctime: String(hour(house)) }));
  });

  it.each<[string, Record<string, unknown>, number]>([
    ['a wrong signature', { signature: 'ab'.repeat(32) }, 90_100_031],
    ['another user', { userId: 'ben' }, 90_100_031],
    ['an unknown app', { appId: '9' }, 90_100_031],
    ['an expired ctime', { ctime: 1_000 }, 90_100_030],
    ['a role as text', { role: '0' }, 400],
    ['a user id beyond its characters', { userId: 'ann@home' }, 400],
  ])('is refused with %s', async (_what, change, code) => {
    const house = createHouse();
    expect(await codeOf(house.connect().ask('token', signed(house, change)))).toBe(code);
  });

  it('is refused with a ctime more than twelve hours ahead', async () => {
    const house = createHouse();
    const ctime = hour(house) + 12 * 3_600;
    const [, body] = await house.connect().raw('token', signed(house, { ctime }));
    expect(body).toMatchObject({ errcode: 31_000_006, context: { rtc: 'RTC.31000006' } });
  });

  it('checks the room before the signature', async () => {
    const house = createHouse();
    const { token } = signed(house);
    expect(await codeOf(house.connect().ask('token', { token, roomid: '测试房间' }))).toBe(90_000_005);
  });

  it('gets role 0 only if authorize allows it', async () => {
    const house = createHouse({
      authorize: (_who, action, { role }) => action !== 'mediaToken' || role === 2,
    });
    expect(await codeOf(house.connect().ask('token', signed(house)))).toBe(90_100_022);
    await house.connect().ask('token', signed(house, { role: 2 }));
  });
});
