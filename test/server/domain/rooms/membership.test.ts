import { beforeEach, describe, expect, it } from 'vitest';
import { HummerErrorCode as Code } from '../../../../src/protocol/codes.js';
import { TestServer, type TestClient } from '../../support/testServer.js';

let server: TestServer;
let ann: TestClient;
beforeEach(async () => {
  server = new TestServer();
  ann = await server.enter('ann');
});

describe('joining', () => {
  it('answers the whole state of the room at one position of its stream', async () => {
    await ann.request('room:writeAttributes', {
      roomId: 'r',
      clientMsgId: '1',
      op: 'set',
      attributes: { title: 'Hi' },
    });
    await ann.request('room:writeUserAttributes', {
      roomId: 'r',
      clientMsgId: '2',
      op: 'set',
      attributes: { role: 'host' },
    });
    const ben = await server.enter('ben', { room: null });
    const snapshot = await ben.join('r', { extra: { from: 'home' } });
    expect(snapshot).toMatchObject({
      region: 'cn',
      roomId: 'r',
      seq: 4,
      members: [
        { uid: 'ann', attributes: { role: 'host' }, revision: 1 },
        { uid: 'ben', extra: { from: 'home' }, attributes: {}, revision: 0 },
      ],
      attributes: { attributes: { title: 'Hi' }, revision: 1, lastUpdateUid: 'ann' },
      serverTime: server.clock.now(),
    });
  });

  it('is announced to the others with the extra', async () => {
    const ben = await server.enter('ben', { room: null });
    await ben.join('r', { extra: { from: 'home' } });
    expect(ann.pushes.at(-1)).toMatchObject({
      event: 'room:joined',
      data: { members: [{ uid: 'ben', extra: { from: 'home' }, joinedAt: server.clock.now() }] },
    });
  });

  it('twice answers the room again and announces nothing', async () => {
    const before = ann.pushes.length;
    expect((await ann.join('r')).members).toHaveLength(1);
    expect(ann.pushes).toHaveLength(before);
  });

  it('keeps regions apart', async () => {
    const ben = await server.enter('ben', { room: null });
    expect((await ben.join('r', { region: 'us' })).members.map(({ uid }) => uid)).toEqual(['ben']);
  });

  it('takes the default region of the server, so that two users meet', async () => {
    server = new TestServer({ defaultRegion: 'us' });
    const cat = await server.enter('cat', { room: null });
    const [, body] = await cat.emit('room:join', { data: { roomId: 'r' } });
    expect(body).toMatchObject({ data: { region: 'us' } });
  });

  it.each([
    ['empty', ''],
    ['too long', '教'.repeat(65)],
    ['with a control character', 'a\nb'],
    ['with white space at its end', 'a '],
    ['a number', 7],
  ])('refuses a room id that is %s', async (_why, roomId) => {
    expect(await ann.refusal('room:join', { roomId })).toBe(Code.INVALID_PARAMETER);
  });

  it('accepts a room id of 64 Chinese characters', async () => {
    expect(await ann.refusal('room:join', { roomId: '教'.repeat(64) })).toBe(0);
  });

  it('refuses more rooms than a connection may be in', async () => {
    server = new TestServer({ limits: { rooms: { perConnection: 2 } } });
    const cat = await server.enter('cat');
    await cat.join('s');
    expect(await cat.refusal('room:join', { roomId: 't' })).toBe(Code.TOO_MANY_ROOMS);
    await cat.request('room:leave', { roomId: 's' });
    expect(await cat.refusal('room:join', { roomId: 't' })).toBe(0);
  });

  it('refuses to open more rooms than the app may have', async () => {
    server = new TestServer({ limits: { rooms: { perApp: 2 } } });
    const cat = await server.enter('cat');
    await cat.join('s');
    expect(await cat.refusal('room:join', { roomId: 't' })).toBe(Code.TOO_MANY_ROOMS);
    expect((await server.enter('dan')).pushes).toHaveLength(1);
  });

  it('refuses extra that is too large or not text', async () => {
    expect(await ann.refusal('room:join', { roomId: 's', extra: { a: 'x'.repeat(4_096) } })).toBe(
      Code.MESSAGE_TOO_LARGE,
    );
    expect(await ann.refusal('room:join', { roomId: 's', extra: { a: 1 } })).toBe(Code.INVALID_PARAMETER);
    expect(await ann.refusal('room:join', { roomId: 's', extra: ['a'] })).toBe(Code.INVALID_PARAMETER);
  });
});

describe('leaving', () => {
  it('is announced to the others with reason and extra, and heard by the leaver no more', async () => {
    const ben = await server.enter('ben');
    await ben.request('room:leave', { roomId: 'r', extra: { why: 'tea' } });
    const data = { members: [{ uid: 'ben', reason: 'leave', extra: { why: 'tea' } }] };
    expect(ann.pushes.at(-1)).toMatchObject({ event: 'room:left', data });
    const before = ben.pushes.length;
    await ann.say('anybody?');
    expect(ben.pushes).toHaveLength(before);
  });

  it('of a room that was not joined is refused', async () => {
    expect(await ann.refusal('room:leave', { roomId: 'other' })).toBe(Code.NOT_IN_ROOM);
  });
});

describe('two tabs of one user', () => {
  it('are one member, who leaves with the last of them', async () => {
    const ben = await server.enter('ben');
    const before = ben.pushes.length;
    const tab = await server.enter('ann');
    expect((await ben.request('room:members', { roomId: 'r' })).uids).toEqual(['ann', 'ben']);
    await ann.request('room:leave', { roomId: 'r' });
    expect(ben.pushes).toHaveLength(before);
    await tab.request('room:leave', { roomId: 'r' });
    expect(ben.pushes.slice(before).map(({ event }) => event)).toEqual(['room:left']);
  });

  it('both hear the room, and stay when the other one drops', async () => {
    const ben = await server.enter('ben');
    const tab = await server.enter('ann');
    ann.drop();
    await server.clock.tick(60_000);
    await ben.say('hi');
    expect(tab.pushes.at(-1)).toMatchObject({ event: 'room:message' });
    expect((await ben.request('room:members', { roomId: 'r' })).uids).toEqual(['ann', 'ben']);
  });

  it('keep the attributes of the user when one of them leaves', async () => {
    await ann.request('room:writeUserAttributes', {
      roomId: 'r',
      clientMsgId: '1',
      op: 'set',
      attributes: { a: 'b' },
    });
    const tab = await server.enter('ann');
    await ann.request('room:leave', { roomId: 'r' });
    expect(await tab.request('room:readUserAttributes', { roomId: 'r', uid: 'ann' })).toEqual({
      attributes: { a: 'b' },
      revision: 1,
    });
  });
});

describe('frames', () => {
  it('hold everything that happened in one tick', async () => {
    const clients = await Promise.all(
      Array.from({ length: 50 }, (_, i) => server.enter(`u${String(i)}`, { room: null })),
    );
    server.published.length = 0;
    await Promise.all(clients.map((client) => client.join('r')));
    expect(server.published.length).toBeLessThan(5);
    expect(ann.pushes.filter((push) => push.event === 'room:joined')).toHaveLength(51);
  });

  it('come before the answer to the request that caused them', async () => {
    const order: string[] = [];
    ann.received.push = (...items) => {
      order.push(...items.map(({ event }) => event));
      return order.length;
    };
    await ann.say('hi').then(() => order.push('answer'));
    expect(order).toEqual(['room:pushed', 'answer']);
  });

  it('number what happens without holes', async () => {
    await ann.say('one');
    const ben = await server.enter('ben');
    await ben.say('two');
    await ben.request('room:leave', { roomId: 'r' });
    expect(ann.pushes.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(ann.pushes.map(({ prevSeq }) => prevSeq)).toEqual([0, 1, 2, 3, 4]);
    expect(new Set(ann.pushes.map(({ epoch }) => epoch)).size).toBe(1);
  });
});

describe('a large room', () => {
  const size = 20;
  let clients: TestClient[];
  const client = (i: number): TestClient => clients[i] as TestClient;
  beforeEach(async () => {
    server = new TestServer({ limits: { rooms: { batchAbove: 10, batchWindow: 100 } } });
    ann = await server.enter('ann');
    clients = await Promise.all(
      Array.from({ length: size }, (_, i) => server.enter(`u${String(i)}`, { room: null })),
    );
    for (const client of clients.slice(0, 10)) await client.join('r');
    await server.clock.tick(1_000);
  });
  const told = (from: number) =>
    ann.pushes
      .slice(from)
      .map(({ event, data }) => [event, 'members' in data ? data.members.map(({ uid }) => uid) : []]);

  it('is told at once of who comes after a quiet time, and of those that follow together', async () => {
    const before = ann.pushes.length;
    await client(10).join('r');
    expect(told(before)).toEqual([['room:joined', ['u10']]]);
    const joins = Promise.all(clients.slice(11).map((client) => client.join('r')));
    await server.clock.tick(99);
    expect(told(before)).toHaveLength(1);
    await server.clock.tick(1);
    const snapshots = await joins;
    expect(told(before).slice(1)).toEqual([
      ['room:joined', clients.slice(11).map((_, i) => `u${String(11 + i)}`)],
    ]);
    for (const { members } of snapshots) expect(members).toHaveLength(size + 1);
  });

  it('is told of comings and goings in their order', async () => {
    const before = ann.pushes.length;
    await client(10).join('r');
    const done: Promise<unknown>[] = [];
    for (const cross of [
      () => client(11).join('r'),
      () => client(0).request('room:leave', { roomId: 'r' }),
      () => client(1).request('room:leave', { roomId: 'r' }),
      () => client(0).join('r'),
    ]) {
      done.push(cross());
      await server.settle();
    }
    await server.clock.tick(200);
    await Promise.all(done);
    expect(told(before).slice(1)).toEqual([
      ['room:joined', ['u11']],
      ['room:left', ['u0', 'u1']],
      ['room:joined', ['u0']],
    ]);
  });

  it('refuses one of many without harm to the others', async () => {
    await client(10).join('r');
    await server.backend.admin.ban({ appid: '1', region: 'cn', roomId: 'r' }, 'u11', 60);
    const [banned, fine] = [
      client(11).refusal('room:join', { roomId: 'r' }),
      client(12).refusal('room:join', { roomId: 'r' }),
    ];
    await server.clock.tick(100);
    expect([await banned, await fine]).toEqual([Code.NO_PERMISSION, 0]);
  });

  it('delivers messages at once all the same', async () => {
    await client(10).join('r');
    void client(11).join('r');
    await client(0).say('hi');
    expect(ann.pushes.at(-1)).toMatchObject({ event: 'room:message' });
  });

  it('loses those whose connection breaks while they wait', async () => {
    await client(10).join('r');
    void client(11).emit('room:join', { data: { roomId: 'r' } });
    await server.settle();
    client(11).drop();
    await server.clock.tick(60_000);
    expect((await ann.request('room:members', { roomId: 'r' })).uids).not.toContain('u11');
  });
});

describe('asking about rooms', () => {
  it('counts the members of many rooms, those that do not exist too', async () => {
    await server.enter('ben');
    const { userCount } = await ann.request('room:userCount', { roomIds: ['r', 'empty', '__proto__'] });
    expect(Object.entries(userCount)).toEqual([
      ['r', 2],
      ['empty', 0],
      ['__proto__', 0],
    ]);
  });

  it('refuses to count more rooms than the limit', async () => {
    const roomIds = Array.from({ length: 101 }, (_, i) => `r${String(i)}`);
    expect(await ann.refusal('room:userCount', { roomIds })).toBe(Code.INVALID_PARAMETER);
  });

  it('lists members and state to members only', async () => {
    const ben = await server.enter('ben', { room: null });
    expect(await ben.refusal('room:members', { roomId: 'r' })).toBe(Code.NOT_IN_ROOM);
    expect(await ben.refusal('room:snapshot', { roomId: 'r' })).toBe(Code.NOT_IN_ROOM);
    expect(await ben.refusal('room:readUserAttributes', { roomId: 'r', uid: 'ann' })).toBe(Code.NOT_IN_ROOM);
    expect(await ben.refusal('room:history', { roomId: 'r', epoch: 'x', from: 0 })).toBe(Code.NOT_IN_ROOM);
  });

  it('answers the state anew', async () => {
    await ann.say('hi');
    expect(await ann.request('room:snapshot', { roomId: 'r' })).toMatchObject({
      seq: 2,
      members: [{ uid: 'ann' }],
    });
  });
});

describe('an empty room', () => {
  it('is forgotten with its attributes ten minutes after the last change', async () => {
    await ann.request('room:writeAttributes', {
      roomId: 'r',
      clientMsgId: '1',
      op: 'set',
      attributes: { a: 'b' },
    });
    const { epoch } = await ann.join('r');
    await ann.request('room:leave', { roomId: 'r' });
    await server.clock.tick(599_999);
    expect((await ann.request('room:readAttributes', { roomId: 'r' })).attributes).toEqual({ a: 'b' });
    await server.clock.tick(1);
    expect((await ann.request('room:readAttributes', { roomId: 'r' })).attributes).toEqual({});
    expect((await ann.join('r')).epoch).not.toBe(epoch);
  });

  it('lives on when somebody comes back in time', async () => {
    const { epoch } = await ann.join('r');
    await ann.request('room:leave', { roomId: 'r' });
    await server.clock.tick(599_999);
    await ann.join('r');
    await server.clock.tick(3_600_000);
    expect((await ann.join('r')).epoch).toBe(epoch);
  });
});

describe('the operator', () => {
  const room = { appid: '1', region: 'cn', roomId: 'r' } as const;

  it('kicks a user, who is told, hears nothing more and may come back', async () => {
    const ben = await server.enter('ben');
    const tab = await server.enter('ben');
    expect(await server.backend.admin.kick(room, 'ben')).toBe(true);
    await server.settle();
    expect(ben.notified('room:evicted')).toEqual([{ region: 'cn', roomId: 'r', reason: 'kicked' }]);
    expect(tab.notified('room:evicted')).toHaveLength(1);
    expect(ann.pushes.at(-1)).toMatchObject({
      event: 'room:left',
      data: { members: [{ uid: 'ben', reason: 'kicked' }] },
    });
    const before = ben.pushes.length;
    await ann.say('gone?');
    expect(ben.pushes).toHaveLength(before);
    expect(
      await ben.refusal('room:publish', { roomId: 'r', clientMsgId: '1', type: 't', content: 'x' }),
    ).toBe(Code.NOT_IN_ROOM);
    expect(await ben.refusal('room:join', { roomId: 'r' })).toBe(0);
  });

  it('says whether the kicked user was there at all', async () => {
    expect(await server.backend.admin.kick(room, 'nobody')).toBe(false);
  });

  it('bans a user for a time, in this room only, whether or not it is in', async () => {
    const ben = await server.enter('ben');
    await server.backend.admin.ban(room, 'ben', 60);
    await server.backend.admin.ban(room, 'cat', 60);
    const cat = await server.enter('cat', { room: null });
    expect(ben.notified('room:evicted')).toMatchObject([{ reason: 'banned' }]);
    expect(await ben.refusal('room:join', { roomId: 'r' })).toBe(Code.NO_PERMISSION);
    expect(await cat.refusal('room:join', { roomId: 'r' })).toBe(Code.NO_PERMISSION);
    expect(await ben.refusal('room:join', { roomId: 's' })).toBe(0);
    await server.clock.tick(60_000);
    expect(await ben.refusal('room:join', { roomId: 'r' })).toBe(0);
  });

  it('lifts a ban', async () => {
    await server.backend.admin.ban(room, 'ben', 60);
    await server.backend.admin.ban(room, 'ben', 0);
    await server.enter('ben');
  });

  it('keeps a ban while the room comes and goes', async () => {
    await server.backend.admin.ban(room, 'ben', 3_600);
    await ann.request('room:leave', { roomId: 'r' });
    await server.clock.tick(700_000);
    const ben = await server.enter('ben', { room: null });
    expect(await ben.refusal('room:join', { roomId: 'r' })).toBe(Code.NO_PERMISSION);
  });

  it('dismisses a room: everybody is out, messages and attributes are gone', async () => {
    const { epoch } = await ann.join('r');
    const ben = await server.enter('ben');
    await ann.request('room:writeAttributes', {
      roomId: 'r',
      clientMsgId: '1',
      op: 'set',
      attributes: { a: 'b' },
    });
    expect(await server.backend.admin.dismiss(room)).toEqual(['ann', 'ben']);
    for (const client of [ann, ben]) {
      expect(client.notified('room:evicted')).toEqual([{ region: 'cn', roomId: 'r', reason: 'dismissed' }]);
    }
    const again = await ann.join('r');
    expect(again.epoch).not.toBe(epoch);
    expect(again.attributes.attributes).toEqual({});
  });

  it('kicks a user who is away: the session comes back without the room', async () => {
    const ben = server.connect();
    const { sessionId, secret } = await ben.login('ben');
    await ben.join('r');
    ben.drop();
    await server.settle();
    await server.backend.admin.kick(room, 'ben');
    const back = await server.connect().login('ben', { resume: { sessionId, secret } });
    expect(back).toMatchObject({ resumed: true, rooms: [] });
  });

  it('speaks to a room and writes reserved attributes', async () => {
    await server.backend.admin.sendMessage(room, { clientMsgId: '1', type: 't', content: 'Class is over.' });
    await server.backend.admin.writeRoomAttributes(room, { op: 'addOrUpdate', attributes: { $open: 'no' } });
    await server.backend.admin.writeUserAttributes(room, 'ann', {
      op: 'addOrUpdate',
      attributes: { $role: 'host' },
    });
    await server.settle();
    expect(ann.pushes.slice(-3)).toMatchObject([
      { event: 'room:message', data: { fromUid: '$server', content: 'Class is over.' } },
      {
        event: 'room:attributesAddedOrUpdated',
        data: { lastUpdateUid: '$server', attributes: { $open: 'no' } },
      },
      {
        event: 'room:userAttributesAddedOrUpdated',
        data: { uid: 'ann', lastUpdateUid: '$server', attributes: { $role: 'host' } },
      },
    ]);
    expect(await server.backend.admin.writeUserAttributes(room, 'nobody', { op: 'clear' })).toBeNull();
  });

  it('lists rooms and members, and ends all sessions of a user', async () => {
    await server.enter('ann');
    expect(await server.backend.admin.listRooms('1')).toEqual([{ region: 'cn', roomId: 'r', members: 1 }]);
    expect(await server.backend.admin.members(room)).toMatchObject([{ uid: 'ann', connections: 2 }]);
    await server.backend.admin.kickUser('1', 'ann');
    expect(ann.notified('session:kicked')).toEqual([{ reason: 'admin' }]);
    expect(ann.closedByServer).toBe(true);
    expect((await server.backend.stats()).members).toBe(0);
  });
});
