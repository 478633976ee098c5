import { describe, expect, it } from 'vitest';
import { signRoom } from '../../../../src/server/auth/signRoom.js';
import { APP_KEY, codeOf, createHouse, settle, type House, type TestClient } from './support.js';

const SECOND = 1_000;

function sign(house: House, seconds: number, userId = 'ann'): { signature: string; ctime: number } {
  const ctime = Math.floor(house.clock.now() / SECOND) + seconds;
  return {
    ctime,
    signature: signRoom({ appId: 1, appKey: APP_KEY, roomId: 'room', userId, ctime }),
  };
}

const tokenOf = (house: House, seconds: number, role = 0) => ({
  appId: '1',
  userId: 'ann',
  role,
  ...sign(house, seconds),
});

async function enter(house: House, seconds = 60): Promise<TestClient> {
  const client = house.connect();
  await client.ask('token', { roomid: 'room', token: tokenOf(house, seconds) });
  await client.ask('join', { displayName: 'Ann', device: {} });
  await settle();
  return client;
}

describe('a signature', () => {
  it('is told to have expired at its ctime, with the end of the grace', async () => {
    const house = createHouse();
    const client = await enter(house);
    await house.clock.tick(59 * SECOND);
    expect(client.of('signatureExpired')).toEqual([]);
    await house.clock.tick(SECOND);
    expect(client.last('signatureExpired')).toMatchObject({
      code: 90_100_030,
      closesAt: house.clock.now() + 30 * SECOND,
    });
  });

  it('ends the session with reason 6 if nobody renews it in time', async () => {
    const house = createHouse();
    const ben = await house.join('ben');
    const client = await enter(house);
    await house.clock.tick(89 * SECOND);
    expect(client.open).toBe(true);
    await house.clock.tick(SECOND);
    expect(client.last('kicked')).toMatchObject({ userId: 'ann', cause: 'signature', reason: { code: 6 } });
    expect(client.open).toBe(false);
    expect(ben.client.last('peerClosed')).toMatchObject({ reason: { code: 6 } });
  });

  it('is renewed before or within the grace, and then lasts until the new ctime', async () => {
    const house = createHouse();
    const client = await enter(house);
    await house.clock.tick(80 * SECOND);
    const renewal = sign(house, 100);
    expect(await client.ask('renewSignature', renewal)).toEqual({ expiresAt: renewal.ctime * SECOND });
    client.forget();
    await house.clock.tick(99 * SECOND);
    expect(client.log).toEqual([]);
    await house.clock.tick(SECOND);
    expect(client.log).toEqual(['signatureExpired']);
  });

  it('is not renewed by one of another user, nor by one that has expired, nor with nonsense', async () => {
    const house = createHouse();
    const client = await enter(house);
    const renew = (data: unknown) => codeOf(client.ask('renewSignature', data));
    expect(await renew(sign(house, 100, 'ben'))).toBe(90_100_031);
    expect(await renew(sign(house, -1))).toBe(90_100_030);
    expect(await renew({ signature: 7, ctime: 'soon' })).toBe(400);
    await house.clock.tick(90 * SECOND);
    expect(client.open).toBe(false);
  });

  it('is not renewed once the server does not allow it any more, so that the call ends', async () => {
    let allowed = true;
    const house = createHouse({ authorize: () => allowed });
    const client = await enter(house);
    allowed = false;
    expect(await codeOf(client.ask('renewSignature', sign(house, 100)))).toBe(90_100_022);
    await house.clock.tick(90 * SECOND);
    expect(client.last('kicked')).toMatchObject({ cause: 'signature' });
  });

  it('of a session that has none cannot be renewed', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    expect(await codeOf(ann.client.ask('renewSignature', sign(house, 100)))).toBe(90_100_001);
  });

  it('comes fresh with switchRole and with a resume', async () => {
    const house = createHouse();
    const client = await enter(house);
    await client.ask('switchRole', { role: 2, token: tokenOf(house, 200, 2) });
    await house.clock.tick(100 * SECOND);
    expect(client.of('signatureExpired')).toEqual([]);

    const again = house.connect();
    const { resume } = await again.ask('token', { roomid: 'room', token: tokenOf(house, 50) });
    again.drop();
    const next = house.connect();
    await next.ask('resume', { ...(resume as object), token: tokenOf(house, 300) });
    await house.clock.tick(299 * SECOND);
    expect(next.of('signatureExpired')).toEqual([]);
    await house.clock.tick(SECOND);
    expect(next.of('signatureExpired')).toHaveLength(1);
  });

  it('keeps no timer of a peer that has left', async () => {
    const house = createHouse();
    const before = house.clock.pending();
    const client = await enter(house);
    await client.ask('leave');
    await settle();
    client.drop();
    expect(house.clock.pending()).toBe(before);
  });
});
