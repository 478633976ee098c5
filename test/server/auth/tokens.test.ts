import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { HummerErrorCode as Code } from '../../../src/protocol/codes.js';
import { createJwtTokenSigner } from '../../../src/server/auth/jwtTokenSigner.js';
import { deriveKey } from '../../../src/server/auth/keys.js';
import { signToken } from '../../../src/server/auth/signToken.js';
import { serverClock } from '../../../src/server/clock.js';

const KEY = 'a key of some length';
const signer = (keys: Record<string, string> = { '1': KEY }) =>
  createJwtTokenSigner({ keyOf: (appid) => keys[appid], clock: serverClock });
const refused = (code: number) => expect.objectContaining({ name: 'HummerError', code }) as Error;
const sign = (options: Partial<Parameters<typeof signToken>[0]> = {}) =>
  signToken({ appid: 1, uid: 'ann', key: KEY, expiresInSec: 60, ...options });
const verify = async (
  token: string,
  ...args: [purpose?: 'hummer-login' | 'hummer-media', appid?: string]
) => {
  const [purpose = 'hummer-login', appid = '1'] = args;
  return (await signer()).verify(purpose, appid, token);
};

describe('a signed token', () => {
  it('says who, for how long and what else', async () => {
    const grants = { rooms: ['r'], mediaRole: 2 as const, writeRoomAttributes: 'none' as const };
    const claims = await verify(await sign({ grants, temporary: true }));
    expect(claims).toMatchObject({ appid: '1', sub: 'ann', grants, temporary: true });
    expect(claims.exp - claims.iat).toBe(60);
    expect(claims.jti).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is the same for an appid as number and as text', async () => {
    expect((await verify(await sign({ appid: '1' }))).appid).toBe('1');
  });

  it('is refused with another key, for another purpose, another app or an unknown one', async () => {
    await expect(verify(await sign({ key: 'another key' }))).rejects.toEqual(refused(Code.INVALID_TOKEN));
    await expect(verify(await sign(), 'hummer-media')).rejects.toEqual(refused(Code.INVALID_TOKEN));
    await expect(verify(await sign({ appid: 2 }))).rejects.toEqual(refused(Code.INVALID_TOKEN));
    await expect(verify(await sign(), 'hummer-login', '2')).rejects.toEqual(refused(Code.INVALID_APPID));
  });

  it('is refused when a character of it is changed', async () => {
    const token = await sign();
    const at = token.lastIndexOf('.') + 5;
    const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    await expect(verify(changed)).rejects.toEqual(refused(Code.INVALID_TOKEN));
    await expect(verify('')).rejects.toEqual(refused(Code.INVALID_TOKEN));
    await expect(verify('a.b.c')).rejects.toEqual(refused(Code.INVALID_TOKEN));
  });

  it('has its own code when it has expired, and can be read all the same where that is asked for', async () => {
    const now = Math.floor(serverClock.now() / 1000);
    const expired = await (
      await signer()
    ).sign('hummer-login', { appid: '1', sub: 'ann', iat: now - 20, exp: now - 10, jti: 'j' });
    await expect(verify(expired)).rejects.toEqual(refused(Code.TOKEN_EXPIRED));
    const claims = await (await signer()).verify('hummer-login', '1', expired, { ignoreExpiry: true });
    expect(claims.sub).toBe('ann');
  });
});

describe('a forged token', () => {
  const now = Math.floor(Date.now() / 1000);
  const payload = { appid: '1', sub: 'ann', iat: now, exp: now + 60, jti: 'j' };
  const forge = (header: { alg: string; typ?: string }, key: Uint8Array, claims: object = payload) =>
    new SignJWT({ ...claims }).setProtectedHeader(header).sign(key);

  it('without a signature is refused', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const none = `${part({ alg: 'none', typ: 'hummer-login' })}.${part(payload)}.`;
    await expect(verify(none)).rejects.toEqual(refused(Code.INVALID_TOKEN));
  });

  it('with another algorithm, type or the undivided key is refused', async () => {
    const key = deriveKey(KEY, 'hummer-login');
    const long = new Uint8Array(64);
    long.set(key);
    await expect(verify(await forge({ alg: 'HS512', typ: 'hummer-login' }, long))).rejects.toEqual(
      refused(Code.INVALID_TOKEN),
    );
    await expect(verify(await forge({ alg: 'HS256', typ: 'hummer-media' }, key))).rejects.toEqual(
      refused(Code.INVALID_TOKEN),
    );
    await expect(verify(await forge({ alg: 'HS256' }, key))).rejects.toEqual(refused(Code.INVALID_TOKEN));
    const raw = new TextEncoder().encode(KEY.padEnd(32, 'x'));
    await expect(verify(await forge({ alg: 'HS256', typ: 'hummer-login' }, raw))).rejects.toEqual(
      refused(Code.INVALID_TOKEN),
    );
  });

  it.each(['appid', 'sub', 'iat', 'exp', 'jti'])('without %s is refused', async (claim) => {
    const key = deriveKey(KEY, 'hummer-login');
    const token = await forge({ alg: 'HS256', typ: 'hummer-login' }, key, { ...payload, [claim]: undefined });
    await expect(verify(token)).rejects.toEqual(refused(Code.INVALID_TOKEN));
  });

  it('grants nothing that is not understood', async () => {
    const key = deriveKey(KEY, 'hummer-login');
    const grants = { rooms: 'all', mediaRole: 7, writeRoomAttributes: 'sure' };
    const token = await forge({ alg: 'HS256', typ: 'hummer-login' }, key, { ...payload, grants });
    expect((await verify(token)).grants).toEqual({ rooms: [], mediaRole: 2, writeRoomAttributes: 'none' });
  });
});

describe('signing', () => {
  it.each([
    ['appid', { appid: 'one' }],
    ['uid', { uid: 'a b' }],
    ['uid', { uid: 7 as unknown as string }],
    ['key', { key: '' }],
    ['expiresInSec', { expiresInSec: 0 }],
    ['expiresInSec', { expiresInSec: Number.NaN }],
  ])('refuses a wrong %s and names it', async (field, options) => {
    const context = { type: 'input', field };
    await expect(sign(options)).rejects.toMatchObject({ code: Code.INVALID_PARAMETER, context });
  });
});
