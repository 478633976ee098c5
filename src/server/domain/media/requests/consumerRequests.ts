import type { HummerError } from '../../../../protocol/errors.js';
import type { SubscribeItem } from '../../../../protocol/mediaEvents.js';
import * as RtcErrorCode from '../../../../protocol/rtcCodes.js';
import { endConsumer } from '../ending.js';
import type { RouterConsumer } from '../../../ports/MediaRouter.js';
import {
  notify,
  type MediaPeer,
  type PeerConsumer,
  type PeerProducer,
  type SizeChoice,
  type SubscriptionChoice,
} from '../model.js';
import { consumersOf, giveUp, hearsBySlot, offerAll, sizeKey } from '../offering.js';
import { attempt, notFound, refusal } from '../refusals.js';
import { applyPause } from '../topN/slotConsumers.js';
import { own, requireJoined, type MediaHandlers } from './handler.js';

export const consumerRequests: MediaHandlers<
  | 'pauseConsumer'
  | 'resumeConsumer'
  | 'requestConsumerKeyFrame'
  | 'setConsumerPreferredLayers'
  | 'setConsumerPriority'
  | 'subscribe'
  | 'unsubscribe'
> = {
  async pauseConsumer(_scope, peer, { consumerId }) {
    await pause(peer, consumerId, true);
    return {};
  },

  async resumeConsumer(_scope, peer, { consumerId }) {
    await pause(peer, consumerId, false);
    return {};
  },

  async requestConsumerKeyFrame(_scope, peer, { consumerId }) {
    await attempt(own(peer.consumers, 'consumer', consumerId).raw.requestKeyFrame());
    return {};
  },

  async setConsumerPreferredLayers(_scope, peer, { consumerId, spatialLayer, temporalLayer }) {
    const consumer = own(peer.consumers, 'consumer', consumerId);
    const { minLayer = 0 } = peer.choices.get(consumer.producer.raw.id)?.get(consumer.resolutionId) ?? {};
    await setLayer(consumer, Math.max(spatialLayer, minLayer), temporalLayer);
    return {};
  },

  async setConsumerPriority(_scope, peer, { consumerId, priority }) {
    await attempt(consumerOrSlot(peer, consumerId).raw.setPriority(priority));
    return {};
  },

  /** All items or none: a producer that is not of this room refuses the whole request. */
  async subscribe({ context }, peer, { items, mode, kind }, request) {
    requireJoined(peer);
    const wanted = new Map<PeerProducer, Map<string | null, SizeChoice>>();
    for (const item of items) {
      const producer = peer.room.producers.get(item.producerId);
      if (!producer || producer.peer === peer) throw notFound('producer in this room under', item.producerId);
      if (kind && producer.raw.kind !== kind) throw invalid(`Producer ${item.producerId} is not ${kind}.`);
      if (hearsBySlot(peer, producer)) {
        throw refusal(
          RtcErrorCode.TOPN_SUB_MODE_FAULT,
          'You joined with topN: the loudest microphones come by themselves.',
        );
      }
      const sizes = wanted.get(producer) ?? new Map<string | null, SizeChoice>();
      const choice = choiceOf(producer, item);
      for (const other of sizes.values()) {
        if (layerOf(producer, other) === layerOf(producer, choice))
          throw invalid(`One picture of producer ${item.producerId} is named twice: name it once.`);
      }
      wanted.set(producer, sizes.set(item.resolutionId ?? null, choice));
    }
    if (mode === 'replace') {
      for (const producer of peer.room.producers.values()) {
        if (producer.peer === peer || (kind && producer.raw.kind !== kind) || wanted.has(producer)) continue;
        peer.choices.set(producer.raw.id, new Map());
        for (const consumer of consumersOf(peer, producer)) endConsumer(consumer);
      }
    }
    for (const [producer, sizes] of wanted) peer.choices.set(producer.raw.id, sizes);
    await Promise.all([...wanted].map(([producer, sizes]) => adjust(peer, producer, sizes)));
    request.afterReply(() => void offerAll(context, peer));
    return {};
  },

  unsubscribe(_scope, peer, { consumerIds }) {
    for (const consumer of consumerIds.map((id) => own(peer.consumers, 'consumer', id))) {
      giveUp(consumer);
      endConsumer(consumer, false);
    }
    return {};
  },
};

/** For what a slot's consumer answers like any other. */
export function consumerOrSlot(peer: MediaPeer, consumerId: string): { readonly raw: RouterConsumer } {
  return peer.slots.get(consumerId) ?? own(peer.consumers, 'consumer', consumerId);
}

function choiceOf(
  { resolutions, raw }: PeerProducer,
  { resolutionId, layer, minLayer, paused }: SubscribeItem,
): SizeChoice {
  const rest = { ...(minLayer !== undefined && { minLayer }), ...(paused !== undefined && { paused }) };
  if (resolutionId === undefined) return { ...(layer !== undefined && { layer }), ...rest };
  const resolution = resolutions.find((each) => each.resolutionId === resolutionId);
  if (!resolution) {
    const id = JSON.stringify(resolutionId);
    throw invalid(`Producer ${raw.id} has no resolution ${id}: choose one of its newProducer.`);
  }
  return { layer: resolution.layer ?? 0, ...rest };
}

/** The layer that a choice comes to. */
function layerOf({ topLayer }: PeerProducer, { layer = topLayer, minLayer = 0 }: SizeChoice): number {
  return Math.min(Math.max(layer, minLayer), topLayer);
}

/**
 * Brings the consumers that exist to what is asked for now: a size that is no longer wanted becomes one that is, since that
 * needs no negotiation and leaves no gap, or it ends.
 */
async function adjust(peer: MediaPeer, producer: PeerProducer, sizes: SubscriptionChoice): Promise<void> {
  const consumers = consumersOf(peer, producer);
  const there = consumers.map(({ resolutionId }) => resolutionId);
  const due = [...sizes.keys()].filter(
    (size) => !there.includes(size) && !peer.consuming.has(sizeKey(producer, size)),
  );
  await Promise.all(
    consumers.map(async (consumer) => {
      const moved = !sizes.has(consumer.resolutionId);
      if (moved) {
        const size = due.shift();
        if (size === undefined) {
          endConsumer(consumer);
          return;
        }
        consumer.resolutionId = size;
        if (peer.identity.extended && consumer.state !== 'due')
          notify(peer, 'consumerUpdated', { consumerId: consumer.raw.id, resolutionId: size });
      }
      const { layer, minLayer = 0, paused } = sizes.get(consumer.resolutionId) ?? {};
      const next = layer ?? (moved ? (peer.initialLayer ?? producer.topLayer) : consumer.layer);
      const raised = next === null ? null : Math.max(next, minLayer);
      if (raised !== null && raised !== consumer.layer) await setLayer(consumer, raised);
      if (paused !== undefined) await setPaused(consumer, paused);
    }),
  );
}

async function setLayer(consumer: PeerConsumer, spatialLayer: number, temporalLayer?: number): Promise<void> {
  consumer.layer = spatialLayer;
  consumer.producer.demand?.review();
  const temporal = temporalLayer === undefined ? {} : { temporalLayer };
  await attempt(consumer.raw.setPreferredLayers({ spatialLayer, ...temporal }));
}

async function pause(peer: MediaPeer, consumerId: string, paused: boolean): Promise<void> {
  const slot = peer.slots.get(consumerId);
  if (!slot) {
    await setPaused(own(peer.consumers, 'consumer', consumerId), paused);
    return;
  }
  slot.pausedByClient = paused;
  await attempt(applyPause(slot));
}

/** Before its client has accepted it, a consumer stays paused: packets that come too early would be lost on it. */
async function setPaused(consumer: PeerConsumer, paused: boolean): Promise<void> {
  consumer.pausedByClient = paused;
  consumer.producer.demand?.review();
  if (consumer.state !== 'accepted') return;
  await attempt(paused ? consumer.raw.pause() : consumer.raw.resume());
}

function invalid(message: string): HummerError {
  return refusal(RtcErrorCode.INVALID_SUBSCRIBED_INFO, message);
}
