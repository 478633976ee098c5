import type { MediaRole } from '../../protocol/media.js';

/** What a token may be used for. Each purpose has a key of its own, derived from the app's key (SETTLED 3). */
export type TokenPurpose = 'hummer-login' | 'hummer-media';

/** What the bearer of a token may do beyond the defaults (SETTLED 1). Absent means unrestricted. */
export interface Grants {
  /** Room ids the bearer may enter, read and write. */
  rooms?: string[];
  /** The highest media role: 0 publishes, 2 only watches. */
  mediaRole?: MediaRole;
  /** Who may write room attributes: anybody (the default), joined members, nobody. */
  writeRoomAttributes?: 'any' | 'joined' | 'none';
}

/** The claims of a token of ours. Times are in seconds, as in every JWT. */
export interface TokenClaims {
  appid: string;
  /** The uid. */
  sub: string;
  iat: number;
  exp: number;
  /** Unique id: what is burned when a single-use token is used. */
  jti: string;
  grants?: Grants;
  /** Only in login tokens: accepted for one login, whose session then lasts until logout. */
  temporary?: boolean;
  /** Only in media tokens. */
  media?: { sessionId: string; region: string; roomId: string; role: MediaRole };
}

/**
 * Signs and checks tokens of the apps.
 *
 * INVARIANTS
 * - `verify` accepts only what `sign` made with the same app and purpose; signatures are compared in constant time.
 * - `verify` throws a `HummerError`: 2002 for a token that is malformed, forged, of another app or purpose; 2003 for
 *   one that has expired; 2018 for an unknown app. With `ignoreExpiry` an expired token is still returned.
 * - `has` is false for an app without a key.
 */
export interface TokenSigner {
  has(appid: string): boolean;
  sign(purpose: TokenPurpose, claims: TokenClaims): Promise<string>;
  verify(
    purpose: TokenPurpose,
    appid: string,
    token: string,
    options?: { ignoreExpiry?: boolean },
  ): Promise<TokenClaims>;
}
