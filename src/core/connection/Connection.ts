import { fullJitter } from '../../lib/backoff.js';
import type { Clock } from '../../lib/clock.js';
import type { Machine } from '../../lib/machine.js';
import { withTimeout } from '../../lib/timeout.js';
import { HummerErrorCode } from '../../protocol/codes.js';
import type {
  ConnectionChangeReason,
  ConnectionRequests,
  ConnectionState,
} from '../../protocol/connection.js';
import { HummerError, inputError, toHummerError } from '../../protocol/errors.js';
import type { HummerNotifications, HummerRequests } from '../../protocol/hummer.js';
import { roomKeyOf, type Region } from '../../protocol/regions.js';
import type { SessionState } from '../../store/state.js';
import type { Pace } from '../delivery/pace.js';
import type { Environment, EnvironmentEvent } from '../environment.js';
import type { SessionEvent } from '../internals.js';
import { linkLost, timedOut } from '../transport/frames.js';
import type { Transport, TransportSocket } from '../transport/Transport.js';
import type { TabMemory } from './tabMemory.js';
import { Tokens, type TokenProvider } from './tokens.js';
import { createConnectionMachine } from './transitions.js';

/** What happens to a connection, for whoever composes it. */
export interface ConnectionEvents {
  changed(connection: SessionState['connection'], login: SessionState['login']): void;
  session(event: SessionEvent): void;
  notification<E extends keyof HummerNotifications>(event: E, data: HummerNotifications[E]): void;
  tokenExpired(): void;
  tokenWillExpire(expiresInMs: number): void;
}

export interface ConnectionOptions {
  readonly appid: number;
  readonly url: string;
  readonly requestTimeout: number;
  readonly tokenProvider?: TokenProvider | undefined;
  readonly clock: Clock;
  readonly environment: Environment;
  readonly transport: Transport;
  readonly memory: TabMemory;
  readonly pace: Pace;
  /** Changes the store as one and runs handlers afterwards. */
  apply(work: () => void): void;
}

type LoginResult = ConnectionRequests['session:login']['result'];

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

/** The link to `/hummer` and the session on it: login, resume, tokens, and coming back when the link is lost. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #events: ConnectionEvents;
  readonly #machine: Machine<ConnectionState, ConnectionChangeReason> = createConnectionMachine();
  #session: Session | null = null;
  #socket: TransportSocket | null = null;
  /** The attempt that counts; an older one that wakes up late finds another here. */
  #attempt: object | null = null;
  #failures = 0;
  /** Server's clock minus ours. */
  #skew = 0;
  #cancelRetry: (() => void) | null = null;

  constructor(options: ConnectionOptions, events: ConnectionEvents) {
    this.#options = options;
    this.#events = events;
  }

  get state(): ConnectionState {
    return this.#machine.state;
  }

  /** Who is logged in, or about to be; throws 1001 if nobody. */
  requireUid(): string {
    return this.#require().uid;
  }

  /** Throws, saying what to do, while the server cannot be asked. */
  requireLink(event: string): void {
    this.#require();
    if (this.state !== 'CONNECTED') throw linkLost(event, false);
  }

  async login(uid: string, token: string | undefined, region: Region | undefined): Promise<void> {
    if (!this.#machine.send('LOGIN')) {
      const busy = this.#machine.state === 'CONNECTING';
      throw new HummerError(
        HummerErrorCode.LOCKED,
        busy
          ? 'A login is under way: await it first.'
          : `${this.requireUid()} is logged in: call logout() first.`,
        { action: busy ? 'retry' : 'fix-input' },
      );
    }
    const { appid, tokenProvider, clock, memory } = this.#options;
    const tokens = new Tokens(token, {
      uid,
      appid,
      clock,
      provider: tokenProvider,
      willExpire: (ms) => this.#events.tokenWillExpire(ms),
      replace: (fresh) => this.refreshToken(fresh),
    });
    const session: Session = { uid, tokens, region, expiryTold: false, opened: null };
    this.#session = session;
    memory.open(uid);
    this.#tell('LOGIN', { status: 'logging-in', uid, error: null });
    const error = await this.#open(session);
    if (!error) return;
    if (this.#session === session) {
      this.#end(error.code === HummerErrorCode.TIMEOUT ? 'LOGIN_TIMEOUT' : 'LOGIN_FAILURE', error);
    }
    throw error;
  }

  /** Ends the session at once; resolves when the server knows, or cannot be told. */
  async logout(): Promise<void> {
    const socket = this.#socket;
    this.#socket = null;
    const told =
      this.state === 'CONNECTED' && socket?.request('session:logout', {}, this.#options.requestTimeout);
    this.#end('LOGOUT', null);
    await Promise.resolve(told).catch(() => undefined);
    socket?.close();
  }

  async refreshToken(token: string): Promise<void> {
    const session = this.#require();
    if (this.state === 'CONNECTING')
      throw new HummerError(HummerErrorCode.LOCKED, 'A login is under way: await it first.');
    if (this.state === 'CONNECTED') {
      const { expiresAt } = await this.request('session:refreshToken', { token });
      session.tokens.use(token);
      if (this.#session === session) this.#watchExpiry(session, expiresAt);
      return;
    }
    session.tokens.use(token);
    const error = await this.#reconnect(session);
    if (error && error.action !== 'retry') throw error;
  }

  async setRegion(region: Region): Promise<void> {
    this.#require().region = region;
    if (this.state === 'CONNECTED') await this.request('session:setRegion', { region });
  }

  /** What the server said at the last login. */
  info(): LoginResult {
    const { opened } = this.#require();
    if (!opened) throw notLoggedIn();
    return opened;
  }

  async request<E extends keyof HummerRequests>(
    event: E,
    data: HummerRequests[E]['data'],
  ): Promise<HummerRequests[E]['result']> {
    this.requireLink(event);
    if (!this.#socket) throw linkLost(event, false);
    return this.#socket.request(event, data, this.#options.requestTimeout) as Promise<
      HummerRequests[E]['result']
    >;
  }

  /** A good moment to try again, or the last one to write down where we are. */
  environmentChanged(event: EnvironmentEvent): void {
    if (event === 'hidden' || event === 'hide') this.#options.memory.save();
    else if (this.#cancelRetry && this.#session) {
      this.#failures = 0;
      void this.#reconnect(this.#session);
    }
  }

  #require(): Session {
    if (!this.#session) throw notLoggedIn();
    return this.#session;
  }

  /** One attempt. Answers its error instead of throwing it; nothing of it outlives `requestTimeout`. */
  async #open(session: Session): Promise<HummerError | null> {
    const { clock, requestTimeout } = this.#options;
    const attempt = (this.#attempt = {});
    this.#stopRetry();
    this.#socket?.close();
    const socket = (this.#socket = this.#options.transport.socket({
      url: this.#options.url,
      namespace: '/hummer',
    }));
    try {
      await withTimeout(clock, requestTimeout, this.#logIn(session, socket, attempt), () =>
        timedOut('session:login', requestTimeout),
      );
      return null;
    } catch (cause) {
      if (this.#attempt === attempt) this.#attempt = null;
      socket.close();
      return toHummerError(cause);
    }
  }

  async #logIn(session: Session, socket: TransportSocket, attempt: object): Promise<void> {
    const { appid, requestTimeout, memory } = this.#options;
    const stillWanted = (): void => {
      if (this.#attempt !== attempt) throw linkLost('session:login', false);
    };
    const token = await session.tokens.next();
    stillWanted();
    socket.onEvent((event, data) => {
      this.#receive(event as keyof HummerNotifications, data as never);
    });
    socket.onDrop(() => {
      if (this.#socket === socket) this.#lost(0);
    });
    await socket.connect(requestTimeout);
    stillWanted();
    const { uid, region } = session;
    const { resume } = memory;
    const result = (await socket.request(
      'session:login',
      {
        appid,
        uid,
        instance: memory.instance,
        ...(token !== undefined && { token }),
        ...(region && { region }),
        ...(resume && { resume }),
      },
      requestTimeout,
    )) as LoginResult;
    stillWanted();
    this.#opened(session, result);
  }

  #opened(session: Session, result: LoginResult): void {
    const { memory, pace, apply } = this.#options;
    const { sessionId, secret, resumed, rooms, inbox, requests } = result;
    session.opened = result;
    session.expiryTold = false;
    memory.resume = { sessionId, secret };
    pace.rate = requests;
    this.#failures = 0;
    this.#skew = result.serverTime - this.#options.clock.now();
    this.#watchExpiry(session, result.expiresAt);
    this.#machine.send('LOGIN_SUCCESS');
    apply(() => {
      this.#tell('LOGIN_SUCCESS', { status: 'logged-in', uid: session.uid, error: null });
      this.#events.session({
        type: 'opened',
        resumed,
        rooms: rooms.map(({ region, roomId, epoch, seq }) => ({
          roomKey: roomKeyOf(region, roomId),
          epoch,
          seq,
        })),
        inbox,
      });
    });
  }

  #receive<E extends keyof HummerNotifications>(event: E, data: HummerNotifications[E]): void {
    this.#options.apply(() => {
      this.#events.notification(event, data);
    });
    if (event === 'session:kicked') {
      this.#end(
        'REMOTE_LOGIN',
        new HummerError(
          HummerErrorCode.KICKED,
          'This session was ended: logged in elsewhere, or by an admin.',
        ),
      );
    } else if (event === 'session:draining') {
      this.#lost((data as HummerNotifications['session:draining']).retryAfter);
    } else if (event === 'session:expired' && this.#session) {
      void this.#session.tokens.renew('expired');
    }
  }

  /** The link is gone: from here on only `#open` brings it back. */
  #lost(delay: number): void {
    const session = this.#session;
    if (!session || !this.#machine.send('INTERRUPTED')) return;
    this.#socket?.close();
    this.#socket = null;
    session.tokens.stop();
    session.tokens.stale('reconnect');
    this.#options.apply(() => {
      this.#tell('INTERRUPTED', { status: 'logged-in', uid: session.uid, error: null });
      this.#events.session({ type: 'dropped' });
    });
    this.#retryLater(session, delay);
  }

  #retryLater(session: Session, atLeast = 0): void {
    const { environment, clock } = this.#options;
    const cap = environment.hidden() ? RETRY_CAP_HIDDEN : RETRY_CAP;
    const delay = environment.online()
      ? atLeast + fullJitter(this.#failures++, RETRY_BASE, cap, () => environment.random())
      : RETRY_CAP_HIDDEN; // 'online' comes sooner, as a rule
    this.#stopRetry();
    this.#cancelRetry = clock.setTimeout(() => {
      void this.#reconnect(session);
    }, delay);
  }

  async #reconnect(session: Session): Promise<HummerError | null> {
    const error = await this.#open(session);
    if (!error || this.#session !== session || this.#attempt) return error;
    if (error.code === HummerErrorCode.TOKEN_EXPIRED) {
      if (!session.expiryTold) this.#events.tokenExpired();
      session.expiryTold = true;
      if (this.#options.tokenProvider) {
        session.tokens.stale('expired');
        this.#retryLater(session);
      } // else refreshToken() goes on
    } else if (error.action === 'retry') {
      this.#retryLater(session);
    } else {
      this.#end(error.code === HummerErrorCode.KICKED ? 'REMOTE_LOGIN' : 'LOGIN_FAILURE', error);
    }
    return error;
  }

  #watchExpiry({ tokens }: Session, expiresAt: number | undefined): void {
    tokens.watch(expiresAt === undefined ? undefined : expiresAt - this.#skew);
  }

  #end(
    reason: 'LOGIN_FAILURE' | 'LOGIN_TIMEOUT' | 'LOGOUT' | 'REMOTE_LOGIN',
    error: HummerError | null,
  ): void {
    const uid = this.#session?.uid ?? null;
    this.#attempt = null;
    this.#stopRetry();
    this.#session?.tokens.stop();
    this.#socket?.close();
    this.#socket = null;
    if (!this.#machine.send(reason)) return;
    this.#session = null;
    this.#failures = 0;
    if (error?.action !== 'retry') this.#options.memory.clear();
    this.#options.apply(() => {
      this.#tell(reason, { status: error ? 'failed' : 'logged-out', uid: error ? uid : null, error });
      this.#events.session({
        type: 'closed',
        reason: reason === 'LOGOUT' ? 'logout' : reason === 'REMOTE_LOGIN' ? 'kicked' : 'refused',
      });
    });
  }

  #tell(reason: ConnectionChangeReason, login: SessionState['login']): void {
    this.#events.changed({ state: this.#machine.state, reason }, login);
  }

  #stopRetry(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
  }
}

function notLoggedIn(): HummerError {
  return new HummerError(HummerErrorCode.NOT_LOGGED_IN, 'Not logged in: await hummer.login() first.');
}
