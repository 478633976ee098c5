import type { MediaRole } from '../../protocol/media.js';
import type { Region } from '../../protocol/regions.js';
import type { LeaveReason } from '../../protocol/rooms.js';

/** Media rooms share the identity of rooms (SETTLED 9). */
export interface MediaRoomAddress {
  readonly appid: string;
  readonly region: Region;
  readonly roomId: string;
}

/** A media session as `/hummer` grants it. */
export interface SessionGrant {
  appid: string;
  uid: string;
  sessionId: string;
  region: Region;
  roomId: string;
  role: MediaRole;
}

/**
 * What `/hummer` asks of the media side. Permission has been checked before.
 *
 * INVARIANTS
 * - A session token is good once, for `limits.media.sessionTokenTtl`, for this room and at most this role.
 * - A role that was given counts until the room's media has nobody left.
 * - After `revokeSession` no token of that session is accepted and its media peers are closed.
 */
export interface MediaAccess {
  issueSessionToken(grant: SessionGrant): Promise<{ token: string; expiresAt: number }>;
  /** The `/hummer` session is over: logout, kick, or the end of its grace. */
  revokeSession(sessionId: string): void;
  /**
   * The user was put out of the room: media peers of that room and user are closed, and tokens for it are void. True if its media
   * was in: media needs no membership (SETTLED 9).
   */
  revokeUser(room: MediaRoomAddress, uid: string, reason: LeaveReason): boolean;
  /**
   * The operator makes the user a speaker (0) or a member of the audience (2), at once if its media is in the room: what it
   * publishes ends, and it is told. True if it is in. Throws when the room, or the user's other rooms, leave no place for one more
   * who publishes.
   */
  giveRole(room: MediaRoomAddress, uid: string, role: MediaRole): boolean;
  /** What `giveRole` said last; null: the token decides. */
  givenRole(room: MediaRoomAddress, uid: string): MediaRole | null;
  /** The room was dismissed: the same for everybody in it. The uids whose media was in. */
  revokeRoom(room: MediaRoomAddress, reason: LeaveReason): string[];
}
