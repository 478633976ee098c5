import type { Clock } from '../../lib/clock.js';
import type { ConnectionRequests } from '../../protocol/connection.js';
import type { HummerNotifications, HummerRequests } from '../../protocol/hummer.js';
import type { Region } from '../../protocol/regions.js';
import type { SessionState } from '../../store/state.js';
import type { Pace } from '../delivery/pace.js';
import type { Environment, EnvironmentEvent } from '../environment.js';
import type { SessionEvent } from '../internals.js';
import type { Transport } from '../transport/Transport.js';
import type { TabMemory } from './tabMemory.js';
import type { TokenProvider } from './tokens.js';

/** What a connection runs on, and whom it tells. */
export interface ConnectionHost {
  readonly appid: number;
  readonly url: string;
  readonly requestTimeout: number;
  readonly tokenProvider: TokenProvider | undefined;
  readonly clock: Clock;
  readonly environment: Environment;
  readonly transport: Transport;
  readonly memory: TabMemory;
  readonly pace: Pace;
  /** Changes the store as one and runs handlers afterwards. */
  readonly apply: (work: () => void) => void;
  readonly changed: (connection: SessionState['connection'], login: SessionState['login']) => void;
  readonly session: (event: SessionEvent) => void;
  readonly notification: <E extends keyof HummerNotifications>(
    event: E,
    data: HummerNotifications[E],
  ) => void;
  readonly tokenExpired: () => void;
  readonly tokenWillExpire: (expiresInMs: number) => void;
}

/** The link to `/hummer` and the session on it: login, resume, tokens, and coming back when the link is lost. */
export interface Connection {
  readonly login: (uid: string, token: string | undefined, region: Region | undefined) => Promise<void>;
  /** Ends the session at once; resolves when the server knows, or cannot be told. */
  readonly logout: () => Promise<void>;
  readonly refreshToken: (token: string) => Promise<void>;
  readonly setRegion: (region: Region) => Promise<void>;
  /** Who is logged in, or about to be; throws 1001 if nobody. */
  readonly uid: () => string;
  /** What the server said at the last login; throws 1001 before it. */
  readonly info: () => LoginResult;
  /** Throws, saying what to do, while the server cannot be asked. */
  readonly requireLink: (event: string) => void;
  readonly request: <E extends keyof HummerRequests>(
    event: E,
    data: HummerRequests[E]['data'],
  ) => Promise<HummerRequests[E]['result']>;
  readonly environmentChanged: (event: EnvironmentEvent) => void;
}

/** What the server says at a login. */
export type LoginResult = ConnectionRequests['session:login']['result'];
