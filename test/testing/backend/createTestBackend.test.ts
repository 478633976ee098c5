import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestBackend } from '../../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../../src/testing/backend/TestBackend.js';

describe('createTestBackend', () => {
  let backend: TestBackend;

  beforeEach(() => {
    backend = createTestBackend();
  });
  afterEach(async () => {
    await backend.close();
  });

  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);
  async function enter(uid: string, roomId = 'demo') {
    const hummer = backend.connect({ uid });
    await backend.settle();
    const room = hummer.createInstance().createRoom({ region: 'cn', roomId });
    await room.joinRoom();
    return { hummer, room };
  }

  it('connects at once and logs in by itself', async () => {
    const hummer = backend.connect({ uid: 'ann' });
    expect(hummer.connection.state).toBe('CONNECTING');
    await backend.settle();
    expect(hummer.connection).toEqual({ state: 'CONNECTED', reason: 'LOGIN_SUCCESS' });
  });

  it.each([[undefined], [7], ['two words']])('knows nobody called %o', (uid) => {
    const nobody = expect.objectContaining({ code: 2001 }) as Error;
    expect(() => backend.connect({ uid: uid as never })).toThrow(nobody);
    expect(() => backend.peer(uid as never)).toThrow(nobody);
    expect(() => backend.connect(undefined as never)).toThrow(nobody);
  });

  it('leaves the login to the caller without autoLogin', async () => {
    const hummer = backend.connect({ uid: 'ann', autoLogin: false });
    await backend.settle();
    expect(hummer.connection.state).toBe('DISCONNECTED');
    await hummer.login({ uid: 'ann' });
    expect(hummer.connection.state).toBe('CONNECTED');
  });

  it('runs the real rooms: members, messages and attributes of a peer arrive', async () => {
    const { room } = await enter('ann');
    const messages: string[] = [];
    const joined: string[] = [];
    room.on('RoomMessage', ({ message, fromUid }) => messages.push(`${fromUid} ${text(message.data)}`));
    room.on('NotifyJoinRoom', ({ uids }) => joined.push(...uids));
    const bob = backend.peer('bob');
    await bob.join('demo');
    await bob.send('demo', { stroke: 1 });
    await bob.setAttributes('demo', { role: 'teacher' });
    await bob.setRoomAttributes('demo', { title: 'Maths' });
    await backend.settle();
    expect(joined).toEqual(['bob']);
    expect(messages).toEqual(['bob {"stroke":1}']);
    expect((await room.getUserAttributes({ uid: 'bob' })).attributes).toEqual({ role: 'teacher' });
    expect(await backend.server.rooms()).toEqual([
      {
        region: 'cn',
        roomId: 'demo',
        members: ['ann', 'bob'],
        attributes: { title: 'Maths' },
        seq: expect.any(Number) as number,
      },
    ]);
  });

  it('gives the same peer for the same uid', () => {
    expect(backend.peer('bob')).toBe(backend.peer('bob'));
  });

  it('lets a message for one user through to that user only', async () => {
    const { hummer } = await enter('ann');
    const heard = vi.fn();
    hummer.createInstance().on('MessageFromUser', ({ fromUid, message }) => {
      heard(fromUid, text(message.data));
    });
    await backend.peer('bob').sendTo('ann', 'psst');
    await backend.settle();
    expect(heard).toHaveBeenCalledExactlyOnceWith('bob', '"psst"');
  });

  describe('faults', () => {
    it('breaks a connection, and the member stays until its client is back', async () => {
      const { hummer } = await enter('ann');
      backend.faults.disconnect('ann');
      expect(hummer.connection).toEqual({ state: 'RECONNECTING', reason: 'INTERRUPTED' });
      await backend.clock.tick(5_000);
      expect(hummer.connection.state).toBe('CONNECTED');
      const [room] = await backend.server.rooms();
      expect(room?.members).toEqual(['ann']);
    });

    it('keeps everybody out while offline and brings them back at once', async () => {
      const { hummer } = await enter('ann');
      backend.faults.goOffline();
      await backend.clock.tick(10_000);
      expect(hummer.connection.state).toBe('RECONNECTING');
      backend.faults.goOnline();
      await backend.settle();
      expect(hummer.connection.state).toBe('CONNECTED');
    });

    it('refuses the next request of an event with a code, and only that one', async () => {
      const { room } = await enter('ann');
      backend.faults.failNext('room:publish', 3009);
      await expect(room.sendMessageToRoom({ type: 't', content: bytes('1') })).rejects.toMatchObject({
        code: 3009,
      });
      await expect(room.sendMessageToRoom({ type: 't', content: bytes('2') })).resolves.toMatchObject({
        rescode: 0,
      });
    });

    it('makes every frame take its time', async () => {
      const { room } = await enter('ann');
      backend.faults.delay(100);
      const done = vi.fn();
      void room.sendMessageToRoom({ type: 't', content: bytes('slow') }).then(done);
      await backend.clock.tick(150);
      expect(done).not.toHaveBeenCalled();
      await backend.clock.tick(50);
      expect(done).toHaveBeenCalled();
    });

    it('loses the frames it is told to: a lost answer is a repeat, and the message is there once', async () => {
      const { room } = await enter('ann');
      const heard: string[] = [];
      room.on('RoomMessage', ({ message }) => heard.push(text(message.data)));
      backend.faults.drop(({ direction, event }) => direction === 'down' && event === null);
      const sent = room.sendMessageToRoom({ type: 't', content: bytes('once') });
      await backend.clock.tick(1_000);
      backend.faults.drop(() => false);
      backend.faults.disconnect('ann');
      await backend.clock.tick(20_000);
      await sent;
      expect(heard).toEqual(['once']);
    });
  });

  it('lets a peer drop, and tells its time-out after the grace', async () => {
    const { room } = await enter('ann');
    const bob = backend.peer('bob');
    await bob.join('demo');
    const left = vi.fn();
    room.on('NotifyLeaveRoom', left);
    bob.drop();
    await backend.clock.tick(19_000);
    expect(left).not.toHaveBeenCalled();
    await backend.clock.tick(2_000);
    expect(left).toHaveBeenCalledTimes(1);
    expect(left.mock.calls[0]?.[0]).toMatchObject({ uids: ['bob'] });
  });

  it('takes a dropped peer back within the grace without anybody noticing', async () => {
    const { room } = await enter('ann');
    const bob = backend.peer('bob');
    await bob.join('demo');
    const noticed = vi.fn();
    room.on('NotifyLeaveRoom', noticed);
    room.on('NotifyJoinRoom', noticed);
    bob.drop();
    await backend.clock.tick(10_000);
    bob.comeBack();
    await backend.clock.tick(30_000);
    expect(noticed).not.toHaveBeenCalled();
    expect((await room.getRoomUserList()).uids).toEqual(['ann', 'bob']);
  });

  describe('server', () => {
    it('writes down the requests of each client and their codes', async () => {
      await enter('ann');
      backend.faults.failNext('room:members', 4000);
      const asked = backend.server.log().filter(({ uid }) => uid === 'ann');
      expect(asked.map(({ event, code }) => [event, code])).toEqual([
        ['session:login', null],
        ['room:join', null],
      ]);
    });

    it('starts anew with nothing: the room says that there is a gap', async () => {
      const { hummer, room } = await enter('ann');
      const changes: string[] = [];
      room.on('ContinuityChange', ({ continuity }) => changes.push(continuity));
      await backend.server.restart();
      await backend.clock.tick(5_000);
      expect(hummer.connection.state).toBe('CONNECTED');
      expect(changes).toContain('gap');
      expect((await backend.server.rooms()).map(({ members }) => members)).toEqual([['ann']]);
    });

    it('forgets what was said in a room: whoever missed it gets a gap', async () => {
      const { room } = await enter('ann');
      const changes: string[] = [];
      room.on('ContinuityChange', ({ continuity }) => changes.push(continuity));
      const bob = backend.peer('bob');
      await bob.join('demo');
      backend.faults.drop(({ uid, direction }) => uid === 'ann' && direction === 'down');
      await bob.send('demo', 'missed');
      backend.faults.drop(() => false);
      await backend.server.loseHistory('demo');
      backend.faults.disconnect('ann');
      await backend.clock.tick(5_000);
      expect(changes).toContain('gap');
    });

    it('lets a token run out: told, refused, and mended by another token', async () => {
      const { hummer } = await enter('ann');
      const expired = vi.fn();
      hummer.on('TokenExpired', expired);
      backend.server.expireToken('ann');
      await backend.clock.tick(60_000);
      expect(expired).toHaveBeenCalled();
      expect(hummer.connection.state).toBe('RECONNECTING');
      await hummer.refreshToken({ token: 'fresh' });
      await backend.settle();
      expect(hummer.connection.state).toBe('CONNECTED');
    });

    it('fills a room with members that need no connection', async () => {
      await backend.server.addMembers(
        'demo',
        Array.from({ length: 300 }, (_, i) => `m${String(i)}`),
      );
      const { room } = await enter('ann');
      expect((await room.getRoomUserList()).uids).toHaveLength(301);
    });
  });

  it('gives every client a token where apps have keys, and refuses a forged one', async () => {
    const keyed = createTestBackend({ apps: { '42': { key: 'k' } } });
    const hummer = keyed.connect({ uid: 'ann' });
    await keyed.settle();
    expect(hummer.connection.state).toBe('CONNECTED');
    const forged = keyed.connect({ uid: 'eve', autoLogin: false, token: 'forged' });
    await expect(forged.login({ uid: 'eve', token: 'forged' })).rejects.toMatchObject({ code: 2002 });
    await keyed.close();
  });

  it('ends a second login of a uid when told to', async () => {
    const strict = createTestBackend({ kickOnRemoteLogin: true });
    const first = strict.connect({ uid: 'ann' });
    await strict.settle();
    const second = strict.connect({ uid: 'ann' });
    await strict.settle();
    expect(first.connection).toEqual({ state: 'DISCONNECTED', reason: 'REMOTE_LOGIN' });
    expect(second.connection.state).toBe('CONNECTED');
    await strict.close();
  });

  it('closes everything: no timer of either side is left', async () => {
    const timers = new Set<object>();
    const mine = createTestBackend({
      clock: {
        now: () => 0,
        setTimeout: () => {
          const timer = {};
          timers.add(timer);
          return () => timers.delete(timer);
        },
        defer: (callback) => {
          queueMicrotask(callback);
        },
      },
    });
    const hummer = mine.connect({ uid: 'ann' });
    await mine.settle();
    await hummer.createInstance().createRoom({ region: 'cn', roomId: 'demo' }).joinRoom();
    await mine.peer('bob').join('demo');
    await mine.close();
    await mine.settle();
    expect(timers.size).toBe(0);
  });
});
