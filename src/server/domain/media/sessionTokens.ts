import { HummerError } from '../../../protocol/errors.js';
import type { SessionMediaToken } from '../../../protocol/media.js';
import type { MediaRoomAddress, SessionGrant } from '../../ports/MediaAccess.js';
import { createSecret } from '../secrets.js';
import type { MediaIdentity } from './model.js';
import { unauthenticated } from './refusals.js';
import type { MediaTokenContext } from './mediaTokenContext.js';

/**
 * The tokens of our own client: signed, good for a minute and for one use, and void at once when their `/hummer` session ends
 * or their user is put out of the room. To be void they are kept until used; the signature alone would outlive a ban.
 */
export function createSessionTokens({ clock, limits, store, signer }: MediaTokenContext) {
  const ttl = limits.media.sessionTokenTtl;
  const open = new Map<string, SessionGrant & { expiresAt: number }>();

  function revoke(matches: (grant: SessionGrant) => boolean): void {
    for (const [jti, grant] of open) {
      if (!matches(grant)) continue;
      open.delete(jti);
      void store.take(recordId(grant.appid, jti));
    }
  }

  return {
    async issue(grant: SessionGrant): Promise<{ token: string; expiresAt: number }> {
      const { appid, uid, sessionId, region, roomId, role } = grant;
      const now = clock.now();
      const expiresAt = now + ttl;
      for (const [jti, { expiresAt: end }] of open) if (end <= now) open.delete(jti);
      const jti = createSecret();
      open.set(jti, { ...grant, expiresAt });
      await store.put(recordId(appid, jti), grant, expiresAt);
      const signed = await signer.sign('hummer-media', {
        appid,
        sub: uid,
        iat: Math.floor(now / 1000),
        exp: Math.ceil(expiresAt / 1000),
        jti,
        media: { sessionId, region, roomId, role },
      });
      return { token: `${appid}:${signed}`, expiresAt };
    },

    async check({ session }: SessionMediaToken, roomid: string | undefined): Promise<MediaIdentity> {
      const colon = session.indexOf(':');
      const appid = session.slice(0, Math.max(colon, 0));
      const claims = await signer
        .verify('hummer-media', appid, session.slice(colon + 1))
        .catch((error: unknown) => {
          throw error instanceof HummerError ? unauthorised(error.message) : error;
        });
      open.delete(claims.jti);
      const grant = (await store.take(recordId(appid, claims.jti))) as SessionGrant | null;
      if (!grant || !claims.media || claims.sub !== grant.uid)
        throw unauthorised('The media token was used or revoked.');
      if (roomid !== undefined && roomid !== grant.roomId)
        throw unauthorised('The media token is for another room.');
      const { uid, sessionId, region, roomId, role } = grant;
      return { appid, region, roomId, uid, sessionId, role, extended: true };
    },

    revokeSession(sessionId: string): void {
      revoke((grant) => grant.sessionId === sessionId);
    },
    revokeUser(room: MediaRoomAddress, uid: string): void {
      revoke((grant) => grant.uid === uid && isFor(grant, room));
    },
    revokeRoom(room: MediaRoomAddress): void {
      revoke((grant) => isFor(grant, room));
    },
  };
}

function isFor(grant: SessionGrant, { appid, region, roomId }: MediaRoomAddress): boolean {
  return grant.appid === appid && grant.region === region && grant.roomId === roomId;
}

function unauthorised(message: string): HummerError {
  return unauthenticated(`${message} Ask for a new one with media:token.`);
}

function recordId(appid: string, jti: string): string {
  return `media/session/${appid}/${jti}`;
}
