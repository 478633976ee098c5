import { describe, expect, it, vi } from 'vitest';
import { Hummer } from '../../../src/core/hummer.js';
import type { HummerOptions } from '../../../src/core/hummerTypes.js';
import { HummerErrorCode as Code } from '../../../src/protocol/codes.js';
import { createControlledClock } from '../../../src/testing/backend/controlledClock.js';
import { playedPage } from '../support/page.js';
import { loginResult, refusal, scriptedTransport } from '../support/scriptedTransport.js';

const DAY = 86_400_000;

function setUp(options: Partial<HummerOptions> = {}) {
  const clock = createControlledClock();
  const transport = scriptedTransport(() => clock.now());
  const hummer = new Hummer(
    { appid: 1, url: 'memory://server', logLevel: 'none', ...options },
    { transport, clock, environment: playedPage() },
  );
  const events: unknown[] = [];
  hummer.on('TokenExpired', () => events.push('TokenExpired'));
  hummer.on('TokenWillExpire', ({ expiresInMs }) => events.push(['TokenWillExpire', expiresInMs]));
  /** The server's tokens live that long; its clock is `ahead` of ours. */
  const expiring = (life: number, ahead = 0): void => {
    transport.answer('session:login', () => {
      const serverTime = clock.now() + ahead;
      return loginResult({ serverTime, expiresAt: serverTime + life });
    });
  };
  const tokens = () => transport.logins().map(({ token }) => token);
  return { clock, transport, hummer, events, expiring, tokens };
}

describe('a token', () => {
  it('is the one of the call, or none', async () => {
    const { hummer, tokens } = setUp();
    await hummer.login({ uid: 'ann' });
    await hummer.logout();
    await hummer.login({ uid: 'ann', token: 'mine' });
    expect(tokens()).toEqual([undefined, 'mine']);
  });

  it('that is no string is refused before anything is sent', async () => {
    const { hummer, transport } = setUp();
    await expect(hummer.login({ uid: 'ann', token: 5 as unknown as string })).rejects.toMatchObject({
      code: 2001,
    });
    await expect(hummer.refreshToken({ token: '' })).rejects.toMatchObject({ code: 2001 });
    expect(transport.sockets).toHaveLength(0);
  });

  it.each([
    [600_000, 30_000],
    [40_000, 20_000],
    [40 * DAY, 30_000],
  ])('of %i ms gives notice %i ms before its end, by the clock of the server', async (life, notice) => {
    const { hummer, clock, events, expiring } = setUp();
    expiring(life, 7 * DAY);
    await hummer.login({ uid: 'ann', token: 't' });
    await clock.tick(life - notice - 1);
    expect(events).toEqual([]);
    await clock.tick(1);
    expect(events).toEqual([['TokenWillExpire', notice]]);
  });

  it('that was refreshed gives notice of the new end', async () => {
    const { hummer, transport, clock, events, expiring } = setUp();
    expiring(600_000);
    await hummer.login({ uid: 'ann', token: 't' });
    transport.answer('session:refreshToken', () => ({ expiresAt: clock.now() + 1_200_000 }));
    await expect(hummer.refreshToken({ token: 'fresh' })).resolves.toEqual({ rescode: 0, msg: 'ok' });
    await clock.tick(1_000_000);
    expect(events).toEqual([]);
    await clock.tick(170_000);
    expect(events).toEqual([['TokenWillExpire', 30_000]]);
  });

  it('that the server refuses at a refresh leaves the old one in use', async () => {
    const { hummer, transport, clock, tokens } = setUp();
    await hummer.login({ uid: 'ann', token: 'old' });
    transport.answer('session:refreshToken', refusal(Code.INVALID_TOKEN));
    await expect(hummer.refreshToken({ token: 'bad' })).rejects.toMatchObject({ code: 2002 });
    expect(hummer.connection.state).toBe('CONNECTED');
    transport.last.drop();
    await clock.tick(500);
    expect(tokens()).toEqual(['old', 'old']);
  });

  it('that has expired at a reconnect is told once, and the client waits for another', async () => {
    const { hummer, transport, clock, events, tokens } = setUp();
    await hummer.login({ uid: 'ann', token: 'old' });
    transport.answer('session:login', refusal(Code.TOKEN_EXPIRED));
    transport.last.drop();
    await clock.tick(300_000);
    expect(events).toEqual(['TokenExpired']);
    expect(hummer.connection.state).toBe('RECONNECTING');
    expect(tokens()).toEqual(['old', 'old']);
    transport.answer('session:login', () => loginResult());
    await expect(hummer.refreshToken({ token: 'fresh' })).resolves.toMatchObject({ rescode: 0 });
    expect(hummer.connection).toEqual({ state: 'CONNECTED', reason: 'LOGIN_SUCCESS' });
    expect(tokens()).toEqual(['old', 'old', 'fresh']);
  });

  it('that comes to replace an expired one and is expired too rejects, and the client waits on', async () => {
    const { hummer, transport, clock } = setUp();
    await hummer.login({ uid: 'ann', token: 'old' });
    transport.answer('session:login', refusal(Code.TOKEN_EXPIRED));
    transport.last.drop();
    await clock.tick(500);
    await expect(hummer.refreshToken({ token: 'stale' })).rejects.toMatchObject({ code: 2003 });
    expect(hummer.connection.state).toBe('RECONNECTING');
  });

  it('is told of as expired again in another outage', async () => {
    const { hummer, transport, clock, events } = setUp();
    await hummer.login({ uid: 'ann', token: 'old' });
    for (let outage = 0; outage < 2; outage++) {
      transport.answer('session:login', refusal(Code.TOKEN_EXPIRED));
      transport.last.drop();
      await clock.tick(500);
      transport.answer('session:login', () => loginResult());
      await hummer.refreshToken({ token: `fresh${outage}` });
    }
    expect(events).toEqual(['TokenExpired', 'TokenExpired']);
  });
});

describe('a token provider', () => {
  it('is asked at the login, unless the call brings a token', async () => {
    const provider = vi.fn(() => 'given');
    const { hummer, tokens } = setUp({ tokenProvider: provider });
    await hummer.login({ uid: 'ann' });
    expect(provider).toHaveBeenCalledExactlyOnceWith({ uid: 'ann', appid: 1, reason: 'login' });
    await hummer.logout();
    await hummer.login({ uid: 'ann', token: 'mine' });
    expect(provider).toHaveBeenCalledTimes(1);
    expect(tokens()).toEqual(['given', 'mine']);
  });

  it('is asked early, so that a healthy app never expires', async () => {
    let count = 0;
    const reasons: string[] = [];
    const { hummer, transport, clock, expiring, events } = setUp({
      tokenProvider: ({ reason }) => {
        reasons.push(reason);
        return Promise.resolve(`t${count++}`);
      },
    });
    expiring(600_000);
    transport.answer('session:refreshToken', () => ({ expiresAt: clock.now() + 600_000 }));
    await hummer.login({ uid: 'ann' });
    await clock.tick(570_000 * 3);
    expect(reasons).toEqual(['login', 'expiring', 'expiring', 'expiring']);
    expect(transport.last.requests.slice(1)).toEqual([
      ['session:refreshToken', { token: 't1' }],
      ['session:refreshToken', { token: 't2' }],
      ['session:refreshToken', { token: 't3' }],
    ]);
    expect(events).not.toContain('TokenExpired');
  });

  it('is asked at a reconnect, once an outage', async () => {
    const provider = vi.fn(({ reason }: { reason: string }) => reason);
    const { hummer, transport, clock, tokens } = setUp({ tokenProvider: provider });
    await hummer.login({ uid: 'ann' });
    transport.answer('session:login', refusal(Code.SERVER));
    transport.last.drop();
    await clock.tick(3_500);
    expect(tokens()).toEqual(['login', 'reconnect', 'reconnect', 'reconnect']);
    expect(provider).toHaveBeenCalledTimes(2);
  });

  it('is asked anew when the server says that the token is over', async () => {
    const provider = vi.fn(({ reason }: { reason: string }) => reason);
    const { hummer, transport, clock, tokens } = setUp({ tokenProvider: provider });
    await hummer.login({ uid: 'ann' });
    transport.answer('session:login', refusal(Code.TOKEN_EXPIRED));
    transport.last.drop();
    await clock.tick(500);
    transport.answer('session:login', () => loginResult());
    await clock.tick(1_000);
    expect(tokens()).toEqual(['login', 'reconnect', 'expired']);
    expect(hummer.connection.state).toBe('CONNECTED');
  });

  it('is asked when the server tells an open link that its token is over', async () => {
    const { hummer, transport, clock } = setUp({ tokenProvider: ({ reason }) => reason });
    await hummer.login({ uid: 'ann' });
    transport.last.notify('session:expired');
    await clock.tick(0);
    expect(transport.last.requests.at(-1)).toEqual(['session:refreshToken', { token: 'expired' }]);
  });

  it('that fails at the login fails the login, with what it threw as the cause', async () => {
    const cause = new Error('no session cookie');
    const { hummer, changes } = Object.assign(setUp({ tokenProvider: () => Promise.reject(cause) }), {
      changes: [],
    });
    const login = hummer.login({ uid: 'ann' });
    await expect(login).rejects.toMatchObject({ code: 2002, cause });
    await expect(login).rejects.toThrow(/no session cookie/);
    expect(changes).toEqual([]);
    expect(hummer.connection.reason).toBe('LOGIN_FAILURE');
  });

  it.each([[undefined], [''], [{}]])('that answers %j fails the login', async (answer) => {
    const { hummer } = setUp({ tokenProvider: () => answer as string });
    await expect(hummer.login({ uid: 'ann' })).rejects.toMatchObject({ code: 2002 });
  });

  it('that hangs does not make the login hang', async () => {
    const { hummer, clock } = setUp({
      tokenProvider: () => new Promise<string>(() => undefined),
      requestTimeout: 2_000,
    });
    const login = expect(hummer.login({ uid: 'ann' })).rejects.toMatchObject({ code: 1005 });
    await clock.tick(2_000);
    await login;
  });

  it('that cannot be reached at a reconnect lets the token at hand be tried', async () => {
    let fails = false;
    const { hummer, transport, clock, tokens } = setUp({
      tokenProvider: () => {
        if (fails) throw new Error('offline');
        return 'first';
      },
    });
    await hummer.login({ uid: 'ann' });
    fails = true;
    transport.last.drop();
    await clock.tick(500);
    expect(tokens()).toEqual(['first', 'first']);
    expect(hummer.connection.state).toBe('CONNECTED');
  });
});
