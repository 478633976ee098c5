import { fullJitter } from '../../lib/backoff.js';
import { createMachine } from '../../lib/machine.js';
import { withTimeout } from '../../lib/timeout.js';
import { KICKED, LOCKED, NOT_LOGGED_IN, TIMEOUT, TOKEN_EXPIRED } from '../../protocol/codes.js';
import type { ConnectionChangeReason, ConnectionState } from '../../protocol/connection.js';
import { HummerError, toHummerError } from '../../protocol/errors.js';
import type { HummerNotifications, HummerRequests } from '../../protocol/hummer.js';
import { roomKeyOf, type Region } from '../../protocol/regions.js';
import type { SessionState } from '../../store/state.js';
import { linkLost, timedOut } from '../transport/frames.js';
import type { TransportSocket } from '../transport/Transport.js';
import type { Connection, ConnectionHost, LoginResult } from './connectionTypes.js';
import { createTokens, type Tokens } from './tokens.js';
import { TRANSITIONS } from './transitions.js';

/** One login, from its call to its end. */
interface Session {
  readonly uid: string;
  readonly tokens: Tokens;
  region: Region | undefined;
  /** `TokenExpired` is said once an outage. */
  expiryTold: boolean;
  opened: LoginResult | null;
}

const RETRY_BASE = 500;
const RETRY_CAP = 20_000;
/** A hidden page still comes back, within the grace at first, but is in no hurry later. */
const RETRY_CAP_HIDDEN = 60_000;

const ENDS = {
  LOGOUT: 'logout',
  REMOTE_LOGIN: 'kicked',
  LOGIN_FAILURE: 'refused',
  LOGIN_TIMEOUT: 'refused',
} as const;

/** The link to `/hummer` and the session on it: login, resume, tokens, and coming back when the link is lost. */
export function createConnection(host: ConnectionHost): Connection {
  const { appid, url, requestTimeout, clock, environment, memory, apply } = host;
  const machine = createMachine<ConnectionState, ConnectionChangeReason>(TRANSITIONS, 'DISCONNECTED');
  let session: Session | null = null;
  let socket: TransportSocket | null = null;
  /** The attempt that counts; an older one that wakes up late finds another here. */
  let attempt: object | null = null;
  let failures = 0;
  /** The server's clock minus ours. */
  let skew = 0;
  let cancelRetry: (() => void) | null = null;

  function current(): Session {
    if (session) return session;
    throw new HummerError(NOT_LOGGED_IN, 'Not logged in: await hummer.login() first.');
  }

  function tell(
    reason: ConnectionChangeReason,
    status: SessionState['login']['status'],
    error: HummerError | null = null,
  ): void {
    const uid = status === 'logged-out' ? null : (session?.uid ?? null);
    host.changed({ state: machine.state, reason }, { status, uid, error });
  }

  function stopRetry(): void {
    cancelRetry?.();
    cancelRetry = null;
  }

  function hangUp(): void {
    socket?.close();
    socket = null;
    session?.tokens.watch(undefined);
  }

  /** One attempt. Answers its error instead of throwing it; nothing of it outlives `requestTimeout`. */
  async function open(own: Session): Promise<HummerError | null> {
    stopRetry();
    hangUp();
    const mine = (attempt = {});
    const link = (socket = host.transport.socket({ url, namespace: '/hummer' }));
    try {
      await withTimeout(clock, requestTimeout, logIn(own, link, mine), () =>
        timedOut('session:login', requestTimeout),
      );
      return null;
    } catch (cause) {
      if (attempt === mine) attempt = null;
      link.close();
      return toHummerError(cause);
    }
  }

  async function logIn(own: Session, link: TransportSocket, mine: object): Promise<void> {
    const wanted = <T>(value: T): T => {
      if (attempt === mine) return value;
      throw linkLost('session:login', 'not-sent');
    };
    const token = wanted(await own.tokens.next());
    link.onEvent((event, data) => {
      receive(event as keyof HummerNotifications, data as never);
    });
    link.onDrop(() => {
      if (socket === link) lost(0);
    });
    await link.connect(requestTimeout);
    wanted(null);
    const { uid, region } = own;
    const { instance, resume } = memory;
    const data = { appid, uid, token, region, instance, ...(resume && { resume }) };
    opened(own, wanted((await link.request('session:login', data, requestTimeout)) as LoginResult));
  }

  function opened(own: Session, result: LoginResult): void {
    const { sessionId, secret, resumed, rooms, inbox, grace } = result;
    own.opened = result;
    own.expiryTold = false;
    memory.resume = { sessionId, secret };
    host.pace.rate = result.requests;
    failures = 0;
    skew = result.serverTime - clock.now();
    watchExpiry(own, result.expiresAt);
    machine.send('LOGIN_SUCCESS');
    apply(() => {
      tell('LOGIN_SUCCESS', 'logged-in');
      host.session({
        type: 'opened',
        resumed,
        instanceId: result.instanceId,
        grace,
        rooms: rooms.map(({ region, roomId, epoch, seq }) => ({
          roomKey: roomKeyOf(region, roomId),
          epoch,
          seq,
        })),
        inbox,
      });
    });
  }

  /** `expiresAt` is of the server's clock. */
  function watchExpiry({ tokens }: Session, expiresAt: number | undefined): void {
    tokens.watch(expiresAt && expiresAt - skew);
  }

  function receive<E extends keyof HummerNotifications>(event: E, data: HummerNotifications[E]): void {
    apply(() => {
      host.notification(event, data);
    });
    if (event === 'session:kicked') {
      end('REMOTE_LOGIN', new HummerError(KICKED, 'Logged in elsewhere, or ended by an admin.'));
    } else if (event === 'session:draining') {
      lost((data as HummerNotifications['session:draining']).retryAfter);
    } else if (event === 'session:expired') void session?.tokens.renew('expired');
  }

  /** The link is gone: from here on only `open` brings it back. */
  function lost(delay: number): void {
    const own = session;
    if (!own || !machine.send('INTERRUPTED')) return;
    hangUp();
    own.tokens.stale('reconnect');
    apply(() => {
      tell('INTERRUPTED', 'logged-in');
      host.session({ type: 'dropped' });
    });
    if (session === own) retryLater(own, delay); // unless a handler has ended it
  }

  function retryLater(own: Session, atLeast = 0): void {
    const cap = environment.hidden() ? RETRY_CAP_HIDDEN : RETRY_CAP;
    const delay = environment.online()
      ? atLeast + fullJitter(failures++, RETRY_BASE, cap, environment.random)
      : RETRY_CAP_HIDDEN; // 'online' comes sooner, as a rule
    cancelRetry = clock.setTimeout(() => void reconnect(own), delay);
  }

  async function reconnect(own: Session): Promise<HummerError | null> {
    const error = await open(own);
    if (!error || session !== own || attempt) return error;
    if (error.code === TOKEN_EXPIRED) {
      if (!own.expiryTold) host.tokenExpired();
      own.expiryTold = true;
      own.tokens.stale('expired');
      if (host.tokenProvider) retryLater(own); // else refreshToken() goes on
    } else if (error.action === 'retry') retryLater(own);
    else end(error.code === KICKED ? 'REMOTE_LOGIN' : 'LOGIN_FAILURE', error);
    return error;
  }

  function end(reason: keyof typeof ENDS, error: HummerError | null): void {
    attempt = null;
    stopRetry();
    hangUp();
    if (!machine.send(reason)) return;
    apply(() => {
      tell(reason, error ? 'failed' : 'logged-out', error);
      session = null;
      host.session({ type: 'closed', reason: ENDS[reason] });
    });
    if (error?.action !== 'retry') memory.clear();
  }

  async function login(uid: string, token: string | undefined, region: Region | undefined): Promise<void> {
    if (!machine.send('LOGIN')) throw locked();
    const own: Session = {
      uid,
      region,
      expiryTold: false,
      opened: null,
      tokens: createTokens(token, {
        uid,
        appid,
        clock,
        provider: host.tokenProvider,
        willExpire: host.tokenWillExpire,
        replace: refreshToken,
      }),
    };
    session = own;
    memory.open(uid);
    tell('LOGIN', 'logging-in');
    const error = await open(own);
    if (!error) return;
    if (session === own) end(error.code === TIMEOUT ? 'LOGIN_TIMEOUT' : 'LOGIN_FAILURE', error);
    throw error;
  }

  async function refreshToken(token: string): Promise<void> {
    const own = current();
    if (machine.state === 'CONNECTING') throw locked();
    if (machine.state === 'CONNECTED') {
      const { expiresAt } = await request('session:refreshToken', { token });
      own.tokens.use(token);
      if (session === own) watchExpiry(own, expiresAt);
    } else {
      own.tokens.use(token);
      const error = await reconnect(own);
      if (error && error.action !== 'retry') throw error;
    }
  }

  function requireLink(event: string): TransportSocket {
    current();
    if (machine.state !== 'CONNECTED' || !socket) throw linkLost(event, 'not-sent');
    return socket;
  }

  async function request<E extends keyof HummerRequests>(
    event: E,
    data: HummerRequests[E]['data'],
  ): Promise<HummerRequests[E]['result']> {
    return (await requireLink(event).request(event, data, requestTimeout)) as HummerRequests[E]['result'];
  }

  return {
    login,
    async logout() {
      const link = socket;
      const told = machine.state === 'CONNECTED' && link?.request('session:logout', {}, requestTimeout);
      socket = null; // stays open until the server knows
      end('LOGOUT', null);
      await Promise.resolve(told).catch(() => undefined);
      link?.close();
    },
    refreshToken,
    async setRegion(region) {
      current().region = region;
      if (machine.state === 'CONNECTED') await request('session:setRegion', { region });
    },
    uid: () => current().uid,
    info() {
      const { opened } = current();
      if (opened) return opened;
      throw linkLost('session:login', 'not-sent');
    },
    requireLink,
    request,
    environmentChanged(event) {
      if (event === 'hidden' || event === 'hide') memory.save();
      else if (cancelRetry && session) {
        failures = 0;
        void reconnect(session);
      }
    },
  };
}

function locked(): HummerError {
  return new HummerError(LOCKED, 'One login per client: await the one under way, or call logout() first.');
}
