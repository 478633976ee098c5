import { HummerErrorCode } from '../../../protocol/codes.js';
import { HummerError } from '../../../protocol/errors.js';
import type { Clock } from '../../ports/Clock.js';
import type { SessionRecord, TokenStore } from '../../ports/Store.js';
import type { Grants, TokenClaims, TokenSigner } from '../../ports/TokenSigner.js';

/** What a login token proved. */
export interface Credentials {
  isAnonymous: boolean;
  grants: Grants;
  /** Milliseconds; null for a login without a token and for a temporary one, whose session lasts until logout. */
  expiresAt: number | null;
  temporaryJti: string | null;
  /** A temporary token that was used before: good only to resume the session that it opened. */
  resumeOnly: boolean;
}

const ANONYMOUS: Credentials = {
  isAnonymous: true,
  grants: {},
  expiresAt: null,
  temporaryJti: null,
  resumeOnly: false,
};

/** The three token modes of a login: none, token, temporary token (SETTLED 3). */
export interface LoginTokens {
  /** `resumed` is the session that the client wants back, if there is one. */
  check(request: {
    appid: string;
    uid: string;
    token: string | undefined;
    resumed: SessionRecord | null;
  }): Promise<Credentials>;
  /** A fresh token for a session that is open. */
  renew(request: { appid: string; uid: string; token: string }): Promise<Credentials>;
}

export function createLoginTokens(context: {
  open: boolean;
  clock: Clock;
  signer: TokenSigner;
  tokens: TokenStore;
}): LoginTokens {
  const { open, clock, signer, tokens } = context;

  async function verify(
    appid: string,
    uid: string,
    token: string | undefined,
    ignoreExpiry: boolean,
  ): Promise<TokenClaims> {
    if (!signer.has(appid)) {
      throw new HummerError(
        HummerErrorCode.INVALID_APPID,
        `The server knows no app ${appid}: check appid, or add its key.`,
      );
    }
    if (token === undefined) {
      throw new HummerError(
        HummerErrorCode.INVALID_TOKEN,
        `App ${appid} needs a token: make one with signToken().`,
      );
    }
    const claims = await signer.verify('hummer-login', appid, token, { ignoreExpiry });
    if (claims.sub !== uid) {
      throw new HummerError(
        HummerErrorCode.INVALID_TOKEN,
        `The token is for another uid than ${uid}: sign one for this uid.`,
      );
    }
    return claims;
  }

  function credentials(claims: TokenClaims, resumeOnly: boolean): Credentials {
    const temporary = claims.temporary === true;
    return {
      isAnonymous: false,
      grants: claims.grants ?? {},
      expiresAt: temporary ? null : claims.exp * 1000,
      temporaryJti: temporary ? claims.jti : null,
      resumeOnly,
    };
  }

  return {
    async check({ appid, uid, token, resumed }) {
      if (open) return ANONYMOUS;
      const claims = await verify(appid, uid, token, resumed?.temporaryJti !== undefined);
      if (claims.temporary && resumed?.temporaryJti === claims.jti) return credentials(claims, true);
      if (claims.exp * 1000 <= clock.now()) throw expired();
      if (!claims.temporary) return credentials(claims, false);
      if (await tokens.burn(`login/${appid}/${claims.jti}`, claims.exp * 1000))
        return credentials(claims, false);
      throw used();
    },
    async renew({ appid, uid, token }) {
      if (open) return ANONYMOUS;
      const claims = await verify(appid, uid, token, false);
      if (claims.temporary) {
        throw new HummerError(
          HummerErrorCode.INVALID_TOKEN,
          'A temporary token is for one login: refresh with another kind.',
        );
      }
      return credentials(claims, false);
    },
  };
}

/** A temporary token whose session is gone. */
export function used(): HummerError {
  return new HummerError(
    HummerErrorCode.INVALID_TOKEN,
    'The temporary token was used before: get a new one.',
  );
}

function expired(): HummerError {
  return new HummerError(HummerErrorCode.TOKEN_EXPIRED, 'The token has expired: get a new one.');
}
