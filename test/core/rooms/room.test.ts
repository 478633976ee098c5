import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Hummer, type Room, type RoomEvents, type RoomService } from '../../../src/core/index.js';
import { createTestBackend } from '../../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../../src/testing/backend/TestBackend.js';

const { encodeStringToUtf8Bytes: bytes, decodeUtf8BytesToString: text } = Hummer.Utify;
const OK = { rescode: 0, msg: 'ok' };

let backend: TestBackend;

beforeEach(() => {
  backend = createTestBackend();
});

afterEach(async () => {
  await backend.close();
});

async function user(uid: string): Promise<{ hummer: Hummer; service: RoomService }> {
  const hummer = backend.connect({ uid, autoLogin: false });
  await hummer.login({ uid });
  return { hummer, service: hummer.createInstance() };
}

async function member(
  uid: string,
  roomId = 'demo',
): Promise<{ hummer: Hummer; service: RoomService; room: Room }> {
  const { hummer, service } = await user(uid);
  const room = service.createRoom({ roomId });
  await room.joinRoom();
  return { hummer, service, room };
}

function hear<E extends keyof RoomEvents>(room: Room, event: E): RoomEvents[E][] {
  const heard: RoomEvents[E][] = [];
  room.on(event, (payload) => heard.push(payload));
  return heard;
}

describe('a room service', () => {
  it('is one object for life', async () => {
    const { hummer, service } = await user('ann');
    expect(hummer.createInstance()).toBe(service);
  });

  it('gives one object per room and region', async () => {
    const { service } = await user('ann');
    const room = service.createRoom({ region: 'cn', roomId: 'demo' });
    expect(service.createRoom({ roomId: 'demo' })).toBe(room);
    expect(service.createRoom({ region: 'us', roomId: 'demo' })).not.toBe(room);
  });

  it('refuses a room without a name and a region that there is not', async () => {
    const { service } = await user('ann');
    expect(() => service.createRoom({ roomId: '' })).toThrow(
      expect.objectContaining({ code: 2001 }) as Error,
    );
    expect(() => service.createRoom({ roomId: 5 as unknown as string })).toThrow(/roomId/);
    expect(() => service.createRoom({ region: 'x' as 'cn', roomId: 'demo' })).toThrow(/region/);
  });

  it('keeps rooms of several regions apart', async () => {
    const ann = await user('ann');
    const rooms = (['cn', 'us'] as const).map((region) => ann.service.createRoom({ region, roomId: 'demo' }));
    await Promise.all(rooms.map((room) => room.joinRoom()));
    const [cn, us] = rooms.map((room) => hear(room, 'RoomMessage'));
    await rooms[1]?.sendMessageToRoom({ type: 't', content: bytes('1') });
    await backend.settle();
    expect([cn?.length, us?.length]).toEqual([0, 1]);
  });

  it('counts the users of rooms, in and out of them', async () => {
    const { service } = await member('ann');
    await member('bob');
    expect(await service.getRoomUserCount({ roomIds: ['demo', 'empty'] })).toEqual({
      ...OK,
      appid: 1,
      userCount: { demo: 2, empty: 0 },
    });
  });

  it('writes and reads the attributes of a room that nobody has joined', async () => {
    const { service } = await user('ann');
    const roomId = 'board';
    expect(await service.setRoomAttributes({ roomId, attributes: { a: '1', b: '2' } })).toMatchObject({
      ...OK,
      revision: 1,
    });
    await service.addOrUpdateRoomAttributes({ roomId, attributes: { b: '3', c: '4' } });
    await service.deleteRoomAttributesByKeys({ roomId, keys: ['a'] });
    expect(await service.getRoomAttributes({ roomId })).toEqual({ ...OK, attributes: { b: '3', c: '4' } });
    expect(await service.getRoomAttributesByKeys({ roomId, keys: ['c', 'z'] })).toEqual({
      ...OK,
      attributes: { c: '4' },
    });
    expect(await service.clearRoomAttributes({ roomId })).toMatchObject({ revision: 4 });
    expect((await service.getRoomAttributes({ roomId })).attributes).toEqual({});
  });

  it('knows the spellings of the document', async () => {
    /* eslint-disable @typescript-eslint/no-deprecated -- they are what is tested */
    const { service } = await user('ann');
    await service.setroomAttributes({ roomId: 'r', attributes: { a: '1' } });
    await service.deleteroomAttributesByKeys({ roomId: 'r', keys: ['a'] });
    /* eslint-enable @typescript-eslint/no-deprecated */
    expect((await service.getRoomAttributes({ roomId: 'r' })).attributes).toEqual({});
  });

  it('refuses a write that comes from an older revision', async () => {
    const { service } = await user('ann');
    await service.setRoomAttributes({ roomId: 'r', attributes: { a: '1' } });
    await expect(
      service.setRoomAttributes({ roomId: 'r', attributes: { a: '2' }, ifRevision: 0 }),
    ).rejects.toMatchObject({ code: 5110, action: 'retry' });
    await service.setRoomAttributes({ roomId: 'r', attributes: { a: '3' }, ifRevision: 1 });
  });

  it.each([null, { a: 1 }])('refuses %j before anything is shown', async (attributes: unknown) => {
    const { service } = await user('ann');
    await expect(
      service.setRoomAttributes({ roomId: 'r', attributes: attributes as Record<string, string> }),
    ).rejects.toMatchObject({ code: 2001, context: { field: 'attributes' } });
  });
});

describe('a member of a room', () => {
  it('hears every message, also its own, with what came with it', async () => {
    const ann = await member('ann');
    const bob = await member('bob');
    const [own, heard] = [hear(ann.room, 'RoomMessage'), hear(bob.room, 'RoomMessage')];
    expect(
      await ann.room.sendMessageToRoom({ type: 'chat', content: bytes('hello'), appExtras: { lang: 'en' } }),
    ).toEqual(OK);
    await backend.settle();
    expect(heard).toEqual([
      {
        message: { type: 'chat', data: expect.anything() as unknown, appExtras: { lang: 'en' } },
        fromUid: 'ann',
        messageId: expect.any(String) as string,
        seq: expect.any(Number) as number,
        serverTime: backend.clock.now(),
        roomId: 'demo',
      },
    ]);
    expect(heard.map(({ message }) => text(message.data))).toEqual(['hello']);
    expect(own).toEqual(heard);
  });

  it('hears an unreliable message, which has no place in the stream', async () => {
    const ann = await member('ann');
    const bob = await member('bob');
    const heard = hear(bob.room, 'RoomMessage');
    await ann.room.sendMessageToRoom({ type: 'pen', content: bytes('1,2'), reliable: false });
    await ann.room.sendMessageToRoom({ type: 'chat', content: bytes('x') });
    await backend.settle();
    expect(heard.map(({ seq, message }) => [message.type, typeof seq])).toEqual([
      ['pen', 'object'],
      ['chat', 'number'],
    ]);
  });

  it('sends bytes that are no text', async () => {
    const ann = await member('ann');
    const heard = hear(ann.room, 'RoomMessage');
    await ann.room.sendMessageToRoom({ type: 'raw', content: Uint8Array.of(0, 255, 128) });
    await backend.settle();
    expect([...(heard[0]?.message.data ?? [])]).toEqual([0, 255, 128]);
  });

  it.each([
    [{ type: 'chat', content: 'text' }, 'content'],
    [{ type: '', content: bytes('1') }, 'type'],
    [{ type: 'chat', content: bytes('1'), appExtras: { a: 1 } }, 'appExtras'],
  ])('cannot send %o', async (input, field) => {
    const { room } = await member('ann');
    await expect(
      room.sendMessageToRoom(input as unknown as { type: string; content: Uint8Array }),
    ).rejects.toMatchObject({ code: 2001, context: { field } });
  });

  it('is told by the server that a message is too large', async () => {
    const { room } = await member('ann');
    await expect(
      room.sendMessageToRoom({ type: 'chat', content: new Uint8Array(40_000).fill(65) }),
    ).rejects.toMatchObject({ name: 'HummerError', action: 'fix-input' });
  });

  it('sees who comes and goes, and with what words', async () => {
    const ann = await member('ann');
    const [joined, left] = [hear(ann.room, 'NotifyJoinRoom'), hear(ann.room, 'NotifyLeaveRoom')];
    const bob = await user('bob');
    const room = bob.service.createRoom({ roomId: 'demo' });
    await room.joinRoom({ extra: { as: 'guest' } });
    await backend.settle();
    expect(await ann.room.getRoomUserList()).toEqual({
      ...OK,
      appid: 1,
      roomId: 'demo',
      uids: ['ann', 'bob'],
    });
    await room.leaveRoom({ extra: { why: 'lunch' } });
    await backend.settle();
    expect(joined).toEqual([{ uids: ['bob'], extras: [{ as: 'guest' }] }]);
    expect(left).toEqual([{ uids: ['bob'], reasons: ['leave'], extras: [{ why: 'lunch' }] }]);
  });

  it('has attributes, whose every change the others hear with what was removed', async () => {
    const ann = await member('ann');
    const bob = await member('bob');
    const heard: unknown[] = [];
    for (const name of ['Set', 'AddOrUpdate', 'Delete', 'Clear'] as const) {
      bob.room.on(`NotifyUserAttributes${name}`, (event) => heard.push([name, event]));
    }
    expect(await ann.room.setLocalUserAttributes({ attributes: { a: '1', b: '2' } })).toMatchObject({
      ...OK,
      revision: 1,
    });
    await ann.room.addOrUpdateLocalUserAttributes({ attributes: { b: '3' } });
    await ann.room.deleteLocalUserAttributesByKeys({ keys: ['a'] });
    expect(await bob.room.getUserAttributes({ uid: 'ann' })).toEqual({
      ...OK,
      appid: 1,
      roomId: 'demo',
      attributes: { b: '3' },
    });
    expect((await bob.room.getUserAttributesByKeys({ uid: 'ann', keys: ['x'] })).attributes).toEqual({});
    await ann.room.clearLocalUserAttributes();
    await backend.settle();
    const lastUpdateTs = String(backend.clock.now());
    expect(heard).toEqual([
      ['Set', { uid: 'ann', lastUpdateTs, attributes: { a: '1', b: '2' } }],
      ['AddOrUpdate', { uid: 'ann', lastUpdateTs, attributes: { b: '3' } }],
      ['Delete', { uid: 'ann', lastUpdateTs, attributes: { a: '1' } }],
      ['Clear', { uid: 'ann', lastUpdateTs, attributes: { b: '3' } }],
    ]);
  });

  it('hears every change of the attributes of the room, also from outside', async () => {
    const ann = await member('ann');
    const { service } = await user('bob');
    const heard: unknown[] = [];
    for (const name of ['Set', 'AddOrUpdate', 'Delete', 'Clear'] as const) {
      ann.room.on(`NotifyRoomAttributes${name}`, (event) =>
        heard.push([name, event.attributes, event.lastUpdateUid]),
      );
    }
    await service.setRoomAttributes({ roomId: 'demo', attributes: { a: '1', b: '2' } });
    await service.addOrUpdateRoomAttributes({ roomId: 'demo', attributes: { b: '3' } });
    await service.deleteRoomAttributesByKeys({ roomId: 'demo', keys: ['a'] });
    await service.clearRoomAttributes({ roomId: 'demo' });
    await backend.settle();
    expect(heard).toEqual([
      ['Set', { a: '1', b: '2' }, 'bob'],
      ['AddOrUpdate', { b: '3' }, 'bob'],
      ['Delete', { a: '1' }, 'bob'],
      ['Clear', { b: '3' }, 'bob'],
    ]);
  });

  it('joins once, however often it asks', async () => {
    const { room } = await member('ann');
    await room.joinRoom();
    await Promise.all([room.joinRoom(), room.joinRoom()]);
    expect(backend.server.log().filter(({ event }) => event === 'room:join')).toHaveLength(1);
  });

  it('can leave and come back', async () => {
    const { room } = await member('ann');
    await room.leaveRoom();
    await expect(room.getRoomUserList()).rejects.toMatchObject({ code: 5101 });
    await room.joinRoom();
    expect((await room.getRoomUserList()).uids).toEqual(['ann']);
  });

  it('ends as it was last told: a join and a leave at once', async () => {
    const { room } = await member('ann');
    const both = await Promise.allSettled([room.leaveRoom(), room.joinRoom()]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect((await room.getRoomUserList()).uids).toEqual(['ann']);
  });
});

describe('outside the room', () => {
  it('every call of a member says so with 5101', async () => {
    const { service } = await user('ann');
    const room = service.createRoom({ roomId: 'demo' });
    const calls = [
      () => room.leaveRoom(),
      () => room.sendMessageToRoom({ type: 't', content: bytes('1') }),
      () => room.setLocalUserAttributes({ attributes: {} }),
      () => room.addOrUpdateLocalUserAttributes({ attributes: {} }),
      () => room.deleteLocalUserAttributesByKeys({ keys: [] }),
      () => room.clearLocalUserAttributes(),
      () => room.getRoomUserList(),
      () => room.getUserAttributes({ uid: 'ann' }),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 5101 });
  });

  it('and logged out, every call says so with 1001', async () => {
    const { hummer, service, room } = await member('ann');
    await hummer.logout();
    const calls = [
      () => room.joinRoom(),
      () => room.sendMessageToRoom({ type: 't', content: bytes('1') }),
      () => room.setLocalUserAttributes({ attributes: {} }),
      () => service.setRoomAttributes({ roomId: 'demo', attributes: {} }),
      () => service.getRoomAttributes({ roomId: 'demo' }),
      () => service.getRoomUserCount({ roomIds: ['demo'] }),
      () => service.sendMessageToUser({ receiver: 'bob', type: 't', content: bytes('1') }),
      () => service.queryUsersOnlineStatus({ uids: ['bob'] }),
    ];
    for (const call of calls)
      await expect(call()).rejects.toMatchObject({ code: 1001, action: 'reauthenticate' });
  });
});

describe('handlers of a room', () => {
  it('see the state that their event is about', async () => {
    const ann = await member('ann');
    const lists: unknown[] = [];
    const { memberIds } = ann.hummer.inspect().entities;
    expect(memberIds).toEqual({ 'cn:demo': ['ann'] });
    ann.room.on('NotifyJoinRoom', () => lists.push(ann.hummer.inspect().entities['memberIds']?.['cn:demo']));
    await member('bob');
    await backend.settle();
    expect(lists).toEqual([['ann', 'bob']]);
  });

  it('cannot break each other or the client', async () => {
    const ann = await member('ann');
    const after = vi.fn();
    ann.room.on('RoomMessage', () => {
      throw new Error('a bug of the app');
    });
    ann.room.on('RoomMessage', after);
    await ann.room.sendMessageToRoom({ type: 't', content: bytes('1') });
    await ann.room.sendMessageToRoom({ type: 't', content: bytes('2') });
    await backend.settle();
    expect(after).toHaveBeenCalledTimes(2);
  });

  it('are removed by their function and by off', async () => {
    const { room } = await member('ann');
    const [one, two] = [vi.fn(), vi.fn()];
    room.on('RoomMessage', one)();
    room.on('RoomMessage', two);
    room.off('RoomMessage', two);
    await room.sendMessageToRoom({ type: 't', content: bytes('1') });
    await backend.settle();
    expect(one).not.toHaveBeenCalled();
    expect(two).not.toHaveBeenCalled();
  });
});
