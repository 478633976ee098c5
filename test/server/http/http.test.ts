import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, event, pushesOf, SocketHouse } from '../support/socketHouse.js';
import { eventually } from '../../support/eventually.js';

const TOKEN = 'the admin token';
let house: SocketHouse;
afterEach(() => house.close());

const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(house.server.url + path, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, json: () => JSON.parse(text) as Record<string, unknown> };
};

describe('health', () => {
  it('is told to anybody', async () => {
    house = await SocketHouse.open();
    expect((await call('GET', '/healthz')).json()).toEqual({ status: 'ok' });
    expect((await call('GET', '/readyz')).json()).toEqual({ status: 'ready' });
  });

  it('is not ready while the server drains, and clients are told to go', async () => {
    house = await SocketHouse.open();
    const ann = await house.enter('ann');
    const draining = event(ann, 'session:draining');
    const closing = house.server.close({ drainMs: 2_000 });
    expect(await draining).toEqual({ data: { retryAfter: 2_000 } });
    expect((await call('GET', '/readyz')).status).toBe(503);
    ann.disconnect();
    await closing;
  });
});

describe('metrics', () => {
  it('are counted for this machine', async () => {
    house = await SocketHouse.open();
    await house.enter('ann');
    const { text } = await call('GET', '/metrics', undefined, { authorization: '' });
    expect(text).toMatch(/^hummer_rooms 1$/m);
    expect(text).toMatch(/^hummer_members 1$/m);
    expect(text).toMatch(/^hummer_connections 1$/m);
    expect(text).toMatch(/^hummer_answers_total\{namespace="\/hummer",event="room:join",errcode="0"\} 1$/m);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
  });

  it('count refusals, under the events of the protocol only', async () => {
    house = await SocketHouse.open();
    const socket = await house.connected();
    await ask(socket, 'room:join', { roomId: 'r' });
    await ask(socket, 'made up', {});
    const { text } = await call('GET', '/metrics');
    expect(text).toMatch(/event="room:join",errcode="1001"\} 1$/m);
    expect(text).toMatch(/event="unknown",errcode="2001"\} 1$/m);
    expect(text).not.toContain('made up');
  });

  it('need the admin token through a proxy', async () => {
    house = await SocketHouse.open({ adminToken: TOKEN });
    const forwarded = { 'x-forwarded-for': '203.0.113.7' };
    expect((await call('GET', '/metrics', undefined, { ...forwarded, authorization: '' })).status).toBe(401);
    expect((await call('GET', '/metrics', undefined, forwarded)).status).toBe(200);
  });
});

describe('the admin API', () => {
  beforeEach(async () => {
    house = await SocketHouse.open({ adminToken: TOKEN });
  });

  it('is closed to anybody without the token', async () => {
    for (const authorization of ['', 'Bearer wrong', `Basic ${TOKEN}`, 'Bearer ']) {
      const { status, json } = await call('GET', '/v1/apps/1/rooms', undefined, { authorization });
      expect(status).toBe(401);
      expect(json()['errmsg']).toMatch(/Authorization/);
    }
  });

  it('is off without an adminToken', async () => {
    await house.close();
    house = await SocketHouse.open();
    expect((await call('GET', '/v1/apps/1/rooms')).status).toBe(403);
  });

  it('lists rooms and members', async () => {
    await house.enter('ann', '教室/1');
    const rooms = [{ region: 'cn', roomId: '教室/1', members: 1 }];
    expect((await call('GET', '/v1/apps/1/rooms')).json()).toEqual({ rooms });
    const path = `/v1/apps/1/rooms/${encodeURIComponent('教室/1')}/members`;
    expect((await call('GET', path)).json()).toMatchObject({ members: [{ uid: 'ann', connections: 1 }] });
    expect((await call('GET', `${path}?region=us`)).json()).toEqual({ members: [] });
    expect((await call('GET', '/v1/apps/2/rooms')).json()).toEqual({ rooms: [] });
  });

  it('kicks, bans, speaks, writes and dismisses', async () => {
    const [ann, ben] = [await house.enter('ann'), await house.enter('ben')];
    const pushes = pushesOf(ann);
    const evicted = event(ben, 'room:evicted');
    expect((await call('POST', '/v1/apps/1/rooms/r/kick', { uid: 'ben' })).json()).toEqual({ wasIn: true });
    expect(await evicted).toEqual({ data: { region: 'cn', roomId: 'r', reason: 'kicked' } });
    expect((await call('POST', '/v1/apps/1/rooms/r/ban', { uid: 'ben', seconds: 60 })).json()).toEqual({
      wasIn: false,
    });
    await expect(house.enter('ben')).rejects.toThrow(/banned/);
    await call('POST', '/v1/apps/1/rooms/r/messages', { type: 'notice', content: 'Hello.' });
    await call('POST', '/v1/apps/1/rooms/r/attributes', { op: 'set', attributes: { $open: 'yes' } });
    await call('POST', '/v1/apps/1/rooms/r/attributes', {
      op: 'set',
      uid: 'ann',
      attributes: { $role: 'host' },
    });
    await eventually(() => {
      expect(pushes.map((push) => push.event)).toEqual([
        'room:left',
        'room:message',
        'room:attributesSet',
        'room:userAttributesSet',
      ]);
    });
    const dismissed = event(ann, 'room:evicted');
    expect((await call('POST', '/v1/apps/1/rooms/r/dismiss')).json()).toEqual({ uids: ['ann'] });
    expect(await dismissed).toMatchObject({ data: { reason: 'dismissed' } });
  });

  it.each([
    ['GET', '/v1/apps/1/rooms/r', undefined, 404],
    ['GET', '/v1/apps/1/rooms/r/kick', undefined, 404],
    ['POST', '/v1/apps/1/rooms', {}, 404],
    ['DELETE', '/v1/apps/1/rooms/r/members', undefined, 404],
    ['POST', '/v1/apps/1/rooms/r/constructor', {}, 404],
    ['POST', '/v1/apps/1/rooms/r/kick/more', {}, 404],
    ['POST', '/v1/apps/1/rooms/r/kick', {}, 400],
    ['POST', '/v1/apps/1/rooms/r/kick', { uid: 7 }, 400],
    ['POST', '/v1/apps/1/rooms/r/kick', 'no json', 400],
    ['POST', '/v1/apps/1/rooms/r/kick', '[]', 400],
    ['POST', '/v1/apps/1/rooms/r/ban', { uid: 'a', seconds: -1 }, 400],
    ['POST', '/v1/apps/1/rooms/%E0%A4%A/kick', { uid: 'a' }, 400],
    ['POST', '/v1/apps/1/rooms/%20/kick', { uid: 'a' }, 400],
    ['POST', '/v1/apps/1/rooms/r/kick?region=mars', { uid: 'a' }, 400],
    ['POST', '/v1/apps/1/rooms/r/role', { uid: 'a', role: 1 }, 400],
    ['POST', '/v1/apps/1/rooms/r/role', { uid: 'a', role: 2 }, 404],
    ['POST', '/v1/apps/1/rooms/r/messages', { type: 't', content: 'x'.repeat(40_000) }, 413],
    ['POST', '/v1/apps/1/rooms/r/messages', { type: 't', content: 'x'.repeat(80_000) }, 400],
    ['POST', '/v1/apps/1/rooms/r/attributes', { op: 'set', uid: 'nobody', attributes: {} }, 404],
    ['POST', '/v1/apps/1/rooms/r/tokens', { username: 'x' }, 404],
    ['GET', '/elsewhere', undefined, 404],
  ])('answers %s %s %o with %i and words', async (method, path, body, status) => {
    const answer = await call(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.json()['errmsg']).toMatch(/\w/);
  });
});
