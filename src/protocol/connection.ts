import type { Region } from './regions.js';

/** Connection states of seed 000. @public */
export const ConnectionState = {
  DISCONNECTED: 'DISCONNECTED',
  CONNECTING: 'CONNECTING',
  CONNECTED: 'CONNECTED',
  RECONNECTING: 'RECONNECTING',
} as const;
/** @public */
export type ConnectionState = (typeof ConnectionState)[keyof typeof ConnectionState];

/** Reasons of a state change, of seed 000. @public */
export const ConnectionChangeReason = {
  INIT: 'INIT',
  LOGIN: 'LOGIN',
  LOGIN_SUCCESS: 'LOGIN_SUCCESS',
  LOGIN_FAILURE: 'LOGIN_FAILURE',
  LOGIN_TIMEOUT: 'LOGIN_TIMEOUT',
  INTERRUPTED: 'INTERRUPTED',
  LOGOUT: 'LOGOUT',
  REMOTE_LOGIN: 'REMOTE_LOGIN',
} as const;
/** @public */
export type ConnectionChangeReason = (typeof ConnectionChangeReason)[keyof typeof ConnectionChangeReason];

/** A position in a stream of pushes: valid only together with the stream's epoch. */
export interface Cursor {
  epoch: string;
  seq: number;
}

/** A room of the session that a resumed connection still belongs to, with the head of its stream. */
export interface ResumedRoom extends Cursor {
  region: Region;
  roomId: string;
}

export interface ConnectionRequests {
  'session:login': {
    data: {
      appid: number;
      uid: string;
      token?: string;
      region?: Region;
      /** Stays the same over the reconnects of one client object. */
      instance: string;
      /** Takes the dropped session over: its rooms, its presence, its media within the grace period. */
      resume?: { sessionId: string; secret: string };
    };
    result: {
      sessionId: string;
      /** Proof for the next `resume`; rotates with every login. */
      secret: string;
      instanceId: number;
      /** True if `resume` was given and the session was still there: its rooms are in `rooms`. */
      resumed: boolean;
      rooms: ResumedRoom[];
      inbox: Cursor;
      serverTime: number;
      /** When the token expires, in ms of the server's clock; absent without a token. */
      expiresAt?: number;
      isAnonymous: boolean;
      /** How long after a drop a resume is possible, in ms. */
      grace: number;
      /** Requests that this connection may send: a client that queues stays below it. */
      requests: { burst: number; perSecond: number };
    };
  };
  'session:logout': { data: Record<string, never>; result: Record<string, never> };
  'session:refreshToken': { data: { token: string }; result: { expiresAt?: number } };
  'session:setRegion': { data: { region: Region }; result: Record<string, never> };
}

export interface ConnectionNotifications {
  /** The server ends this session for good: another login of the uid, or an admin. */
  'session:kicked': { reason: 'remote-login' | 'admin' };
  /** The token ran out; the link closes soon unless a fresh one comes. */
  'session:expired': Record<string, never>;
  /** The server is about to stop: reconnect after `retryAfter` ms. */
  'session:draining': { retryAfter: number };
}
