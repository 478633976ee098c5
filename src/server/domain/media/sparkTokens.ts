import { HummerErrorCode } from '../../../protocol/codes.js';
import { HummerError } from '../../../protocol/errors.js';
import type { SparkMediaToken } from '../../../protocol/media.js';
import { RtcErrorCode } from '../../../protocol/rtcCodes.js';
import { hmacHex, verifyHmacHex } from './hmac.js';
import type { MediaIdentity } from './model.js';
import { noRolePermission, refusal } from './refusals.js';
import type { MediaTokenContext } from './mediaTokenContext.js';

/** What seed 002's signature covers. The role is not in it. @public */
export interface SignRoomRequest {
  appId: number | string;
  appKey: string;
  roomId: string;
  userId: string;
  /** When the signature expires, in seconds since 1970; at most 12 hours ahead. */
  ctime: number;
}

/**
 * The signature with which a user joins a media room: seed 002, chapter 4. Make it on your own server, never in a page.
 *
 * @example
 * ```ts
 * const ctime = Math.floor(Date.now() / 1000) + 7200;
 * const signature = await signRoom({ appId: 1, appKey, roomId: 'lobby', userId: 'ann', ctime });
 * ```
 * @public
 */
export function signRoom({ appId, appKey, roomId, userId, ctime }: SignRoomRequest): Promise<string> {
  return hmacHex('SHA-256', appKey, content(String(appId), roomId, userId, ctime));
}

function content(appId: string, roomId: string, userId: string, ctime: number): string {
  return `${appId}+${roomId}+${userId}+${ctime}`;
}

const SPARK_ROOM = /^[A-Za-z0-9_-]{1,64}$/;

/** Seed 002's form of a token: good until `ctime`, as often as its bearer likes. */
export function createSparkTokens({ clock, limits, apps, defaultRegion, permissions }: MediaTokenContext) {
  return {
    async check(token: SparkMediaToken, roomid: string | undefined): Promise<MediaIdentity> {
      const { appId, userId, signature, ctime, role } = token;
      if (roomid === undefined || !SPARK_ROOM.test(roomid)) {
        throw refusal(
          RtcErrorCode.INVALID_PARAMETER,
          'roomid: must be 1 to 64 of A-Z a-z 0-9 _ - with this form of token',
        );
      }
      const now = clock.now() / 1000;
      if (ctime <= now) {
        throw refusal(
          RtcErrorCode.SIGNATURE_EXPIRED,
          'The signature has expired: sign again with a later ctime.',
        );
      }
      if (ctime > now + limits.media.ctimeAheadSeconds) {
        const hours = limits.media.ctimeAheadSeconds / 3600;
        throw refusal(
          RtcErrorCode.SERVER_CLOCK_SKEW,
          `ctime is more than ${hours} hours ahead: it is when the signature expires, in seconds. Check the clock.`,
          'RTC.31000006',
        );
      }
      const appid = appidOf(appId);
      if (!apps.open) {
        const key = apps.key(appid);
        const valid =
          key !== undefined &&
          (await verifyHmacHex('SHA-256', key, content(appId, roomid, userId, ctime), signature));
        if (!valid) {
          throw refusal(
            RtcErrorCode.SIGNATURE_INVALID,
            'The signature does not match app, room, user and ctime: see signRoom().',
          );
        }
      }
      const room = { region: defaultRegion, roomId: roomid, role };
      if (
        !(await permissions.allows({ appid: Number(appid), uid: userId, grants: {} }, 'mediaToken', room))
      ) {
        if (role === 0) throw noRolePermission(`${userId} may not join room ${roomid} with role 0.`);
        throw new HummerError(HummerErrorCode.NO_PERMISSION, `${userId} may not join room ${roomid}.`);
      }
      return { appid, region: defaultRegion, roomId: roomid, uid: userId, role, extended: true };
    },
  };
}

/** The number and the string form of an app id are one app (SETTLED 21). */
function appidOf(appId: string): string {
  return /^\d{1,15}$/.test(appId) ? String(Number(appId)) : appId;
}
