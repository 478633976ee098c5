import type { MediaTokenRequest, NuveToken } from '../../../protocol/media.js';
import * as RtcErrorCode from '../../../protocol/rtcCodes.js';
import type { MediaRoomAddress, SessionGrant } from '../../ports/MediaAccess.js';
import type { MediaIdentity } from './model.js';
import type { MediaTokenContext } from './mediaTokenContext.js';
import { refusal } from './refusals.js';
import { createNuveTokens, type IssueMediaTokenRequest } from './nuveTokens.js';
import { createSessionTokens } from './sessionTokens.js';
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

  /** A bearer of seed 003's token has no uid that could be banned. */
  async function refuseBanned({ uid, ...room }: MediaRoomAddress & { uid?: string }): Promise<void> {
    const until = uid === undefined ? 0 : await context.bannedUntil(room, uid);
    if (until <= context.clock.now()) return;
    const date = new Date(until).toISOString();
    throw refusal(RtcErrorCode.KICKED_USER, `You are banned from room ${room.roomId} until ${date}.`);
  }

  return {
    async check({ token, roomid, username }) {
      if ('tokenId' in token) return nuve.check(token, roomid);
      const identity =
        'session' in token ? await session.check(token, roomid) : await spark.check(token, roomid);
      await refuseBanned(identity);
      return named(identity, username);
    },
    issueNuve: (request) => nuve.issue(request),
    async issueSession(grant) {
      await refuseBanned(grant);
      return session.issue(grant);
    },
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
