import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import { importPeer } from '../optionalPeer.js';
import type { Clock } from '../ports/Clock.js';
import type { Grants, TokenClaims, TokenPurpose, TokenSigner } from '../ports/TokenSigner.js';
import { deriveKey } from './keys.js';

const ALGORITHM = 'HS256';

/** The signer over JSON Web Tokens: HS256 only, one derived key per app and purpose, `typ` names the purpose. */
export async function createJwtTokenSigner(options: {
  /** The app's key; undefined for an unknown app. */
  keyOf: (appid: string) => string | undefined;
  clock: Clock;
}): Promise<TokenSigner> {
  const { clock, keyOf } = options;
  const jose = await importPeer('jose', () => import('jose'));
  const derived = new Map<string, Uint8Array>();

  function keyFor(appid: string, purpose: TokenPurpose): Uint8Array {
    const appKey = keyOf(appid);
    if (appKey === undefined) {
      throw new HummerError(
        HummerErrorCode.INVALID_APPID,
        `The server has no key for app ${appid}: add it to apps.`,
      );
    }
    const id = `${purpose}/${appid}`;
    let key = derived.get(id);
    if (!key) derived.set(id, (key = deriveKey(appKey, purpose)));
    return key;
  }

  return {
    has: (appid) => keyOf(appid) !== undefined,

    async sign(purpose, { sub, iat, exp, jti, ...rest }) {
      return new jose.SignJWT({ ...rest })
        .setProtectedHeader({ alg: ALGORITHM, typ: purpose })
        .setSubject(sub)
        .setIssuedAt(iat)
        .setExpirationTime(exp)
        .setJti(jti)
        .sign(keyFor(rest.appid, purpose));
    },

    async verify(purpose, appid, token, { ignoreExpiry = false } = {}) {
      const key = keyFor(appid, purpose);
      const currentDate = new Date(clock.now());
      try {
        const { payload } = await jose.jwtVerify(token, key, {
          algorithms: [ALGORITHM],
          typ: purpose,
          currentDate: ignoreExpiry ? new Date(0) : currentDate,
          requiredClaims: ['appid', 'sub', 'exp', 'iat', 'jti'],
        });
        return toClaims(payload, appid);
      } catch (cause) {
        if (cause instanceof HummerError) throw cause;
        if (cause instanceof jose.errors.JWTExpired) {
          throw new HummerError(HummerErrorCode.TOKEN_EXPIRED, 'The token has expired: get a new one.', {
            cause,
          });
        }
        throw invalid(cause);
      }
    },
  };
}

/** The claims of a payload whose signature is good, with the types that we rely on. */
function toClaims(payload: Record<string, unknown>, appid: string): TokenClaims {
  const { sub, iat, exp, jti, grants, temporary, media } = payload;
  if (String(payload['appid']) !== appid) throw invalid();
  if (
    typeof sub !== 'string' ||
    typeof jti !== 'string' ||
    typeof iat !== 'number' ||
    typeof exp !== 'number'
  )
    throw invalid();
  const claims: TokenClaims = { appid, sub, iat, exp, jti };
  if (isObject(grants)) claims.grants = toGrants(grants);
  if (temporary === true) claims.temporary = true;
  // Only this server signs media tokens, so what is in them has this shape.
  if (isObject(media)) claims.media = media as unknown as NonNullable<TokenClaims['media']>;
  return claims;
}

/** Grants that are not understood grant nothing. */
function toGrants(grants: Record<string, unknown>): Grants {
  const { rooms, mediaRole, writeRoomAttributes } = grants;
  const known: Grants = {};
  if (rooms !== undefined)
    known.rooms = Array.isArray(rooms) ? rooms.filter((id) => typeof id === 'string') : [];
  if (mediaRole !== undefined) known.mediaRole = mediaRole === 0 ? 0 : 2;
  if (writeRoomAttributes !== undefined) {
    known.writeRoomAttributes =
      writeRoomAttributes === 'any' || writeRoomAttributes === 'joined' ? writeRoomAttributes : 'none';
  }
  return known;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function invalid(cause?: unknown): HummerError {
  return new HummerError(
    HummerErrorCode.INVALID_TOKEN,
    'The token is not valid for this app and use: sign a new one.',
    { cause },
  );
}
