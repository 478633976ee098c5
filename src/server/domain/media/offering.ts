import { isLesser } from '../../../protocol/pictureSizes.js';
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
  type SubscriptionChoice,
} from './model.js';
import { RoomTopN } from './topN/roomTopN.js';
import { announceSlots } from './topN/slotConsumers.js';
import { receivingTransport, watchBandwidth } from './transports.js';
import { wireProducer } from './wire.js';

/** Tells the room of a new producer and offers it to everyone who takes it. */
export function publish(context: MediaContext, producer: PeerProducer): void {
  const { peer } = producer;
  notifyExtended(peer.room, 'newProducer', wireProducer(producer), peer);
  offerSizes(context, producer);
}

/**
 * The sizes of a source have changed: a producer came, went, or says others. Whoever takes the largest picture takes the one that
 * is the largest now.
 */
export function offerSizes(context: MediaContext, { peer: owner, raw }: PeerProducer): void {
  const siblings = [...owner.producers.values()].filter((each) => each.raw.kind === raw.kind);
  for (const peer of audience(owner.room, owner)) {
    for (const producer of siblings) {
      for (const resolutionId of lacking(peer, producer)) {
        void makeConsumer(context, peer, producer, resolutionId).then((consumer) => {
          if (consumer) announce(context, consumer);
        });
      }
      const wanted = wantedSizes(peer, producer);
      for (const consumer of consumersOf(peer, producer))
        if (!wanted.has(consumer.resolutionId)) endConsumer(consumer);
    }
  }
}

/** Makes what the peer lacks and offers it, together with what is still due, in one burst (SETTLED 18). */
export async function offerAll(context: MediaContext, peer: MediaPeer): Promise<void> {
  const { producers, dataProducers } = peer.room;
  const missing = [...producers.values()].flatMap((producer) =>
    lacking(peer, producer).map((resolutionId) => ({ producer, resolutionId })),
  );
  const missingData = [...dataProducers.values()].filter((producer) => lacksData(peer, producer));
  await Promise.all([
    ...missing.map(({ producer, resolutionId }) => makeConsumer(context, peer, producer, resolutionId)),
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

/** The sizes of a producer that the peer should have a consumer of and does not have one yet. */
function lacking(peer: MediaPeer, producer: PeerProducer): (string | null)[] {
  const { id } = producer.raw;
  if (!peer.settled || peer.closed || producer.closed || producer.peer === peer || !peer.rtpCapabilities)
    return [];
  if (hearsBySlot(peer, producer)) return [];
  const there = consumersOf(peer, producer).map(({ resolutionId }) => resolutionId);
  const missing = [...wantedSizes(peer, producer).keys()].filter(
    (resolutionId) => !there.includes(resolutionId) && !peer.consuming.has(sizeKey(producer, resolutionId)),
  );
  return missing.length > 0 && peer.room.live?.canConsume(id, peer.rtpCapabilities) ? missing : [];
}

const ONE: SubscriptionChoice = new Map([[null, {}]]);
const NONE: SubscriptionChoice = new Map();

/** What the peer takes of a producer: what it asked for, or what everybody takes by default. */
export function wantedSizes(peer: MediaPeer, producer: PeerProducer): SubscriptionChoice {
  const choice = peer.choices.get(producer.raw.id);
  if (choice) return choice;
  return peer.autoSubscribe && !isSecond(producer) ? ONE : NONE;
}

/** The peer takes this size of a producer no more. */
export function giveUp({ peer, producer, resolutionId }: PeerConsumer): void {
  const left = new Map(wantedSizes(peer, producer));
  left.delete(resolutionId);
  peer.choices.set(producer.raw.id, left);
}

/** The owner shows the same camera in a larger picture. */
function isSecond({ peer, source, raw, resolutions }: PeerProducer): boolean {
  if (source !== 'camera' || raw.kind !== 'video') return false;
  const siblings = [...peer.producers.values()]
    .filter((each) => each.source === source && each.raw.kind === raw.kind)
    .map((each) => ({ id: each.raw.id, resolutions: each.resolutions }));
  return isLesser({ id: raw.id, resolutions }, siblings);
}

export function consumersOf(peer: MediaPeer, { consumers }: PeerProducer): PeerConsumer[] {
  return [...consumers].filter((consumer) => consumer.peer === peer);
}

/** How a consumer that is being made is known. */
export function sizeKey({ raw }: PeerProducer, resolutionId: string | null): string {
  return resolutionId === null ? raw.id : `${raw.id} ${resolutionId}`;
}

/** Under `topN` a microphone comes by one of the slots or not at all. */
export function hearsBySlot(peer: MediaPeer, { raw, source }: PeerProducer): boolean {
  return peer.topN && raw.kind === 'audio' && source !== 'screen-audio';
}

async function makeConsumer(
  context: MediaContext,
  peer: MediaPeer,
  producer: PeerProducer,
  resolutionId: string | null,
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
  const key = sizeKey(producer, resolutionId);
  const layer = preferredLayer(peer, producer, resolutionId);
  let raw: RouterConsumer;
  peer.consuming.add(key);
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
    peer.consuming.delete(key);
  }
  const choice = wantedSizes(peer, producer).get(resolutionId);
  if (!choice || raw.closed) {
    raw.close();
    return null;
  }
  const consumer: PeerConsumer = {
    peer,
    transport,
    producer,
    raw,
    resolutionId,
    state: 'due',
    pausedByClient: choice.paused ?? false,
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
function preferredLayer(peer: MediaPeer, producer: PeerProducer, resolutionId: string | null): number | null {
  if (producer.raw.kind === 'audio') return null;
  const { layer = peer.initialLayer, minLayer = 0 } = wantedSizes(peer, producer).get(resolutionId) ?? {};
  return layer === null ? null : Math.max(layer, minLayer);
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
      ...(consumer.resolutionId !== null &&
        peer.identity.extended && { resolutionId: consumer.resolutionId }),
    }),
    {
      async accepted() {
        if (!consumer.pausedByClient) await raw.resume();
        if (!consumer.closed) notify(peer, 'consumerScore', { consumerId: raw.id, score: raw.score });
      },
      refused({ silent, unwanted }) {
        if (unwanted && peer.identity.extended) giveUp(consumer);
        endConsumer(consumer, silent);
      },
    },
  );
}
