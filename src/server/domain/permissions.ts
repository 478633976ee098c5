import { withTimeout } from '../../lib/timeout.js';
import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import type { MediaRole } from '../../protocol/media.js';
import type { Region } from '../../protocol/regions.js';
import type { Clock } from '../ports/Clock.js';
import type { Log } from '../ports/Log.js';
import type { Grants } from '../ports/TokenSigner.js';

/** What the server asks `authorize` about (SETTLED 1). @public */
export type AuthorizedAction = 'join' | 'history' | 'writeAttributes' | 'mediaToken' | 'switchRole';

/** Who wants to do something. @public */
export interface AuthorizeContext {
  appid: number;
  uid: string;
  /** What the user's token grants; empty without one. */
  grants: Grants;
}

/**
 * Decides over a request that the grants allow; `role` is what `mediaToken` and `switchRole` ask for. A rejection or an
 * answer after ten seconds counts as no.
 * @public
 */
export type Authorize = (
  context: AuthorizeContext,
  action: AuthorizedAction,
  room: { region: Region; roomId: string; role?: MediaRole },
) => boolean | Promise<boolean>;

const AUTHORIZE_TIMEOUT = 10_000;

/** The one place where permission is decided. */
export interface Permissions {
  /** Whether the grants and the server's own rule allow it. Never rejects. */
  allows(
    who: AuthorizeContext,
    action: AuthorizedAction,
    room: { region: Region; roomId: string; role?: MediaRole },
  ): Promise<boolean>;
  /** Rejects with 3000 if they do not. */
  require(
    who: AuthorizeContext,
    action: AuthorizedAction,
    room: { region: Region; roomId: string; role?: MediaRole },
  ): Promise<void>;
}

export function createPermissions(context: {
  clock: Clock;
  log: Log;
  authorize?: Authorize | undefined;
}): Permissions {
  const { clock, log, authorize } = context;

  async function ask(...question: Parameters<Authorize>): Promise<boolean> {
    if (!authorize) return true;
    const [{ uid }, action, { roomId }] = question;
    try {
      const answer = Promise.resolve(authorize(...question));
      // It may be JavaScript that answers: anything but true is no.
      const decision: unknown = await withTimeout(
        clock,
        AUTHORIZE_TIMEOUT,
        answer,
        () => new Error('authorize() did not answer.'),
      );
      return decision === true;
    } catch (error) {
      log.error({ error, uid, action, roomId }, 'authorize() failed, so the answer is no.');
      return false;
    }
  }

  const allows: Permissions['allows'] = async (who, action, room) =>
    mayEnter(who.grants, room.roomId) && (await ask(who, action, room));

  return {
    allows,
    async require(who, action, room) {
      if (await allows(who, action, room)) return;
      throw noPermission(
        `${who.uid} may not ${WORDS[action]} ${room.roomId}: ask for a token that grants it.`,
        action,
        room.roomId,
      );
    },
  };
}

/** Whether the grants reach this room at all. */
export function mayEnter(grants: Grants, roomId: string): boolean {
  return grants.rooms === undefined || grants.rooms.includes(roomId);
}

export function noPermission(message: string, event: string, roomId: string): HummerError {
  return new HummerError(HummerErrorCode.NO_PERMISSION, message, {
    context: { type: 'request', event, roomId, outcome: 'refused' },
  });
}

const WORDS: Record<AuthorizedAction, string> = {
  join: 'join room',
  history: 'read the history of room',
  writeAttributes: 'write the attributes of room',
  mediaToken: 'use the media of room',
  switchRole: 'change the role in room',
};
