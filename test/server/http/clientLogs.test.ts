import { afterEach, describe, expect, it } from 'vitest';
import { signToken } from '../../../src/server/auth/signToken.js';
import type { ClientLog } from '../../../src/server/http/clientLogs.js';
import type { HummerServerOptions } from '../../../src/server/serverOptions.js';
import { SocketHouse } from '../support/socketHouse.js';

const KEY = 'a key of eight or more';
let house: SocketHouse;
afterEach(() => house.close());

async function open(options: Partial<HummerServerOptions> = {}): Promise<ClientLog[]> {
  const kept: ClientLog[] = [];
  house = await SocketHouse.open({
    apps: { '1': { key: KEY } },
    clientLogs: (log) => {
      kept.push(log);
    },
    ...options,
  });
  return kept;
}

const tokenOf = (uid: string): Promise<string> => signToken({ appid: 1, key: KEY, uid, expiresInSec: 60 });

async function post(
  body: string,
  { token, path = '/v1/apps/1/logs', method = 'POST', ...headers }: Record<string, string> = {},
) {
  const response = await fetch(house.server.url + path, {
    method,
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    ...(method === 'POST' && { body }),
  });
  await response.text();
  return response;
}

describe('the upload of logs', () => {
  it('keeps a log under the user of the token', async () => {
    const kept = await open();
    expect((await post('line one\nZeile zwei ü', { token: await tokenOf('ann') })).status).toBe(200);
    expect(kept).toMatchObject([{ appid: '1', uid: 'ann', text: 'line one\nZeile zwei ü' }]);
  });

  it('is off unless the server has a place for them', async () => {
    house = await SocketHouse.open({ apps: { '1': { key: KEY } } });
    expect((await post('x', { token: await tokenOf('ann') })).status).toBe(403);
  });

  it('takes one a minute of each user', async () => {
    const kept = await open();
    const token = await tokenOf('ann');
    await post('first', { token });
    const second = await post('second', { token });
    expect(second.status).toBe(429);
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
    await post('another', { token: await tokenOf('ben') });
    expect(kept.map(({ text }) => text)).toEqual(['first', 'another']);
  });

  it('takes one of two that come at once', async () => {
    const kept = await open();
    const token = await tokenOf('ann');
    const answers = await Promise.all([post('a', { token }), post('b', { token })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429]);
    expect(kept).toHaveLength(1);
  });

  it('refuses what is too large, and counts it not', async () => {
    const kept = await open({ limits: { clientLogs: { bytes: 10 } } });
    const token = await tokenOf('ann');
    expect((await post('x'.repeat(11), { token })).status).toBe(413);
    expect((await post('x'.repeat(10), { token })).status).toBe(200);
    expect(kept).toHaveLength(1);
  });

  it.each([
    ['without a token', undefined],
    ['with nonsense', 'nonsense'],
  ])('is refused %s', async (_what, token) => {
    const kept = await open();
    expect((await post('x', token === undefined ? {} : { token })).status).toBe(401);
    expect(kept).toEqual([]);
  });

  it('is refused with a token of another key or app', async () => {
    await open();
    const forged = await signToken({ appid: 1, key: 'another key of eight', uid: 'ann', expiresInSec: 60 });
    expect((await post('x', { token: forged })).status).toBe(401);
    const token = await tokenOf('ann');
    expect((await post('x', { token, path: '/v1/apps/2/logs' })).status).toBe(401);
  });

  it('of an open server is under the name that the client says', async () => {
    const kept = await open({ apps: 'open' });
    expect((await post('x', { path: '/v1/apps/1/logs?uid=ann' })).status).toBe(200);
    expect((await post('x', { path: '/v1/apps/1/logs?uid=../../etc' })).status).toBe(400);
    expect(kept).toMatchObject([{ uid: 'ann' }]);
  });

  it('may be done by pages of the origins, and by no others', async () => {
    await open({ origins: ['https://app.test'] });
    const ask = (origin: string) => post('', { method: 'OPTIONS', origin });
    const mine = await ask('https://app.test');
    expect([mine.status, mine.headers.get('access-control-allow-origin')]).toEqual([204, 'https://app.test']);
    expect((await ask('https://other.test')).headers.get('access-control-allow-origin')).toBeNull();
    const posted = await post('x', { token: await tokenOf('ann'), origin: 'https://app.test' });
    expect(posted.headers.get('access-control-allow-origin')).toBe('https://app.test');
  });

  it('is only a POST, and a failure of the place is a 500', async () => {
    await open({ clientLogs: () => Promise.reject(new Error('The disk is full.')) });
    expect((await post('', { method: 'GET' })).status).toBe(405);
    expect((await post('x', { token: await tokenOf('ann') })).status).toBe(500);
  });
});
