import { randomUUID } from 'node:crypto';
import { inputError } from '../../protocol/errors.js';
import { serverClock } from '../clock.js';
import type { Grants } from '../ports/TokenSigner.js';
import { createJwtTokenSigner } from './jwtTokenSigner.js';

/** Options of `signToken`. @public */
export interface SignTokenOptions {
  /** The app that the user logs in to. */
  appid: number | string;
  /** Whom the token lets log in: 1 to 64 of `A-Z a-z 0-9 _ . @ -`. */
  uid: string;
  /** The app's key, the one that the server has. It never leaves your backend. */
  key: string;
  /** How long the token is good, in seconds. */
  expiresInSec: number;
  /** Good for one login, whose session then lasts until logout. */
  temporary?: boolean;
  /** What the bearer may do beyond the defaults. */
  grants?: Grants;
}

/**
 * Signs a login token, on your backend, for a user that you have authenticated.
 *
 * @example
 * ```ts
 * const token = await signToken({ appid: 1, uid: 'ann', key: process.env.HUMMER_KEY, expiresInSec: 3600 });
 * ```
 * @throws HummerError 2001 if an option is not of the stated form.
 * Source: API.md 3; the three token modes are those of seed 000.
 * @public
 */
export async function signToken(options: SignTokenOptions): Promise<string> {
  const { uid, key, expiresInSec, temporary, grants } = options;
  const appid = String(options.appid);
  if (!/^\d{1,15}$/.test(appid)) throw inputError('appid', 'appid must be a number.', options.appid);
  if (typeof uid !== 'string' || !/^[A-Za-z0-9_.@-]{1,64}$/.test(uid)) {
    throw inputError('uid', 'uid must be a string of 1 to 64 of A-Z a-z 0-9 _ . @ -.', uid);
  }
  if (typeof key !== 'string' || key === '') throw inputError('key', 'key must be the key of the app.', key);
  if (!Number.isFinite(expiresInSec) || expiresInSec <= 0) {
    throw inputError('expiresInSec', 'expiresInSec must be a number of seconds above 0.', expiresInSec);
  }
  const signer = await createJwtTokenSigner({ keyOf: () => key, clock: serverClock });
  const iat = Math.floor(serverClock.now() / 1000);
  return signer.sign('hummer-login', {
    appid,
    sub: uid,
    iat,
    exp: iat + Math.ceil(expiresInSec),
    jti: randomUUID(),
    ...(temporary && { temporary }),
    ...(grants && { grants }),
  });
}
