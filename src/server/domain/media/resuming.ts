import { MediaWireCode } from '../../../protocol/codes.js';
import type { MediaRequests, MediaResumeResult } from '../../../protocol/mediaEvents.js';
import * as RtcErrorCode from '../../../protocol/rtcCodes.js';
import type { Link } from '../../ports/Link.js';
import { equalSecrets } from './hmac.js';
import type { MediaIdentity, MediaPeer } from './model.js';
import { gone, refusal, unauthenticated } from './refusals.js';
import type { MediaScope } from './requests/handler.js';
import { setRole } from './roles.js';
import { watchSignature } from './signatures.js';
import { wirePeer, wireProducer } from './wire.js';

/** How long a link whose session is asked for may take to show that it lives. */
const PROBE = 2_000;

/**
 * Gives a session to a new link: with the right secret, a valid token of the same room and user, and only if its own link is
 * really dead, because a duplicated tab has the secret too (SETTLED 4).
 */
export async function takeOver(
  scope: MediaScope,
  link: Link,
  { sessionId, secret, token }: MediaRequests['resume']['data'],
  isOpen: () => boolean,
): Promise<{ peer: MediaPeer; resume: { sessionId: string; secret: string } }> {
  const { directory, tokens } = scope;
  const peer = directory.resumable(sessionId);
  if (!peer || !holds(peer, secret)) throw unknownSession();
  const identity = await tokens.check({ token, roomid: peer.identity.roomId });
  if (!sameUser(identity, peer.identity)) {
    throw unauthenticated('The token is for another room or user than the session.');
  }
  const probed = peer.link;
  if (probed && (await probed.alive(PROBE))) {
    throw refusal(
      MediaWireCode.CONFLICT,
      'The session is in use on a connection that answers: begin a new one with token.',
    );
  }
  // Of two that came so far with one secret, the first takes it: nothing is awaited from here on.
  if (peer.closed || !holds(peer, secret) || (peer.link !== null && peer.link !== probed))
    throw unknownSession();
  if (!isOpen()) throw gone();
  peer.link = link;
  peer.cancelGrace();
  probed?.close();
  watchSignature(scope, peer, identity.signed?.until);
  if (identity.role === 2) setRole(peer, 2);
  return { peer, resume: directory.renewResume(peer) };
}

/** What is so now; what happened meanwhile is not told again. */
export function resumeResult(
  peer: MediaPeer,
  resume: { sessionId: string; secret: string },
): MediaResumeResult {
  const { room, joined } = peer;
  const others = joined ? [...room.peers.values()].filter((other) => other.joined && other !== peer) : [];
  const producers = joined ? [...room.producers.values()].filter((producer) => producer.peer !== peer) : [];
  return {
    clientId: peer.id,
    roomId: peer.identity.roomId,
    resume: { ...resume },
    role: peer.role,
    peers: others.map((other) => wirePeer(other, peer)),
    producers: producers.map(wireProducer),
    transportIds: [...peer.transports.keys()],
    producerIds: [...peer.producers.keys()],
    consumers: [
      ...[...peer.consumers.values()].map(({ raw, producer, resolutionId }) => ({
        id: raw.id,
        producerPaused: producer.raw.paused,
        ...(resolutionId !== null && { resolutionId }),
      })),
      ...[...peer.slots.keys()].map((id) => ({ id, producerPaused: false })),
    ],
  };
}

function holds(peer: MediaPeer, secret: string): boolean {
  return peer.resume !== null && equalSecrets(peer.resume.secret, secret);
}

function sameUser(a: MediaIdentity, b: MediaIdentity): boolean {
  return a.appid === b.appid && a.uid === b.uid && a.region === b.region && a.roomId === b.roomId;
}

function unknownSession() {
  return refusal(
    RtcErrorCode.SERVER_SESSION_NOT_VERIFIED,
    'There is no such session to resume: it has ended, or the secret is spent. Send token.',
    'RTC.31000001',
  );
}
