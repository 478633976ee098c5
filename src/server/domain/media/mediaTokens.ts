import type { MediaTokenRequest, NuveToken } from '../../../protocol/media.js';
import type { MediaRoomAddress } from '../../ports/MediaAccess.js';
import type { MediaIdentity } from './model.js';
import type { MediaTokenContext } from './mediaTokenContext.js';
import { createNuveTokens, type IssueMediaTokenRequest } from './nuveTokens.js';
import { createSessionTokens, type SessionGrant } from './sessionTokens.js';
import { createSparkTokens } from './sparkTokens.js';

/** The three forms of `token`, and who may have them. */
export interface MediaTokens {
  /** Who the bearer is; rejects with the code of the form. Spends single-use tokens. */
  check(request: MediaTokenRequest): Promise<MediaIdentity>;
  issueNuve(request: IssueMediaTokenRequest): Promise<NuveToken>;
  issueSession(grant: SessionGrant): Promise<{ token: string; expiresAt: number }>;
  revokeSession(sessionId: string): void;
  revokeUser(room: MediaRoomAddress, uid: string): void;
  revokeRoom(room: MediaRoomAddress): void;
}

export function createMediaTokens(context: MediaTokenContext): MediaTokens {
  const nuve = createNuveTokens(context);
  const session = createSessionTokens(context);
  const spark = createSparkTokens(context);
  return {
    async check({ token, roomid, username }) {
      if ('session' in token) return named(await session.check(token, roomid), username);
      if ('ctime' in token) return named(await spark.check(token, roomid), username);
      return nuve.check(token, roomid);
    },
    issueNuve: (request) => nuve.issue(request),
    issueSession: (grant) => session.issue(grant),
    revokeSession: (id) => {
      session.revokeSession(id);
    },
    revokeUser: (room, uid) => {
      session.revokeUser(room, uid);
    },
    revokeRoom: (room) => {
      session.revokeRoom(room);
    },
  };
}

/** The name is the bearer's own to choose; it is not part of any token but seed 003's. */
function named(identity: MediaIdentity, username: string | undefined): MediaIdentity {
  return username === undefined ? identity : { ...identity, displayName: username };
}
