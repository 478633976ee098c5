import { HummerErrorCode } from '../../../protocol/codes.js';
import { HummerError } from '../../../protocol/errors.js';
import type { SparkMediaToken } from '../../../protocol/media.js';
import * as RtcErrorCode from '../../../protocol/rtcCodes.js';
import { verifyHmacHex } from './hmac.js';
import type { MediaIdentity } from './model.js';
import { noRolePermission, refusal } from './refusals.js';
import type { MediaTokenContext } from './mediaTokenContext.js';

/** What seed 002's signature covers. @public */
export interface SparkContent {
  appId: number | string;
  roomId: string;
  userId: string;
  /** When the signature expires, in seconds since 1970; at most 12 hours ahead. */
  ctime: number;
}

/** The text that is signed: the document's formula leaves the plus signs out, its code has them. */
export function sparkContent({ appId, roomId, userId, ctime }: SparkContent): string {
  return `${appId}+${roomId}+${userId}+${ctime}`;
}

/** Seed 002 narrows ids further than the rest of the server (SETTLED 3); its app ids have up to 128 characters. */
export const SPARK_ID = /^[A-Za-z0-9_-]{1,64}$/;
export const SPARK_APP_ID = /^[A-Za-z0-9_-]{1,128}$/;

/** Seed 002's form of a token: good until `ctime`, as often as its bearer likes. */
export function createSparkTokens({ clock, limits, apps, defaultRegion, permissions }: MediaTokenContext) {
  return {
    async check(token: SparkMediaToken, roomid: string | undefined): Promise<MediaIdentity> {
      const { appId, userId, signature, ctime, role } = token;
      if (roomid === undefined || !SPARK_ID.test(roomid)) {
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
          (await verifyHmacHex(
            'SHA-256',
            key,
            sparkContent({ appId, roomId: roomid, userId, ctime }),
            signature,
          ));
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
      const signed = { appId, until: ctime * 1_000 };
      return { appid, region: defaultRegion, roomId: roomid, uid: userId, role, signed, extended: true };
    },
  };
}

/** The number and the string form of an app id are one app (SETTLED 21). */
function appidOf(appId: string): string {
  return /^\d{1,15}$/.test(appId) ? String(Number(appId)) : appId;
}
