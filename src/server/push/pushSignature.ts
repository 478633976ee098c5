import { createHmac, timingSafeEqual } from 'node:crypto';
import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import type { PushMessage } from '../ports/PushSender.js';

/** The header of the signature. HTTP does not care about its case; Node gives names in lower case. */
export const PUSH_SIGNATURE_HEADER = 'hummer-signature';

/** `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>" as hex>`. */
export function signPush(body: string, key: string, now: number): string {
  const seconds = String(Math.floor(now / 1_000));
  return `t=${seconds},v1=${hmac(seconds, body, key).toString('hex')}`;
}

/** What a webhook has received. @public */
export interface VerifyPushOptions {
  /** The body as it came, before any parsing. */
  body: string | Uint8Array;
  /** The header `hummer-signature`. */
  signature: string | undefined | null;
  /** The key that `webhookPush` signs with; several while keys are changed. */
  key: string | readonly string[];
  /** How old a message may be; default 300. A replay within that time is recognised by its `id`. */
  toleranceSec?: number;
  /** Default: the clock of this machine. */
  now?: number;
}

/**
 * Checks that a push comes from your hummer-server, and answers what it says. For the service that receives the pushes
 * of `webhookPush`.
 *
 * @example
 * ```ts
 * app.post('/hummer', express.text({ type: 'application/json' }), (request, response) => {
 *   const push = verifyPush({ body: request.body, signature: request.get('hummer-signature'), key });
 *   if (push.event === 'invitation.created') for (const uid of push.to) wake(uid, push);
 *   response.sendStatus(204);
 * });
 * ```
 * @throws HummerError 2002 if the signature is missing, malformed or wrong; 2003 if the message is too old, or from the
 * future. Answer 401 then.
 * @public
 */
export function verifyPush({
  body,
  signature,
  key,
  toleranceSec = 300,
  now = Date.now(),
}: VerifyPushOptions): PushMessage {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
  const match = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature ?? '');
  if (!match) throw refused('The push has no signature of a hummer-server.');
  const [, seconds = '', given = ''] = match;
  const keys = typeof key === 'string' ? [key] : key;
  const genuine = keys
    .filter((one) => one !== '')
    .map((one) => timingSafeEqual(hmac(seconds, text, one), Buffer.from(given, 'hex')))
    .includes(true);
  if (!genuine)
    throw refused('The signature of the push is wrong: check the key, and that the body is as it came.');
  if (Math.abs(now / 1_000 - Number(seconds)) > toleranceSec) {
    throw new HummerError(
      HummerErrorCode.TOKEN_EXPIRED,
      `The push was signed more than ${String(toleranceSec)} s ago, or the clocks differ.`,
    );
  }
  return JSON.parse(text) as PushMessage;
}

function hmac(seconds: string, body: string, key: string): Buffer {
  return createHmac('sha256', key).update(`${seconds}.`).update(body).digest();
}

function refused(message: string): HummerError {
  return new HummerError(HummerErrorCode.INVALID_TOKEN, message, { action: 'give-up' });
}
