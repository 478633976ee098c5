import type { MediaIceServers } from '../../../protocol/media.js';
import type { Clock } from '../../ports/Clock.js';
import { hmacBase64 } from './hmac.js';

/** A TURN server that makes credentials of a shared secret, as coturn does with `use-auth-secret`. @public */
export interface TurnOptions {
  /** Like `turn:turn.example.com:3478?transport=udp`. */
  urls: string | string[];
  /** coturn's `static-auth-secret`. Keep it on your backend. */
  secret: string;
  /** How long credentials are good, in seconds. Default 3600. */
  ttl?: number;
}

/** The STUN and TURN servers of a user, with credentials that end. */
export type IceServersOf = (userId: string) => Promise<MediaIceServers>;

const DEFAULT_TTL = 3_600;

/**
 * Credentials of the TURN REST API (draft-uberti-behave-turn-rest): the user name is the expiry in seconds and who it is for, the
 * password its HMAC-SHA1, so the TURN server needs no word from here.
 */
export function createIceServers({
  clock,
  iceServers = [],
  turn,
}: {
  clock: Clock;
  iceServers?: RTCIceServer[] | undefined;
  turn?: TurnOptions | undefined;
}): IceServersOf {
  return async (userId) => {
    if (!turn) return { iceServers, expiresAt: null };
    const expiry = Math.floor(clock.now() / 1_000) + (turn.ttl ?? DEFAULT_TTL);
    const username = `${expiry}:${userId}`;
    const credential = await hmacBase64('SHA-1', turn.secret, username);
    return {
      iceServers: [...iceServers, { urls: turn.urls, username, credential }],
      expiresAt: expiry * 1_000,
    };
  };
}
