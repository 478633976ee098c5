import type { MediaRole } from '../../../protocol/media.js';
import { endDataProducer, endProducer, endTransport } from './ending.js';
import { notifyExtended, type MediaPeer } from './model.js';

/** Gives a peer its new role; what the role does not allow ends (SETTLED 2). */
export function setRole(peer: MediaPeer, role: MediaRole): void {
  if (peer.role === role) return;
  peer.role = role;
  if (role === 2) {
    for (const producer of peer.producers.values()) endProducer(producer);
    for (const producer of peer.dataProducers.values()) endDataProducer(producer);
    for (const transport of peer.transports.values()) if (transport.producing) endTransport(transport);
  }
  if (peer.joined) notifyExtended(peer.room, 'peerUpdated', { peerId: peer.id, role }, peer);
}
