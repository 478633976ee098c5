import { MediaWireCode } from '../../../protocol/codes.js';
import { inputError, type HummerError } from '../../../protocol/errors.js';
import type { MediaRole, NuveToken } from '../../../protocol/media.js';
import type { Region } from '../../../protocol/regions.js';
import { schemaContext } from '../../../protocol/schemas/common.js';
import { issueMediaTokenDecoder } from '../../../protocol/schemas/mediaTokens.js';
import { hmacHex, verifyHmacHex } from './hmac.js';
import type { MediaIdentity } from './model.js';
import { refusal } from './refusals.js';
import type { MediaTokenContext } from './mediaTokenContext.js';

/** What a token of seed 003 is issued for. @public */
export interface IssueMediaTokenRequest {
  appid: number | string;
  roomId: string;
  /** The name that others see; the client may send another one in `join`. */
  username: string;
  /** 0 publishes and watches (default), 2 only watches. */
  role?: MediaRole;
  region?: Region;
  /** Where the client is to connect: travels in the token and is covered by its signature. */
  host?: string;
  /** Whether `host` speaks TLS. Default false. */
  secure?: boolean;
}

interface NuveRecord extends Required<Omit<IssueMediaTokenRequest, 'secure'>> {
  appid: string;
}

/** Tokens as licode's nuve gives them: single use, three minutes, everything that matters kept on the server. */
export function createNuveTokens({ clock, limits, store, apps, defaultRegion, host }: MediaTokenContext) {
  const decode = issueMediaTokenDecoder(schemaContext(limits, defaultRegion));
  return {
    async issue(request: IssueMediaTokenRequest): Promise<NuveToken> {
      const { secure, role, region, roomId, username, ...more } = decode(request);
      const appid = String(more.appid);
      const key = apps.nuveKey(appid);
      if (key === undefined)
        throw inputError('appid', `The server knows no app ${appid}: add it to apps.`, request.appid);
      const token = { tokenId: objectId(), host: more.host ?? host(), secure };
      const signature = btoa(await hmacHex('SHA-1', key, `${token.tokenId},${token.host}`));
      const record: NuveRecord = { appid, region, roomId, username, role, host: token.host };
      await store.put(recordId(token.tokenId, signature), record, clock.now() + limits.media.nuveTokenTtl);
      return { ...token, signature };
    },

    /** Spends the token. Whoever knows only its id, not its signature, cannot spend it for its bearer. */
    async check(token: NuveToken, roomid: string | undefined): Promise<MediaIdentity> {
      const record = (await store.take(recordId(token.tokenId, token.signature))) as NuveRecord | null;
      const key = record && apps.nuveKey(record.appid);
      if (!record || key === undefined || key === null)
        throw unauthenticated('the token is unknown, used or expired');
      const signed = await verifyHmacHex(
        'SHA-1',
        key,
        `${token.tokenId},${token.host}`,
        fromBase64(token.signature),
      );
      if (!signed || token.host !== record.host) throw unauthenticated('the signature is wrong');
      if (roomid !== record.roomId) throw unauthenticated('the token is for another room');
      const { appid, region, roomId, username, role } = record;
      return { appid, region, roomId, displayName: username, role, extended: false };
    },
  };
}

function unauthenticated(why: string): HummerError {
  return refusal(MediaWireCode.FAILED, `Authentication error: ${why}. Get a new token.`);
}

/** The form of a Mongo id, as the document's example has it. */
function objectId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function recordId(tokenId: string, signature: string): string {
  return `media/nuve/${tokenId}/${signature}`;
}

function fromBase64(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return '';
  }
}
