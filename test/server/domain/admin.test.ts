import { beforeEach, describe, expect, it } from 'vitest';
import { HummerErrorCode as Code } from '../../../src/protocol/codes.js';
import type { AdminRoom } from '../../../src/server/domain/admin.js';
import { TestServer } from '../support/testServer.js';

let server: TestServer;
beforeEach(() => {
  server = new TestServer({ defaultRegion: 'us' });
});

describe('the calls of the operator', () => {
  it('take an appid as number or text, and the default region of the server', async () => {
    const ann = await server.enter('ann', { room: null });
    await ann.join('r', { region: 'us' });
    expect(await server.backend.admin.members({ appid: 1, roomId: 'r' })).toHaveLength(1);
    expect(await server.backend.admin.members({ appid: '1', roomId: 'r', region: 'cn' })).toHaveLength(0);
    expect(await server.backend.admin.listRooms(1)).toEqual([{ region: 'us', roomId: 'r', members: 1 }]);
  });

  const room: AdminRoom = { appid: 1, roomId: 'r' };
  it.each<[what: string, code: number, call: (server: TestServer) => Promise<unknown>]>([
    ['an appid that is none', Code.INVALID_PARAMETER, ({ backend }) => backend.admin.listRooms('one')],
    [
      'a room id that is none',
      Code.INVALID_PARAMETER,
      ({ backend }) => backend.admin.members({ ...room, roomId: ' ' }),
    ],
    [
      'a region that is none',
      Code.INVALID_PARAMETER,
      ({ backend }) => backend.admin.dismiss({ ...room, region: 'mars' as never }),
    ],
    ['a uid that is none', Code.INVALID_PARAMETER, ({ backend }) => backend.admin.kick(room, 'a b')],
    ['no uid', Code.INVALID_PARAMETER, ({ backend }) => backend.admin.kickUser(1, undefined as never)],
    [
      'a ban without an end',
      Code.INVALID_PARAMETER,
      ({ backend }) => backend.admin.ban(room, 'ann', Infinity),
    ],
    [
      'a message without content',
      Code.INVALID_PARAMETER,
      ({ backend }) => backend.admin.sendMessage(room, { type: 't' } as never),
    ],
    [
      'a message that is too large',
      Code.MESSAGE_TOO_LARGE,
      ({ backend }) => backend.admin.sendMessage(room, { type: 't', content: 'x'.repeat(40_000) }),
    ],
    [
      'an unknown operation',
      Code.INVALID_PARAMETER,
      ({ backend }) => backend.admin.writeRoomAttributes(room, { op: 'drop' } as never),
    ],
    [
      'too many attributes',
      Code.TOO_MANY_ROOM_ATTRIBUTES,
      ({ backend }) =>
        backend.admin.writeRoomAttributes(room, {
          op: 'set',
          attributes: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [i, ''])),
        }),
    ],
  ])('refuse %s', async (_what, code, call) => {
    await expect(call(server)).rejects.toMatchObject({ name: 'HummerError', code });
  });

  it('send a message once under one id', async () => {
    const ann = await server.enter('ann', { room: null });
    await ann.join('r', { region: 'us' });
    const message = { type: 't', content: 'hi', clientMsgId: 'once' };
    const first = await server.backend.admin.sendMessage(room, message);
    expect(await server.backend.admin.sendMessage(room, message)).toEqual(first);
    await server.settle();
    expect(ann.pushes.filter(({ event }) => event === 'room:message')).toHaveLength(1);
  });
});
