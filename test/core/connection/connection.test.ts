import { describe, expect, it, vi } from 'vitest';
import { Hummer } from '../../../src/core/hummer.js';
import type { HummerStorage } from '../../../src/core/HummerStorage.js';
import type { HummerOptions } from '../../../src/core/hummerTypes.js';
import { HummerErrorCode as Code } from '../../../src/protocol/codes.js';
import { createControlledClock } from '../../../src/testing/backend/controlledClock.js';
import { playedPage, tabStorage } from '../support/page.js';
import { loginResult, never, refusal, scriptedTransport, unreachable } from '../support/scriptedTransport.js';

function setUp(options: Partial<HummerOptions> = {}) {
  const clock = createControlledClock();
  const transport = scriptedTransport(() => clock.now());
  const page = playedPage();
  const hummer = new Hummer(
    { appid: 1, url: 'memory://server', logLevel: 'none', ...options },
    { transport, clock, environment: page },
  );
  const changes: string[] = [];
  hummer.on('ConnectionStateChange', ({ state, reason }) => changes.push(`${state}/${reason}`));
  return { clock, transport, page, hummer, changes };
}

/** Lets promises settle without time passing. */
const settle = (clock: { tick(ms: number): Promise<void> }) => clock.tick(0);

describe('the connection of seed 000', () => {
  it('is DISCONNECTED/INIT before the login, and opens nothing', () => {
    const { hummer, transport } = setUp();
    expect(hummer.connection).toEqual({ state: 'DISCONNECTED', reason: 'INIT' });
    expect(transport.sockets).toHaveLength(0);
  });

  it('goes through CONNECTING/LOGIN to CONNECTED/LOGIN_SUCCESS', async () => {
    const { hummer, changes } = setUp();
    await expect(hummer.login({ uid: 'ann' })).resolves.toEqual({ rescode: 0, msg: 'ok' });
    expect(changes).toEqual(['CONNECTING/LOGIN', 'CONNECTED/LOGIN_SUCCESS']);
    expect(hummer.store.getState().login).toEqual({ status: 'logged-in', uid: 'ann', error: null });
  });

  it('ends a refused login in DISCONNECTED/LOGIN_FAILURE, and the promise rejects with its code', async () => {
    const { hummer, transport, changes } = setUp();
    transport.answer('session:login', refusal(Code.INVALID_TOKEN));
    await expect(hummer.login({ uid: 'ann', token: 't' })).rejects.toMatchObject({
      code: 2002,
      rescode: 2002,
    });
    expect(changes).toEqual(['CONNECTING/LOGIN', 'DISCONNECTED/LOGIN_FAILURE']);
    expect(hummer.store.getState().login).toMatchObject({
      status: 'failed',
      uid: 'ann',
      error: { code: 2002 },
    });
    expect(transport.last.closed).toBe(true);
  });

  it('ends a login without an answer in DISCONNECTED/LOGIN_TIMEOUT, within requestTimeout', async () => {
    const { hummer, transport, clock, changes } = setUp({ requestTimeout: 3_000 });
    transport.connect = never;
    const login = expect(hummer.login({ uid: 'ann' })).rejects.toMatchObject({ code: 1005, action: 'retry' });
    await clock.tick(3_000);
    await login;
    expect(changes.at(-1)).toBe('DISCONNECTED/LOGIN_TIMEOUT');
    expect(clock.pending()).toBe(0);
  });

  it('ends with LOGOUT, from CONNECTED and while the login is under way', async () => {
    const { hummer, transport, clock, changes } = setUp();
    await hummer.login({ uid: 'ann' });
    await hummer.logout();
    expect(changes.at(-1)).toBe('DISCONNECTED/LOGOUT');
    expect(hummer.store.getState().login).toEqual({ status: 'logged-out', uid: null, error: null });
    transport.connect = never;
    const login = expect(hummer.login({ uid: 'ann' })).rejects.toMatchObject({ name: 'HummerError' });
    await settle(clock);
    await hummer.logout();
    expect(changes.at(-1)).toBe('DISCONNECTED/LOGOUT');
    await clock.tick(20_000);
    await login;
  });

  it('logs out here at once, whether or not the server can be told', async () => {
    const { hummer, transport, changes, clock } = setUp();
    await hummer.login({ uid: 'ann' });
    transport.answer('session:logout', never);
    const out = hummer.logout();
    expect(changes.at(-1)).toBe('DISCONNECTED/LOGOUT');
    expect(transport.last.closed, 'open until the server knows').toBe(false);
    transport.last.drop();
    await out;
    expect(transport.last.closed).toBe(true);
    await settle(clock);
    expect(changes.at(-1), 'a drop after the end is no interruption').toBe('DISCONNECTED/LOGOUT');
  });

  it('is DISCONNECTED/REMOTE_LOGIN when the server ends the session, and stays so', async () => {
    const { hummer, transport, clock, changes } = setUp();
    await hummer.login({ uid: 'ann' });
    transport.last.notify('session:kicked', { reason: 'remote-login' });
    transport.last.drop();
    await clock.tick(120_000);
    expect(changes.slice(2)).toEqual(['DISCONNECTED/REMOTE_LOGIN']);
    expect(hummer.store.getState().login).toMatchObject({ status: 'failed', error: { code: Code.KICKED } });
    expect(transport.sockets).toHaveLength(1);
  });

  it('takes no transition that the table does not list: a logout of nobody changes nothing', async () => {
    const { hummer, changes } = setUp();
    await hummer.logout();
    expect(changes).toEqual([]);
    expect(hummer.connection.reason).toBe('INIT');
  });
});

describe('a login', () => {
  it('refuses a uid that is a number, and says why', async () => {
    const { hummer } = setUp();
    const login = hummer.login({ uid: 12 as unknown as string });
    await expect(login).rejects.toMatchObject({
      code: 2001,
      context: { type: 'input', field: 'uid', received: 'number' },
    });
    await expect(login).rejects.toThrow(/string.*2\^53/);
  });

  it.each([[''], ['a b'], ['ü'], ['x'.repeat(65)], [undefined], [null]])(
    'refuses the uid %j',
    async (uid) => {
      const { hummer, changes } = setUp();
      await expect(hummer.login({ uid: uid as string })).rejects.toMatchObject({ code: 2001 });
      expect(changes).toEqual([]);
    },
  );

  it('refuses a second one, under way or done, with 1008', async () => {
    const { hummer } = setUp();
    const first = hummer.login({ uid: 'ann' });
    await expect(hummer.login({ uid: 'bob' })).rejects.toMatchObject({ code: 1008 });
    await first;
    await expect(hummer.login({ uid: 'ann' })).rejects.toMatchObject({ code: 1008 });
    expect(hummer.store.getState().login.uid).toBe('ann');
  });

  it('refuses an unknown region', async () => {
    const { hummer } = setUp();
    await expect(hummer.login({ uid: 'ann', region: 'mars' as 'cn' })).rejects.toMatchObject({ code: 2001 });
  });

  it('without a url, outside of a page, says so', async () => {
    const hummer = Hummer.createHummer({ appid: 1, logLevel: 'none' });
    await expect(hummer.login({ uid: 'ann' })).rejects.toMatchObject({
      code: 2001,
      context: { field: 'url' },
    });
  });

  it('works again after a logout, also for somebody else', async () => {
    const { hummer, transport } = setUp();
    await hummer.login({ uid: 'ann' });
    await hummer.logout();
    await hummer.login({ uid: 'bob' });
    expect(transport.logins().map(({ uid }) => uid)).toEqual(['ann', 'bob']);
  });

  it('is impossible on a destroyed client', async () => {
    const { hummer } = setUp();
    await hummer.destroy();
    await expect(hummer.login({ uid: 'ann' })).rejects.toMatchObject({ code: 1001 });
  });

  it('leaves neither timer nor listener of the page behind when it has ended', async () => {
    const { hummer, page, clock } = setUp();
    await hummer.login({ uid: 'ann' });
    expect(page.listeners()).toBe(1);
    await hummer.logout();
    expect(page.listeners()).toBe(0);
    expect(clock.pending()).toBe(0);
  });
});

describe('a lost link', () => {
  async function connected(options: Partial<HummerOptions> = {}) {
    const all = setUp(options);
    await all.hummer.login({ uid: 'ann' });
    all.changes.length = 0;
    return all;
  }

  it('is RECONNECTING/INTERRUPTED, then CONNECTED/LOGIN_SUCCESS', async () => {
    const { transport, clock, changes } = await connected();
    transport.last.drop();
    expect(changes).toEqual(['RECONNECTING/INTERRUPTED']);
    await clock.tick(500);
    expect(changes).toEqual(['RECONNECTING/INTERRUPTED', 'CONNECTED/LOGIN_SUCCESS']);
  });

  it('resumes its session with the proof of the login before', async () => {
    const { transport, clock } = await connected();
    transport.answer('session:login', () => loginResult({ secret: 'second' }));
    transport.last.drop();
    await clock.tick(500);
    transport.last.drop();
    await clock.tick(500);
    expect(transport.logins().map(({ resume }) => resume?.secret)).toEqual([undefined, 'secret', 'second']);
    expect(new Set(transport.logins().map(({ instance }) => instance)).size).toBe(1);
  });

  it('goes on after a reload with what the tab remembers, in a storage of the app’s choice', async () => {
    const remembered = tabStorage();
    const before = setUp({ storage: remembered });
    await before.hummer.login({ uid: 'ann' });
    const after = setUp({ storage: remembered });
    await after.hummer.login({ uid: 'ann' });
    const [[first], [second]] = [before.transport.logins(), after.transport.logins()];
    expect(second?.resume).toEqual({ sessionId: 'session', secret: 'secret' });
    expect(second?.instance).toBe(first?.instance);
    const forgetful = setUp({ storage: null });
    await forgetful.hummer.login({ uid: 'ann' });
    expect(forgetful.transport.logins()[0]?.resume).toBeUndefined();
  });

  it('is tried again after 0.5, 1, 2, 4 … seconds at most, and never after more than 20', async () => {
    const { transport, clock } = await connected();
    transport.connect = unreachable;
    const start = clock.now();
    const attempts: number[] = [];
    transport.last.drop();
    let count = transport.sockets.length;
    while (attempts.length < 9) {
      await clock.tick(100);
      if (transport.sockets.length > count) attempts.push(clock.now() - start);
      count = transport.sockets.length;
    }
    const waits = attempts.map((at, i) => at - (attempts[i - 1] ?? 0));
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000]);
  });

  it('draws its waits by chance, so that clients do not come back together', async () => {
    const { transport, clock, page } = await connected();
    page.chance = 0.1;
    transport.last.drop();
    await clock.tick(49);
    expect(transport.sockets).toHaveLength(1);
    await clock.tick(1);
    expect(transport.sockets).toHaveLength(2);
  });

  it('is tried at once when the page is online or visible again', async () => {
    for (const event of ['online', 'visible'] as const) {
      const { transport, clock, page, changes } = await connected();
      transport.connect = unreachable;
      transport.last.drop();
      await clock.tick(10_000);
      transport.connect = () => Promise.resolve();
      page.tell(event);
      await settle(clock);
      expect(changes.at(-1)).toBe('CONNECTED/LOGIN_SUCCESS');
    }
  });

  it('waits for the network while the page is offline', async () => {
    const { transport, clock, page, changes } = await connected();
    page.isOnline = false;
    transport.last.drop();
    await clock.tick(30_000);
    expect(transport.sockets).toHaveLength(1);
    page.isOnline = true;
    page.tell('online');
    await settle(clock);
    expect(changes.at(-1)).toBe('CONNECTED/LOGIN_SUCCESS');
  });

  it('is tried less often while nobody looks', async () => {
    const { transport, clock, page } = await connected();
    page.isHidden = true;
    transport.connect = unreachable;
    transport.last.drop();
    await clock.tick(31_500 + 32_000);
    const before = transport.sockets.length;
    await clock.tick(59_000);
    expect(transport.sockets).toHaveLength(before);
    await clock.tick(1_000);
    expect(transport.sockets).toHaveLength(before + 1);
  });

  it('is given up when the server refuses for good', async () => {
    const { hummer, transport, clock, changes, page } = await connected();
    transport.answer('session:login', refusal(Code.NO_PERMISSION));
    transport.last.drop();
    await clock.tick(60_000);
    expect(changes).toEqual(['RECONNECTING/INTERRUPTED', 'DISCONNECTED/LOGIN_FAILURE']);
    expect(hummer.store.getState().login).toMatchObject({ status: 'failed', error: { code: 3000 } });
    expect(page.listeners()).toBe(0);
    expect(clock.pending()).toBe(0);
  });

  it('is tried again when the server says that it may be', async () => {
    const { transport, clock, changes } = await connected();
    transport.answer('session:login', refusal(Code.SERVER));
    transport.last.drop();
    await clock.tick(5_000);
    expect(changes).toEqual(['RECONNECTING/INTERRUPTED']);
    transport.answer('session:login', () => loginResult());
    await clock.tick(20_000);
    expect(changes.at(-1)).toBe('CONNECTED/LOGIN_SUCCESS');
  });

  it('ends by a logout, and nothing is tried any more', async () => {
    const { hummer, transport, clock, changes } = await connected();
    transport.last.drop();
    await hummer.logout();
    await clock.tick(60_000);
    expect(changes.at(-1)).toBe('DISCONNECTED/LOGOUT');
    expect(transport.sockets).toHaveLength(1);
  });

  it('may be ended by the handler that hears of it', async () => {
    const { hummer, transport, clock, changes } = await connected();
    hummer.on('ConnectionStateChange', ({ state }) => {
      if (state === 'RECONNECTING') void hummer.logout();
    });
    transport.last.drop();
    await clock.tick(60_000);
    expect(changes.at(-1)).toBe('DISCONNECTED/LOGOUT');
    expect(transport.sockets).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });

  it('forgets an attempt that is overtaken by another', async () => {
    const { transport, clock, page, changes } = await connected();
    transport.connect = never;
    transport.last.drop();
    await clock.tick(500);
    const slow = transport.last;
    await clock.tick(11_000);
    expect(slow.closed).toBe(true);
    transport.connect = () => Promise.resolve();
    page.tell('online');
    await settle(clock);
    expect(changes.filter((change) => change === 'CONNECTED/LOGIN_SUCCESS')).toHaveLength(1);
  });

  it('moves on when the server drains, after the time it asks for', async () => {
    const { transport, clock, changes } = await connected();
    transport.last.notify('session:draining', { retryAfter: 2_000 });
    expect(changes).toEqual(['RECONNECTING/INTERRUPTED']);
    expect(transport.last.closed).toBe(true);
    await clock.tick(2_000);
    expect(transport.sockets).toHaveLength(1);
    await clock.tick(500);
    expect(changes.at(-1)).toBe('CONNECTED/LOGIN_SUCCESS');
  });
});

describe('handlers', () => {
  it('cannot break the client, and see the state that they are told of', async () => {
    const { hummer } = setUp();
    const seen: unknown[] = [];
    hummer.on('ConnectionStateChange', () => {
      throw new Error('a bug of the app');
    });
    hummer.on('ConnectionStateChange', (change) => seen.push([change, hummer.connection]));
    await hummer.login({ uid: 'ann' });
    expect(seen).toHaveLength(2);
    for (const [change, connection] of seen as [unknown, unknown][]) expect(connection).toEqual(change);
  });

  it('are removed by their function and by off', async () => {
    const { hummer } = setUp();
    const [one, two] = [vi.fn(), vi.fn()];
    hummer.on('ConnectionStateChange', one)();
    hummer.on('ConnectionStateChange', two);
    hummer.off('ConnectionStateChange', two);
    await hummer.login({ uid: 'ann' });
    expect(one).not.toHaveBeenCalled();
    expect(two).not.toHaveBeenCalled();
  });
});

describe('the calls of a client', () => {
  it('say that nobody is logged in', async () => {
    const { hummer } = setUp();
    await expect(hummer.refreshToken({ token: 't' })).rejects.toMatchObject({ code: 1001 });
    await expect(hummer.setUserRegion({ region: 'us' })).rejects.toMatchObject({ code: 1001 });
    await expect(hummer.getInstanceInfo()).rejects.toMatchObject({ code: 1001 });
  });

  it('answer who is logged in', async () => {
    const { hummer } = setUp();
    await hummer.login({ uid: 'ann' });
    await expect(hummer.getInstanceInfo()).resolves.toEqual({
      appid: 1,
      uid: 'ann',
      instanceId: 7,
      isAnonymous: true,
    });
  });

  it('change the region now, and at the next login', async () => {
    const { hummer, transport, clock } = setUp({ region: 'cn' });
    await hummer.login({ uid: 'ann' });
    await hummer.setUserRegion({ region: 'us' });
    expect(transport.last.requests.at(-1)).toEqual(['session:setRegion', { region: 'us' }]);
    transport.last.drop();
    await clock.tick(500);
    expect(transport.logins().map(({ region }) => region)).toEqual(['cn', 'us']);
  });

  it('name the import of a part that is not loaded', () => {
    const { hummer } = setUp();
    expect(() => hummer.signaling).toThrow(/hummer-react\/core/);
    expect(() => hummer.chat).toThrow(
      expect.objectContaining({ context: { type: 'missing', needs: 'hummer-react/core' } }) as Error,
    );
  });

  it('refuse options that cannot work', () => {
    expect(() => Hummer.createHummer({ appid: '1' as unknown as number })).toThrow(/appid/);
    expect(() => Hummer.createHummer({ appid: 1, region: 'mars' as 'cn' })).toThrow(/region/);
    expect(() => Hummer.createHummer({ appid: 1, storage: {} as HummerStorage })).toThrow(/getItem/);
  });
});
