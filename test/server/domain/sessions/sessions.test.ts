import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HummerErrorCode as Code } from '../../../../src/protocol/codes.js';
import { TestServer, type TestClient } from '../../support/testServer.js';

let server: TestServer;
beforeEach(() => {
  server = new TestServer();
});

/** A client that takes `login`'s session over. */
async function comeBack(uid: string, login: { sessionId: string; secret: string }, token?: string) {
  const client = server.connect();
  const { sessionId, secret } = login;
  const result = await client.login(uid, { resume: { sessionId, secret }, ...(token && { token }) });
  return { client, result };
}

describe('login to an open app', () => {
  it('answers who and where the client is now', async () => {
    const result = await server.connect().login('ann');
    expect(result).toMatchObject({
      resumed: false,
      rooms: [],
      isAnonymous: true,
      grace: 20_000,
      inbox: { seq: 0 },
    });
    expect(result.serverTime).toBe(server.clock.now());
    expect(result.instanceId).toBeGreaterThanOrEqual(0);
    expect(result).not.toHaveProperty('expiresAt');
  });

  it('takes an appid as text too', async () => {
    const [status] = await server
      .connect()
      .emit('session:login', { data: { appid: '1', uid: 'ann', instance: 'a' } });
    expect(status).toBe('success');
  });

  it.each([
    ['a number', 7],
    ['empty', ''],
    ['too long', 'x'.repeat(65)],
    ['with a space', 'a b'],
    ['with an umlaut', 'jörg'],
  ])('refuses a uid that is %s', async (_why, uid) => {
    expect(await server.connect().refusal('session:login', { appid: 1, uid, instance: 'a' })).toBe(
      Code.INVALID_PARAMETER,
    );
  });

  it('refuses a second login on one connection', async () => {
    const ann = await server.enter('ann');
    expect(await ann.refusal('session:login', { appid: 1, uid: 'ben', instance: 'b' })).toBe(Code.LOCKED);
  });

  it('asks for a login before anything else', async () => {
    expect(await server.connect().refusal('room:join', { roomId: 'r' })).toBe(Code.NOT_LOGGED_IN);
  });

  it('refuses more connections of one uid than the limit, and nobody else', async () => {
    server = new TestServer({ limits: { connections: { perUid: 2 } } });
    const tabs = [await server.enter('ann'), await server.enter('ann')];
    expect(await server.connect().refusal('session:login', { appid: 1, uid: 'ann', instance: 'c' })).toBe(
      Code.NO_PERMISSION,
    );
    await server.enter('ben');
    tabs[0]?.drop();
    await server.settle();
    await server.enter('ann');
  });
});

describe('login to an app with a key', () => {
  beforeEach(() => {
    server = new TestServer({ apps: ['1'] });
  });
  const login = (data: Record<string, unknown>) =>
    server.connect().refusal('session:login', { appid: 1, uid: 'ann', instance: 'a', ...data });

  it('accepts a token and says until when', async () => {
    const result = await server.connect().login('ann', { token: await server.token('ann') });
    expect(result).toMatchObject({
      isAnonymous: false,
      expiresAt: Math.floor(server.clock.now() / 1000) * 1000 + 3_600_000,
    });
  });

  it('refuses a login without a token, with garbage, for another uid, another app, another purpose', async () => {
    expect(await login({})).toBe(Code.INVALID_TOKEN);
    expect(await login({ token: 'garbage' })).toBe(Code.INVALID_TOKEN);
    expect(await login({ token: await server.token('ben') })).toBe(Code.INVALID_TOKEN);
    expect(await login({ token: await server.token('ann', { appid: '2' }) })).toBe(Code.INVALID_TOKEN);
    expect(await login({ token: (await server.token('ann')).replace('hummer-login', 'hummer-media') })).toBe(
      Code.INVALID_TOKEN,
    );
    expect(await login({ appid: 2, token: await server.token('ann', { appid: '2' }) })).toBe(
      Code.INVALID_APPID,
    );
  });

  it('refuses an expired token with its own code', async () => {
    const token = await server.token('ann');
    await server.clock.tick(3_600_000);
    expect(await login({ token })).toBe(Code.TOKEN_EXPIRED);
  });

  it('accepts a temporary token for one login, whose session has no end', async () => {
    const token = await server.token('ann', { temporary: true });
    const client = server.connect();
    expect(await client.login('ann', { token })).not.toHaveProperty('expiresAt');
    expect(await login({ token })).toBe(Code.INVALID_TOKEN);
    await server.clock.tick(7_200_000);
    expect(await client.refusal('room:join', { roomId: 'r' })).toBe(0);
  });

  it('resumes the session of a temporary token with that token, even after its time', async () => {
    const token = await server.token('ann', { temporary: true });
    const client = server.connect();
    const first = await client.login('ann', { token });
    await server.clock.tick(7_200_000);
    client.drop();
    await server.settle();
    expect((await comeBack('ann', first, token)).result.resumed).toBe(true);
  });

  it('does not accept a used temporary token for a session that is gone', async () => {
    const token = await server.token('ann', { temporary: true });
    const client = server.connect();
    const { sessionId, secret } = await client.login('ann', { token });
    client.drop();
    await server.clock.tick(20_000);
    expect(await login({ token, resume: { sessionId, secret } })).toBe(Code.INVALID_TOKEN);
  });

  it('opens one session with a temporary token, also when two come back with it at once', async () => {
    const token = await server.token('ann', { temporary: true });
    const client = server.connect();
    const { sessionId, secret } = await client.login('ann', { token });
    client.drop();
    await server.settle();
    const codes = await Promise.all([1, 2].map(() => login({ token, resume: { sessionId, secret } })));
    expect(codes.sort()).toEqual([0, Code.INVALID_TOKEN]);
    expect((await server.backend.stats()).sessions).toBe(1);
  });

  it('uses up another temporary token that a session is resumed with', async () => {
    const client = server.connect();
    const first = await client.login('ann', { token: await server.token('ann', { temporary: true }) });
    client.drop();
    await server.settle();
    const token = await server.token('ann', { temporary: true });
    expect((await comeBack('ann', first, token)).result.resumed).toBe(true);
    expect(await login({ token })).toBe(Code.INVALID_TOKEN);
  });

  it('does not let a valid secret stand in for a valid token', async () => {
    const client = server.connect();
    const { sessionId, secret } = await client.login('ann', { token: await server.token('ann') });
    client.drop();
    await server.settle();
    expect(await login({ resume: { sessionId, secret } })).toBe(Code.INVALID_TOKEN);
    const expired = await server.token('ann', { exp: 1 });
    expect(await login({ token: expired, resume: { sessionId, secret } })).toBe(Code.TOKEN_EXPIRED);
  });
});

describe('the end of a token', () => {
  let ann: TestClient;
  beforeEach(async () => {
    server = new TestServer({ apps: ['1'] });
    ann = server.connect();
    await ann.login('ann', { token: await server.token('ann') });
  });

  it('is told to the client, whose link closes half a minute later', async () => {
    await server.clock.tick(3_600_000);
    expect(ann.notified('session:expired')).toHaveLength(1);
    await server.clock.tick(29_999);
    expect(ann.closedByServer).toBe(false);
    await server.clock.tick(1);
    expect(ann.closedByServer).toBe(true);
  });

  it('is put off by a fresh token, at any time before the link closes', async () => {
    await server.clock.tick(3_610_000);
    const result = await ann.request('session:refreshToken', { token: await server.token('ann') });
    expect(result.expiresAt).toBeGreaterThan(server.clock.now());
    await server.clock.tick(600_000);
    expect(ann.closedByServer).toBe(false);
  });

  it('is not put off by a token for somebody else, a temporary one or an expired one', async () => {
    const refresh = (token: string) => ann.refusal('session:refreshToken', { token });
    expect(await refresh(await server.token('ben'))).toBe(Code.INVALID_TOKEN);
    expect(await refresh(await server.token('ann', { temporary: true }))).toBe(Code.INVALID_TOKEN);
    expect(await refresh(await server.token('ann', { exp: 1 }))).toBe(Code.TOKEN_EXPIRED);
    await server.clock.tick(3_600_000);
    expect(ann.notified('session:expired')).toHaveLength(1);
  });

  it('does not come at once for a token that is good for a year', async () => {
    const year = server.connect();
    const iat = Math.floor(server.clock.now() / 1000);
    await year.login('ben', { token: await server.token('ben', { exp: iat + 365 * 86_400 }) });
    await server.clock.tick(60_000);
    expect(year.notified('session:expired')).toHaveLength(0);
  });
});

describe('a dropped connection', () => {
  it('keeps the member in its rooms for the grace, then leaves them by timeout', async () => {
    const ann = await server.enter('ann');
    const ben = await server.enter('ben');
    ann.drop();
    await server.clock.tick(19_999);
    expect((await ben.request('room:members', { roomId: 'r' })).uids).toEqual(['ann', 'ben']);
    await server.clock.tick(1);
    expect((await ben.request('room:members', { roomId: 'r' })).uids).toEqual(['ben']);
    expect(ben.pushes.at(-1)).toMatchObject({
      event: 'room:left',
      data: { members: [{ uid: 'ann', reason: 'timeout' }] },
    });
  });

  it('comes back into its rooms, with the heads of their streams, and is heard to have done nothing', async () => {
    const ann = server.connect();
    const login = await ann.login('ann');
    await ann.join('r');
    const ben = await server.enter('ben');
    const before = ben.pushes.length;
    ann.drop();
    await server.clock.tick(10_000);
    await ben.say('while away');
    const { client, result } = await comeBack('ann', login);
    expect(result.resumed).toBe(true);
    expect(result.sessionId).toBe(login.sessionId);
    expect(result.instanceId).toBe(login.instanceId);
    expect(result.rooms).toMatchObject([{ region: 'cn', roomId: 'r', seq: 3 }]);
    await server.clock.tick(60_000);
    expect(ben.pushes.slice(before).map(({ event }) => event)).toEqual(['room:message']);
    await ben.say('back again');
    expect(client.pushes).toHaveLength(1);
  });

  it('needs the newest secret, which works once', async () => {
    const ann = server.connect();
    const first = await ann.login('ann');
    ann.drop();
    await server.settle();
    expect((await comeBack('ann', { ...first, secret: 'guessed' })).result.resumed).toBe(false);
    const { client, result: second } = await comeBack('ann', first);
    expect(second.resumed).toBe(true);
    client.drop();
    await server.settle();
    expect((await comeBack('ann', first)).result.resumed).toBe(false);
    expect((await comeBack('ann', second)).result.resumed).toBe(true);
  });

  it('is not resumed by another uid', async () => {
    const ann = server.connect();
    const login = await ann.login('ann');
    ann.drop();
    await server.settle();
    expect((await comeBack('eve', login)).result.resumed).toBe(false);
  });

  it('is resumed by one of two attempts at once', async () => {
    const ann = server.connect();
    const login = await ann.login('ann');
    ann.drop();
    await server.settle();
    const both = await Promise.all([comeBack('ann', login), comeBack('ann', login)]);
    expect(both.map(({ result }) => result.resumed).sort()).toEqual([false, true]);
  });

  it('logs a duplicated tab in anew while the first one answers', async () => {
    const ann = server.connect();
    const login = await ann.login('ann');
    await ann.join('r');
    const { result } = await comeBack('ann', login);
    expect(result).toMatchObject({ resumed: false, rooms: [] });
    expect(ann.closedByServer).toBe(false);
    expect(
      await ann.refusal('room:publish', { roomId: 'r', clientMsgId: '1', type: 't', content: 'still here' }),
    ).toBe(0);
  });

  it('gives its session to the newcomer when its own link is dead but not yet noticed', async () => {
    const ann = server.connect();
    const login = await ann.login('ann');
    await ann.join('r');
    ann.answers = false;
    const { result } = await comeBack('ann', login);
    expect(result).toMatchObject({ resumed: true, rooms: [{ roomId: 'r' }] });
    expect(ann.closedByServer).toBe(true);
    await server.clock.tick(60_000);
    expect((await server.backend.stats()).members).toBe(1);
  });

  it('that is not yet noticed is not given away for a wrong secret', async () => {
    const ann = server.connect();
    const login = await ann.login('ann');
    ann.answers = false;
    expect((await comeBack('ann', { ...login, secret: 'guessed' })).result.resumed).toBe(false);
    expect(ann.closedByServer).toBe(false);
  });

  it('is online during the grace and offline after it', async () => {
    const ben = await server.enter('ben');
    const ann = await server.enter('ann');
    const online = async () =>
      (await ben.request('peer:queryOnline', { uids: ['ann', 'ben', 'nobody'] })).onlineUids;
    ann.drop();
    await server.clock.tick(19_999);
    expect(await online()).toEqual(['ann', 'ben']);
    await server.clock.tick(1);
    expect(await online()).toEqual(['ben']);
  });

  it('that broke during its login leaves no session behind', async () => {
    const ann = server.connect();
    void ann.emit('session:login', { data: { appid: 1, uid: 'ann', instance: 'a' } });
    ann.drop();
    await server.clock.tick(20_000);
    expect((await server.backend.stats()).sessions).toBe(0);
  });

  it('that broke during its join leaves no member behind', async () => {
    const ann = await server.enter('ann', { room: null });
    void ann.emit('room:join', { data: { roomId: 'r' } });
    ann.drop();
    await server.clock.tick(20_000);
    expect((await server.backend.stats()).members).toBe(0);
  });
});

describe('logout', () => {
  it('leaves the rooms at once, for the reason leave, and allows another login', async () => {
    const ann = await server.enter('ann');
    const ben = await server.enter('ben');
    await ann.request('session:logout', {});
    await server.settle();
    expect(ben.pushes.at(-1)).toMatchObject({
      event: 'room:left',
      data: { members: [{ uid: 'ann', reason: 'leave' }] },
    });
    expect(await ann.refusal('room:join', { roomId: 'r' })).toBe(Code.NOT_LOGGED_IN);
    expect((await ann.login('cat')).resumed).toBe(false);
  });

  it('ends the session for good', async () => {
    const ann = server.connect();
    const login = await ann.login('ann');
    await ann.request('session:logout', {});
    expect((await comeBack('ann', login)).result.resumed).toBe(false);
  });

  it('hears nothing of the rooms any more', async () => {
    const ann = await server.enter('ann');
    const ben = await server.enter('ben');
    await ann.request('session:logout', {});
    const before = ann.pushes.length;
    await ben.say('gone?');
    expect(ann.pushes).toHaveLength(before);
  });
});

describe('a login elsewhere', () => {
  it('is one more connection of the same user by default', async () => {
    const first = await server.enter('ann');
    await server.enter('ann');
    expect(first.notified('session:kicked')).toEqual([]);
  });

  it('ends the other sessions where the server says so, dropped ones too', async () => {
    server = new TestServer({ kickOnRemoteLogin: true });
    const first = await server.enter('ann');
    const dropped = await server.enter('ben');
    dropped.drop();
    await server.settle();
    await server.enter('ann', { room: null });
    await server.enter('ben', { room: null });
    expect(first.notified('session:kicked')).toEqual([{ reason: 'remote-login' }]);
    expect(first.closedByServer).toBe(true);
    expect((await server.backend.stats()).sessions).toBe(2);
  });

  it('leaves no member behind where it cuts a join short', async () => {
    let admit = (): void => undefined;
    const gate = new Promise<void>((resolve) => (admit = resolve));
    server = new TestServer({
      kickOnRemoteLogin: true,
      withStore: ({ rooms, ...store }) => ({
        ...store,
        rooms: { ...rooms, transact: (...request) => gate.then(() => rooms.transact(...request)) },
      }),
    });
    const joining = await server.enter('ann', { room: null });
    void joining.emit('room:join', { data: { roomId: 'r' } });
    await server.settle();
    await server.enter('ann', { room: null });
    expect(joining.closedByServer).toBe(true);
    admit();
    await server.settle();
    expect((await server.backend.stats()).members).toBe(0);
  });

  it('leaves no timer of the sessions that it ends', async () => {
    server = new TestServer({ kickOnRemoteLogin: true });
    await server.enter('ann');
    await server.settle();
    const timers = server.clock.pending();
    await server.enter('ann');
    await server.settle();
    expect(server.clock.pending()).toBe(timers);
  });

  it('does not end a session by resuming it', async () => {
    server = new TestServer({ kickOnRemoteLogin: true });
    const ann = server.connect();
    const login = await ann.login('ann');
    ann.drop();
    await server.settle();
    expect((await comeBack('ann', login)).result.resumed).toBe(true);
  });
});

describe('trouble in the store', () => {
  it('during a login leaves no half session', async () => {
    vi.spyOn(server.store.inboxes, 'open').mockRejectedValueOnce(new Error('disk full'));
    expect(await server.connect().refusal('session:login', { appid: 1, uid: 'ann', instance: 'a' })).toBe(
      Code.SERVER,
    );
    expect(await server.backend.stats()).toMatchObject({ sessions: 0, linkedSessions: 0 });
    await server.enter('ann');
  });
});

it('lets no more logins of one uid in than the limit when many come at once', async () => {
  server = new TestServer({ limits: { connections: { perUid: 3 } } });
  const login = () => server.connect().refusal('session:login', { appid: 1, uid: 'ann', instance: 'a' });
  const codes = await Promise.all(Array.from({ length: 10 }, login));
  expect(codes.filter((code) => code === 0)).toHaveLength(3);
});

it('keeps one of two sessions that kick each other at the same time', async () => {
  const looking: (() => void)[] = [];
  const bothLook = (): Promise<void> =>
    new Promise((resolve) => {
      looking.push(resolve);
      if (looking.length === 2) for (const go of looking) go();
    });
  server = new TestServer({
    kickOnRemoteLogin: true,
    withStore: ({ sessions, ...store }) => ({
      ...store,
      sessions: { ...sessions, ofUser: (...user) => bothLook().then(() => sessions.ofUser(...user)) },
    }),
  });
  await Promise.all([server.connect().login('ann'), server.connect().login('ann')]);
  expect(looking).toHaveLength(2);
  expect((await server.backend.stats()).linkedSessions).toBe(1);
});

describe('draining', () => {
  it('tells every client to come again later, and refuses logins and joins', async () => {
    const ann = await server.enter('ann');
    server.backend.drain(3_000);
    expect(ann.notified('session:draining')).toEqual([{ retryAfter: 3_000 }]);
    expect(await ann.refusal('room:join', { roomId: 's' })).toBe(Code.SERVER);
    expect(await server.connect().refusal('session:login', { appid: 1, uid: 'ben', instance: 'b' })).toBe(
      Code.SERVER,
    );
    expect(
      await ann.refusal('room:publish', { roomId: 'r', clientMsgId: '1', type: 't', content: 'x' }),
    ).toBe(0);
  });
});

it('remembers the region of a user', async () => {
  const ann = await server.enter('ann');
  expect(await ann.refusal('session:setRegion', { region: 'us' })).toBe(0);
  expect(await ann.refusal('session:setRegion', { region: 'mars' })).toBe(Code.INVALID_PARAMETER);
});

it('leaves nothing behind after a thousand joins and leaves', async () => {
  server = new TestServer({ limits: { rooms: { emptyTtl: 1_000 }, inbox: { age: 60_000 } } });
  const idle = server.clock.pending();
  for (let i = 0; i < 1_000; i++) {
    const client = await server.enter(`u${String(i % 50)}`, { room: `r${String(i % 20)}` });
    if (i % 3 === 0) await client.request('session:logout', {});
    client.drop();
  }
  await server.clock.tick(25 * 3_600_000);
  const stats = await server.backend.stats();
  expect(stats).toMatchObject({
    inboxes: 0,
    rooms: 0,
    members: 0,
    sessions: 0,
    linkedSessions: 0,
    streamEntries: 0,
    streamBytes: 0,
    remembered: 0,
  });
  expect(server.clock.pending()).toBe(idle);
});
