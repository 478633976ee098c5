import type { RtpCapabilities } from '../../../../protocol/rtp.js';
import * as RtcErrorCode from '../../../../protocol/rtcCodes.js';
import { endConsumer, endSlotConsumer, releaseTopN } from '../ending.js';
import { LeaveCode, audience, notify, notifyExtended, type MediaContext, type MediaPeer } from '../model.js';
import { hearsBySlot, offerAll } from '../offering.js';
import { gone, noRolePermission, refusal, unauthenticated } from '../refusals.js';
import { setRole } from '../roles.js';
import { roomRouter } from '../rooms.js';
import { renewSignature, watchSignature } from '../signatures.js';
import { allowIdle } from '../transports.js';
import { wirePeer, wireProducer } from '../wire.js';
import { requireJoined, type MediaHandlers } from './handler.js';

export const roomRequests: MediaHandlers<
  | 'getRouterRtpCapabilities'
  | 'join'
  | 'leave'
  | 'changeDisplayName'
  | 'switchRole'
  | 'renewSignature'
  | 'setTopN'
> = {
  async getRouterRtpCapabilities({ context }, peer) {
    return (await roomRouter(context, peer.room)).rtpCapabilities;
  },

  /** `newPeer` to the others, the answer, then the consumers: SETTLED 18. */
  join({ context }, peer, data, request) {
    if (peer.joined) throw refusal(RtcErrorCode.ALREADY_JOINED, 'You have joined this room already.');
    peer.displayName = data.displayName || peer.displayName;
    peer.device = data.device;
    peer.rtpCapabilities = receivable(data.rtpCapabilities);
    peer.receivesData = hasStreams(data.sctpCapabilities);
    peer.autoSubscribe = data.autoSubscribe ?? true;
    peer.topN = data.topN === 3 && peer.identity.extended;
    peer.initialLayer = data.initialLayer ?? null;
    const others = joinedOthers(peer);
    peer.joined = true;
    for (const transport of peer.transports.values()) allowIdle(transport);
    for (const other of audience(peer.room)) notify(other, 'newPeer', wirePeer(peer, other));
    request.afterReply(() => {
      settle(context, peer, others);
    });
    return { peers: others.map((other) => wirePeer(other, peer)) };
  },

  leave({ directory }, peer, _data, request) {
    request.afterReply(() => {
      directory.end(peer, LeaveCode.LEFT);
    });
    return {};
  },

  changeDisplayName(_scope, peer, { displayName }) {
    requireJoined(peer);
    peer.displayName = displayName;
    notifyExtended(peer.room, 'peerDisplayNameChanged', { peerId: peer.id, displayName }, peer);
    return {};
  },

  renewSignature,

  /** Every voice by itself, or the loudest by the slots: what takes the place of the other is offered after the answer. */
  setTopN({ context }, peer, { topN }, request) {
    requireJoined(peer);
    const listens = topN === 3 && peer.identity.extended;
    if (peer.topN === listens) return {};
    peer.topN = listens;
    for (const consumer of peer.consumers.values())
      if (hearsBySlot(peer, consumer.producer)) endConsumer(consumer);
    if (!listens) {
      for (const consumer of peer.slots.values()) endSlotConsumer(consumer);
      releaseTopN(peer.room);
    }
    request.afterReply(() => void offerAll(context, peer));
    return {};
  },

  async switchRole(scope, peer, { role, token }) {
    const { tokens, permissions, directory } = scope;
    const { appid, region, roomId, uid } = peer.identity;
    const proof = await tokens.check({ token, roomid: roomId });
    if (proof.appid !== appid || proof.region !== region || proof.uid !== uid || proof.role !== role) {
      throw unauthenticated('The token is not for this room, user and role.');
    }
    if (peer.role === role) throw refusal(RtcErrorCode.ROLE_CHANGED_FAIL, `You have role ${role} already.`);
    const who = { appid: Number(appid), uid: proof.uid ?? peer.id, grants: {} };
    if (!(await permissions.allows(who, 'switchRole', { region, roomId, role }))) {
      throw noRolePermission(`You may not take role ${role} in this room.`);
    }
    if (peer.closed) throw gone();
    directory.checkGiven(proof, role, peer.room.key);
    directory.checkRooms(proof, role, peer.room.key);
    directory.checkCapacity(proof, role, peer.room.key);
    setRole(peer, role);
    watchSignature(scope, peer, proof.signed?.until);
    return {};
  },
};

function joinedOthers(peer: MediaPeer): MediaPeer[] {
  return [...peer.room.peers.values()].filter((other) => other.joined && other !== peer);
}

/** The answer is out: from now on the peer hears of the room, beginning with what changed while it was under way. */
function settle(context: MediaContext, peer: MediaPeer, told: readonly MediaPeer[]): void {
  if (peer.closed) return;
  peer.settled = true;
  for (const other of told) if (other.closed) notify(peer, 'peerClosed', { peerId: other.id });
  for (const other of joinedOthers(peer))
    if (!told.includes(other)) notify(peer, 'newPeer', wirePeer(other, peer));
  if (peer.identity.extended) {
    // Pictures first, as their senders publish them.
    const producers = [...peer.room.producers.values()].sort(
      (a, b) => Number(b.raw.kind === 'video') - Number(a.raw.kind === 'video'),
    );
    for (const producer of producers) notify(peer, 'newProducer', wireProducer(producer));
  }
  void offerAll(context, peer);
}

/** Absent, null and `{}` all mean that the client does not receive. */
function receivable(
  capabilities: RtpCapabilities | Record<string, never> | null | undefined,
): RtpCapabilities | null {
  return capabilities?.codecs?.length ? capabilities : null;
}

/** The same for data. */
export function hasStreams(capabilities: object | null | undefined): boolean {
  return !!capabilities && 'numStreams' in capabilities;
}
