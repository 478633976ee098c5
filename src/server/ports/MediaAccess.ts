import type { MediaRole } from '../../protocol/media.js';
import type { Region } from '../../protocol/regions.js';

/**
 * What `/hummer` asks of the media side. Permission has been checked before.
 *
 * INVARIANTS
 * - A session token is good once, for `limits.media.sessionTokenTtl`, for this room and at most this role.
 * - After `revokeSession` no token of that session is accepted and its media peers are closed.
 */
export interface MediaAccess {
  issueSessionToken(request: {
    appid: string;
    uid: string;
    sessionId: string;
    region: Region;
    roomId: string;
    role: MediaRole;
  }): Promise<{ token: string; expiresAt: number }>;
  /** The `/hummer` session is over: logout, kick, or the end of its grace. */
  revokeSession(sessionId: string): void;
}
