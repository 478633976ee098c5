import type { LogLevel } from '../lib/logger.js';
import type { ConnectionChangeReason, ConnectionState } from '../protocol/connection.js';
import type { Region } from '../protocol/regions.js';
import type { HummerStorage } from './HummerStorage.js';
import type { TokenProvider } from './connection/tokens.js';

/** What a media room is entered with where the app signs for itself. @public */
export interface SignatureRequest {
  roomId: string;
  uid: string;
  /** 0 publishes and watches, 2 only watches. */
  role: 0 | 2;
}

/** Gives seed 002's signature (chapter 4) and when it ends, in seconds since 1970. @public */
export type SignatureProvider = (
  request: SignatureRequest,
) => { signature: string; ctime: string | number } | Promise<{ signature: string; ctime: string | number }>;

/** Options of `Hummer.createHummer`. @public */
export interface HummerOptions {
  appid: number;
  /** Of a hummer-server. Default: the page's origin. */
  url?: string;
  /** The user's business region. */
  region?: Region;
  /** Gives tokens when they are needed; a healthy app with one never sees a token expire. */
  tokenProvider?: TokenProvider;
  /** Signs for media rooms, in place of the login; asked at each join and when a signature ends. */
  signatureProvider?: SignatureProvider;
  /** Default 'warn'. */
  logLevel?: LogLevel;
  /** How long a request may take on an open link, in ms. Default 11,000. */
  requestTimeout?: number;
  /**
   * Where a tab remembers its session and how far it has read, so that it goes on after a reload. Must not be shared
   * between tabs or clients that are logged in at once. Default: `sessionStorage` where there is one; null is nowhere.
   */
  storage?: HummerStorage | null;
}

/** Events of the client. @public */
export interface HummerEvents {
  ConnectionStateChange: { state: ConnectionState; reason: ConnectionChangeReason };
  /** The server refused a reconnect because the token is over: call `refreshToken`. */
  TokenExpired: undefined;
  TokenWillExpire: { expiresInMs: number };
}

/** A store that is read from outside and written only by the client. @public */
export interface ReadonlyStore<T> {
  getState(): T;
  getInitialState(): T;
  subscribe(listener: (state: T, previous: T) => void): () => void;
}

/** Who is logged in, and as which instance. @public */
export interface InstanceInfo {
  appid: number;
  uid: string;
  instanceId: number;
  isAnonymous: boolean;
}
