import type { RouterConsumer } from '../../ports/MediaRouter.js';
import { ask } from './ask.js';
import { announceData, lacksData, makeDataConsumer } from './dataOffering.js';
import { endConsumer } from './ending.js';
import {
  audience,
  notify,
  notifyExtended,
  type MediaContext,
  type MediaPeer,
  type PeerConsumer,
  type PeerProducer,
} from './model.js';
import { RoomTopN } from './topN/roomTopN.js';
import { announceSlots } from './topN/slotConsumers.js';
import { receivingTransport, watchBandwidth } from './transports.js';
import { wireProducer } from './wire.js';

/** Tells the room of a new producer and offers it to everyone who takes it. */
export function publish(context: MediaContext, producer: PeerProducer): void {
  const { peer } = producer;
  notifyExtended(peer.room, 'newProducer', wireProducer(producer), peer);
  for (const other of audience(peer.room, peer)) {
    if (!lacks(other, producer)) continue;
    void makeConsumer(context, other, producer).then((consumer) => {
      if (consumer) announce(context, consumer);
    });
  }
}

/** Makes what the peer lacks and offers it, together with what is still due, in one burst (SETTLED 18). */
export async function offerAll(context: MediaContext, peer: MediaPeer): Promise<void> {
  const { producers, dataProducers } = peer.room;
  const missing = [...producers.values()].filter((producer) => lacks(peer, producer));
  const missingData = [...dataProducers.values()].filter((producer) => lacksData(peer, producer));
  await Promise.all([
    ...missing.map((producer) => makeConsumer(context, peer, producer)),
    ...missingData.map((producer) => makeDataConsumer(context, peer, producer)),
    makeSlots(context, peer),
  ]);
  if (peer.closed) return;
  for (const consumer of peer.consumers.values()) announce(context, consumer);
  announceSlots(context, peer);
  for (const consumer of peer.dataConsumers.values()) announceData(context, consumer);
}

async function makeSlots(context: MediaContext, peer: MediaPeer): Promise<void> {
  const { room } = peer;
  if (!peer.topN || !peer.settled || peer.closed || !peer.rtpCapabilities || !receivingTransport(peer))
    return;
  room.topN ??= new RoomTopN(context, room);
  await room.topN.offer(peer);
}

/** Whether the peer should have a consumer of this producer and does not have one yet. */
function lacks(peer: MediaPeer, producer: PeerProducer): boolean {
  const { id } = producer.raw;
  if (!peer.settled || peer.closed || producer.closed || producer.peer === peer || !peer.rtpCapabilities)
    return false;
  if (hearsBySlot(peer, producer)) return false;
  if (!(peer.choices.get(id)?.wanted ?? peer.autoSubscribe) || peer.consuming.has(id)) return false;
  for (const consumer of producer.consumers) if (consumer.peer === peer) return false;
  return peer.room.live?.canConsume(id, peer.rtpCapabilities) ?? false;
}

/** Under `topN` a microphone comes by one of the slots or not at all. */
export function hearsBySlot(peer: MediaPeer, { raw, source }: PeerProducer): boolean {
  return peer.topN && raw.kind === 'audio' && source !== 'screen-audio';
}

async function makeConsumer(
  context: MediaContext,
  peer: MediaPeer,
  producer: PeerProducer,
): Promise<PeerConsumer | null> {
  const { id } = producer.raw;
  const { rtpCapabilities } = peer;
  const transport = receivingTransport(peer);
  if (!transport || !rtpCapabilities) return null;
  const limit = context.limits.media.consumersPerPeer;
  if (peer.consumers.size + peer.consuming.size >= limit) {
    context.log.warn({ peer: peer.id, limit }, 'A media peer has all the consumers it may have.');
    return null;
  }
  const layer = preferredLayer(peer, producer);
  let raw: RouterConsumer;
  peer.consuming.add(id);
  try {
    const layers = layer === null ? {} : { preferredLayers: { spatialLayer: layer } };
    raw = await transport.raw.consume({ producerId: id, rtpCapabilities, ...layers });
  } catch (error) {
    // One of the three ended meanwhile: an everyday race.
    if (!producer.closed && !peer.closed && !transport.raw.closed) {
      context.log.warn({ error, peer: peer.id, producer: id }, 'A consumer could not be made.');
    }
    return null;
  } finally {
    peer.consuming.delete(id);
  }
  const choice = peer.choices.get(id);
  if (choice?.wanted === false || raw.closed) {
    raw.close();
    return null;
  }
  const consumer: PeerConsumer = {
    peer,
    transport,
    producer,
    raw,
    state: 'due',
    pausedByClient: choice?.paused ?? false,
    layer,
    closed: false,
  };
  peer.consumers.set(raw.id, consumer);
  producer.consumers.add(consumer);
  listen(consumer);
  producer.demand?.review();
  if (raw.kind === 'video') watchBandwidth(context, transport);
  return consumer;
}

/** The layer that the subscription or the join asks for, never below its floor; null: the highest. */
function preferredLayer(peer: MediaPeer, { raw }: PeerProducer): number | null {
  if (raw.kind === 'audio') return null;
  const choice = peer.choices.get(raw.id);
  const layer = (choice?.wanted ? choice.layer : undefined) ?? peer.initialLayer;
  return layer === null ? null : Math.max(layer, floorOf(peer, raw.id));
}

/** The layer below which the peer's subscription does not go. */
export function floorOf(peer: MediaPeer, producerId: string): number {
  const choice = peer.choices.get(producerId);
  return (choice?.wanted ? choice.minLayer : undefined) ?? 0;
}

function listen(consumer: PeerConsumer): void {
  const { peer, raw } = consumer;
  raw.listen((event) => {
    if (event.type === 'closed') endConsumer(consumer);
    // Before the client has accepted, there is nothing that a score could be about.
    else if (consumer.state !== 'accepted') return;
    else if (event.type === 'score')
      notify(peer, 'consumerScore', { consumerId: raw.id, score: event.score });
    else {
      const { spatialLayer, temporalLayer } = event;
      notify(peer, 'consumerLayersChanged', { consumerId: raw.id, spatialLayer, temporalLayer });
    }
  });
}

function announce(context: MediaContext, consumer: PeerConsumer): void {
  const { peer, producer, raw } = consumer;
  ask(
    context,
    consumer,
    'newConsumer',
    () => ({
      peerId: producer.peer.id,
      producerId: producer.raw.id,
      id: raw.id,
      kind: raw.kind,
      rtpParameters: raw.rtpParameters,
      type: raw.type,
      appData: { ...producer.appData, peerId: producer.peer.id },
      producerPaused: producer.raw.paused,
    }),
    {
      async accepted() {
        if (!consumer.pausedByClient) await raw.resume();
        if (!consumer.closed) notify(peer, 'consumerScore', { consumerId: raw.id, score: raw.score });
      },
      refused(tell) {
        endConsumer(consumer, tell);
      },
    },
  );
}
