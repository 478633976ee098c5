import {
  audience,
  notify,
  notifyExtended,
  type LeaveCode,
  type MediaPeer,
  type MediaRoom,
  type PeerConsumer,
  type PeerDataConsumer,
  type PeerDataProducer,
  type PeerProducer,
  type PeerTransport,
  type SlotConsumer,
} from './model.js';
import { leaveReason } from './wire.js';

/**
 * How things end. Each function is idempotent, synchronous, and tells everyone concerned in the order of dependence:
 * consumers, then their producer, then its peer.
 */
export function endConsumer(consumer: PeerConsumer, tell = true): void {
  if (consumer.closed) return;
  consumer.closed = true;
  consumer.producer.consumers.delete(consumer);
  consumer.peer.consumers.delete(consumer.raw.id);
  consumer.raw.close();
  consumer.producer.demand?.review();
  if (tell && consumer.state !== 'due')
    notify(consumer.peer, 'consumerClosed', { consumerId: consumer.raw.id });
}

export function endSlotConsumer(consumer: SlotConsumer, tell = true): void {
  if (consumer.closed) return;
  consumer.closed = true;
  consumer.peer.slots.delete(consumer.raw.id);
  consumer.raw.close();
  if (tell && consumer.state !== 'due')
    notify(consumer.peer, 'consumerClosed', { consumerId: consumer.raw.id });
}

export function endDataConsumer(consumer: PeerDataConsumer, tell = true): void {
  if (consumer.closed) return;
  consumer.closed = true;
  consumer.producer.consumers.delete(consumer);
  consumer.peer.dataConsumers.delete(consumer.raw.id);
  consumer.raw.close();
  if (tell && consumer.state !== 'due') {
    notify(consumer.peer, 'dataConsumerClosed', { dataConsumerId: consumer.raw.id });
  }
}

export function endProducer(producer: PeerProducer): void {
  if (producer.closed) return;
  producer.closed = true;
  const { peer, raw } = producer;
  const { room } = peer;
  producer.demand?.end();
  for (const consumer of producer.consumers) endConsumer(consumer);
  peer.producers.delete(raw.id);
  producer.transport.produced.delete(producer.key);
  room.producers.delete(raw.id);
  room.topN?.ended(producer);
  for (const other of room.peers.values()) other.choices.delete(raw.id);
  raw.close();
  notifyExtended(room, 'producerClosed', { producerId: raw.id }, peer);
}

export function endDataProducer(producer: PeerDataProducer): void {
  if (producer.closed) return;
  producer.closed = true;
  for (const consumer of producer.consumers) endDataConsumer(consumer);
  producer.peer.dataProducers.delete(producer.raw.id);
  producer.peer.room.dataProducers.delete(producer.raw.id);
  producer.raw.close();
}

export function endTransport(transport: PeerTransport): void {
  const { peer, raw } = transport;
  if (!peer.transports.delete(raw.id)) return;
  transport.cancelDtlsTimer?.();
  for (const producer of peer.producers.values()) if (producer.transport === transport) endProducer(producer);
  for (const producer of peer.dataProducers.values())
    if (producer.transport === transport) endDataProducer(producer);
  for (const consumer of peer.consumers.values()) if (consumer.transport === transport) endConsumer(consumer);
  for (const consumer of peer.slots.values()) if (consumer.transport === transport) endSlotConsumer(consumer);
  for (const consumer of peer.dataConsumers.values())
    if (consumer.transport === transport) endDataConsumer(consumer);
  raw.close();
}

/** Ends all media of a peer that stays; what it receives goes without a word if `tell` is false. */
export function endMedia(peer: MediaPeer, tell: boolean): void {
  for (const producer of peer.producers.values()) endProducer(producer);
  for (const producer of peer.dataProducers.values()) endDataProducer(producer);
  for (const consumer of peer.consumers.values()) endConsumer(consumer, tell);
  for (const consumer of peer.slots.values()) endSlotConsumer(consumer, tell);
  for (const consumer of peer.dataConsumers.values()) endDataConsumer(consumer, tell);
  for (const transport of peer.transports.values()) endTransport(transport);
}

/** One listens to the slots no more: without a last listener nobody is chosen. */
export function releaseTopN(room: MediaRoom): void {
  if ([...room.peers.values()].some((peer) => peer.topN)) return;
  room.topN?.close();
  room.topN = null;
}

/** The peer leaves the room for good. Its link is the caller's to close. */
export function endPeer(peer: MediaPeer, code: LeaveCode): void {
  if (peer.closed) return;
  endMedia(peer, false);
  peer.closed = true;
  peer.cancelGrace();
  peer.cancelSignature();
  const { room } = peer;
  room.peers.delete(peer.id);
  if (peer.topN) releaseTopN(room);
  if (!peer.joined) return;
  for (const other of audience(room)) {
    const reason = other.identity.extended ? { reason: leaveReason(code) } : {};
    notify(other, 'peerClosed', { peerId: peer.id, ...reason });
  }
}
