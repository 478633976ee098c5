import { HummerErrorCode } from '../../../protocol/codes.js';
import { HummerError } from '../../../protocol/errors.js';
import type { Clock } from '../../ports/Clock.js';
import type { TokenClaims, TokenSigner } from '../../ports/TokenSigner.js';

/**
 * Tokens that anybody can read and forge: for a test backend, where both sides are one program. Everything else
 * about them (purpose, app, expiry, single use) is as with the real ones.
 */
export function createPlainTokenSigner(options: {
  clock: Clock;
  apps: 'open' | readonly string[];
}): TokenSigner {
  const { clock, apps } = options;
  const has = (appid: string): boolean => apps !== 'open' && apps.includes(appid);
  return {
    has,
    sign(purpose, claims) {
      return Promise.resolve(JSON.stringify({ purpose, claims }));
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- Its throws are rejections.
    async verify(purpose, appid, token, { ignoreExpiry = false } = {}) {
      const claims = read(token, purpose);
      if (!claims || claims.appid !== appid) {
        throw new HummerError(HummerErrorCode.INVALID_TOKEN, 'The token is not one of this test backend.');
      }
      if (!ignoreExpiry && claims.exp * 1000 <= clock.now()) {
        throw new HummerError(HummerErrorCode.TOKEN_EXPIRED, 'The token has expired: get a new one.');
      }
      return claims;
    },
  };
}

function read(token: string, purpose: string): TokenClaims | null {
  try {
    const parsed = JSON.parse(token) as { purpose?: string; claims?: TokenClaims } | null;
    return parsed?.purpose === purpose && parsed.claims ? parsed.claims : null;
  } catch {
    return null;
  }
}
