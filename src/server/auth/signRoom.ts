import { createHmac } from 'node:crypto';
import { inputError } from '../../protocol/errors.js';
import { SPARK_APP_ID, SPARK_ID, sparkContent, type SparkContent } from '../domain/media/sparkTokens.js';

/** What {@link signRoom} signs, and the app's key. @public */
export interface SignRoomOptions extends SparkContent {
  /** The key of the app. Keep it on your backend. */
  appKey: string;
}

/**
 * The signature with which a user joins a media room: seed 002, chapter 4. The role is not part of it: limit roles with
 * `authorize`.
 *
 * @returns HMAC-SHA256 as lower-case hex.
 *
 * @example
 * ```ts
 * const ctime = Math.floor(Date.now() / 1000) + 7200;
 * const signature = signRoom({ appId: 1, appKey, roomId: 'lobby', userId: 'ann', ctime });
 * ```
 * @throws HummerError 2001 if a part is not of the stated form.
 * Source: API.md 3, seed 002 chapter 4.
 * @public
 */
export function signRoom({ appKey, ...content }: SignRoomOptions): string {
  const { appId, roomId, userId, ctime } = content;
  if (typeof appKey !== 'string' || appKey === '')
    throw inputError('appKey', 'appKey: must be the key of the app', appKey);
  if (!SPARK_APP_ID.test(String(appId)))
    throw inputError('appId', 'appId: must be 1 to 128 of A-Z a-z 0-9 _ -', appId);
  for (const [field, value] of Object.entries({ roomId, userId })) {
    if (typeof value !== 'string' || !SPARK_ID.test(value)) {
      throw inputError(field, `${field}: must be 1 to 64 of A-Z a-z 0-9 _ -`, value);
    }
  }
  if (!Number.isSafeInteger(ctime))
    throw inputError('ctime', 'ctime: must be whole seconds since 1970', ctime);
  return createHmac('sha256', appKey).update(sparkContent(content)).digest('hex');
}
