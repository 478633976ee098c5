import { setLongTimeout } from '../../../lib/longTimeout.js';
import * as RtcErrorCode from '../../../protocol/rtcCodes.js';
import { LeaveCode, notify, type MediaPeer } from './model.js';
import { gone, refusal } from './refusals.js';
import type { MediaScope } from './requests/handler.js';

/**
 * Follows the signature of a peer of seed 002's form to its end at `until` (ms): the peer is told and has
 * `limits.media.signatureGrace` to renew it, then it is put out with reason 6.
 */
export function watchSignature(scope: MediaScope, peer: MediaPeer, until: number | undefined): void {
  if (until === undefined || peer.closed) return;
  const { clock, limits } = scope.context;
  const grace = limits.media.signatureGrace;
  peer.cancelSignature();
  const warn = (): void => {
    notify(peer, 'signatureExpired', {
      code: RtcErrorCode.SIGNATURE_EXPIRED,
      msg: 'The signature has expired: renewSignature() with a later ctime, or you have to leave.',
      closesAt: clock.now() + grace,
    });
    peer.cancelSignature = clock.setTimeout(() => {
      scope.directory.putOut(peer, LeaveCode.SIGNATURE_EXPIRED);
    }, grace);
  };
  peer.cancelSignature = setLongTimeout(clock, warn, until - clock.now());
}

/** Takes a new signature of the same app, room, user and role. */
export async function renewSignature(
  scope: MediaScope,
  peer: MediaPeer,
  { signature, ctime }: { signature: string; ctime: number },
): Promise<{ expiresAt: number }> {
  const { signed, uid, roomId } = peer.identity;
  if (!signed || uid === undefined) {
    throw refusal(
      RtcErrorCode.INVALID_OPERATION,
      'This session has no signature to renew: it lasts as long as the login.',
    );
  }
  const token = { appId: signed.appId, userId: uid, signature, ctime, role: peer.role };
  await scope.tokens.check({ token, roomid: roomId });
  if (peer.closed) throw gone();
  const expiresAt = ctime * 1_000;
  watchSignature(scope, peer, expiresAt);
  return { expiresAt };
}
