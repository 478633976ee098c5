import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HummerErrorCode as Code } from '../../../src/protocol/codes.js';
import type { HummerError } from '../../../src/protocol/errors.js';
import { signPush, verifyPush, type VerifyPushOptions } from '../../../src/server/push/pushSignature.js';

const key = 'a key of the app, long';
const now = Date.UTC(2026, 0, 1);
const body = JSON.stringify({ event: 'invitation.ended', id: 'i1/ended/2', note: 'ü' });
const signature = signPush(body, key, now);

function codeOf(options: Partial<VerifyPushOptions>): number {
  try {
    verifyPush({ body, signature, key, now, ...options });
    return 0;
  } catch (error) {
    return (error as HummerError).code;
  }
}

describe('the signature of a push', () => {
  it('is what any language can compute: HMAC-SHA256 of the seconds, a dot and the body', () => {
    const seconds = String(now / 1_000);
    const mac = createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex');
    expect(signature).toBe(`t=${seconds},v1=${mac}`);
  });

  it('verifies the body as text and as bytes', () => {
    expect(verifyPush({ body, signature, key, now })).toEqual(JSON.parse(body));
    expect(verifyPush({ body: new TextEncoder().encode(body), signature, key, now })).toEqual(
      JSON.parse(body),
    );
  });

  it('verifies with the old and the new key while keys are changed', () => {
    expect(codeOf({ key: ['another key of the app', key] })).toBe(0);
    expect(codeOf({ key: ['another key of the app', ''] })).toBe(Code.INVALID_TOKEN);
  });

  it.each([
    ['no signature', { signature: undefined }],
    ['an empty one', { signature: '' }],
    ['another form', { signature: 'sha256=abc' }],
    ['too short a one', { signature: signature.slice(0, -2) }],
    ['another key', { key: 'a key of nobody at all' }],
    ['no key', { key: [] }],
    ['an empty key', { key: '' }],
    ['a changed body', { body: body.replace('ended', 'Ended') }],
    ['a changed time', { signature: signature.replace(/t=\d+/, `t=${String(now / 1_000 + 1)}`) }],
  ])('is refused with %s', (_what, options) => {
    expect(codeOf(options)).toBe(Code.INVALID_TOKEN);
  });

  it('is good for five minutes on either side, or as long as is said', () => {
    expect(codeOf({ now: now + 300_000 })).toBe(0);
    expect(codeOf({ now: now - 300_000 })).toBe(0);
    expect(codeOf({ now: now + 300_001 })).toBe(Code.TOKEN_EXPIRED);
    expect(codeOf({ now: now - 300_001 })).toBe(Code.TOKEN_EXPIRED);
    expect(codeOf({ now: now + 11_000, toleranceSec: 10 })).toBe(Code.TOKEN_EXPIRED);
  });
});
