import type { MediaRole } from '../../../protocol/media.js';
import { endDataProducer, endProducer, endTransport } from './ending.js';
import { notifyExtended, type MediaPeer } from './model.js';

/** Gives a peer the role that it asked for; what the role does not allow ends (SETTLED 2). */
export function setRole(peer: MediaPeer, role: MediaRole): void {
  if (peer.role === role) return;
  peer.role = role;
  endForbidden(peer);
  if (peer.joined) notifyExtended(peer.room, 'peerUpdated', { peerId: peer.id, role }, peer);
}

/** The same by the operator's will. The peer hears of it too, before anything of its own ends. */
export function giveRole(peer: MediaPeer, role: MediaRole): void {
  if (peer.role === role) return;
  peer.role = role;
  if (peer.joined) notifyExtended(peer.room, 'peerUpdated', { peerId: peer.id, role });
  endForbidden(peer);
}

function endForbidden(peer: MediaPeer): void {
  if (peer.role === 0) return;
  for (const producer of peer.producers.values()) endProducer(producer);
  for (const producer of peer.dataProducers.values()) endDataProducer(producer);
  for (const transport of peer.transports.values()) if (transport.producing) endTransport(transport);
}
