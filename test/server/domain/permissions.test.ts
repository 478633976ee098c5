import { describe, expect, it, vi } from 'vitest';
import { HummerErrorCode as Code } from '../../../src/protocol/codes.js';
import type { Grants } from '../../../src/server/ports/TokenSigner.js';
import type { Authorize } from '../../../src/server/domain/permissions.js';
import { TestServer } from '../support/testServer.js';

async function bearer(grants: Grants, authorize?: Authorize) {
  const server = new TestServer({ apps: ['1'], ...(authorize && { authorize }) });
  const client = server.connect();
  await client.login('ann', { token: await server.token('ann', { grants }) });
  return { server, client };
}
const write = { roomId: 'r', clientMsgId: '1', op: 'set', attributes: {} };

describe('grants', () => {
  it('limit the rooms of the bearer', async () => {
    const { client } = await bearer({ rooms: ['r'] });
    expect(await client.refusal('room:join', { roomId: 'r' })).toBe(0);
    expect(await client.refusal('room:join', { roomId: 's' })).toBe(Code.NO_PERMISSION);
    expect(await client.refusal('room:writeAttributes', { ...write, roomId: 's' })).toBe(Code.NO_PERMISSION);
    expect(await client.refusal('room:readAttributes', { roomId: 's' })).toBe(Code.NO_PERMISSION);
    expect(await client.refusal('media:token', { roomId: 's', role: 0 })).not.toBe(0);
  });

  it('limit who writes room attributes', async () => {
    const joined = await bearer({ writeRoomAttributes: 'joined' });
    expect(await joined.client.refusal('room:writeAttributes', write)).toBe(Code.NOT_IN_ROOM);
    await joined.client.join('r');
    expect(await joined.client.refusal('room:writeAttributes', { ...write, clientMsgId: '2' })).toBe(0);
    const none = await bearer({ writeRoomAttributes: 'none' });
    await none.client.join('r');
    expect(await none.client.refusal('room:writeAttributes', write)).toBe(Code.NO_PERMISSION);
    expect(await none.client.refusal('room:writeUserAttributes', write)).toBe(0);
  });

  it('change with a fresh token', async () => {
    const { server, client } = await bearer({ rooms: ['r'] });
    await client.request('session:refreshToken', {
      token: await server.token('ann', { grants: { rooms: ['s'] } }),
    });
    expect(await client.refusal('room:join', { roomId: 'r' })).toBe(Code.NO_PERMISSION);
    expect(await client.refusal('room:join', { roomId: 's' })).toBe(0);
  });
});

describe('authorize', () => {
  it('is asked who wants what where, and its no is final', async () => {
    const authorize = vi.fn<Authorize>((_who, action) => action !== 'join');
    const { client } = await bearer({}, authorize);
    expect(await client.refusal('room:join', { roomId: 'r' })).toBe(Code.NO_PERMISSION);
    expect(await client.refusal('room:writeAttributes', write)).toBe(0);
    const [who, action, room] = authorize.mock.calls[0] ?? [];
    expect([who?.appid, who?.uid, action, room?.region, room?.roomId]).toEqual([1, 'ann', 'join', 'cn', 'r']);
  });

  it('is not asked what the grants refuse already', async () => {
    const authorize = vi.fn<Authorize>(() => true);
    const { client } = await bearer({ rooms: [] }, authorize);
    expect(await client.refusal('room:join', { roomId: 'r' })).toBe(Code.NO_PERMISSION);
    expect(authorize).not.toHaveBeenCalled();
  });

  it('is asked for history', async () => {
    const { client } = await bearer({}, (_who, action) => action !== 'history');
    const { epoch, seq } = await client.join('r');
    expect(await client.refusal('room:history', { roomId: 'r', epoch, from: seq })).toBe(Code.NO_PERMISSION);
  });

  it.each<[string, Authorize]>([
    [
      'throws',
      () => {
        throw new Error('database down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('database down'))],
    ['answers anything but true', () => 'yes' as unknown as boolean],
  ])('means no when it %s', async (_what, authorize) => {
    const { client } = await bearer({}, authorize);
    expect(await client.refusal('room:join', { roomId: 'r' })).toBe(Code.NO_PERMISSION);
  });

  it('means no when it has not answered after ten seconds', async () => {
    const { server, client } = await bearer({}, () => new Promise(() => undefined));
    const answer = client.refusal('room:join', { roomId: 'r' });
    await server.clock.tick(10_000);
    expect(await answer).toBe(Code.NO_PERMISSION);
  });
});
