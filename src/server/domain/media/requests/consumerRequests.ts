import type { HummerError } from '../../../../protocol/errors.js';
import type { SubscribeItem } from '../../../../protocol/media.js';
import { RtcErrorCode } from '../../../../protocol/rtcCodes.js';
import { endConsumer } from '../ending.js';
import type { RouterConsumer } from '../../../ports/MediaRouter.js';
import type { MediaPeer, PeerConsumer, PeerProducer, SubscriptionChoice } from '../model.js';
import { floorOf, hearsBySlot, offerAll } from '../offering.js';
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
    await setLayer(consumer, Math.max(spatialLayer, floorOf(peer, consumer.producer.raw.id)), temporalLayer);
    return {};
  },

  async setConsumerPriority(_scope, peer, { consumerId, priority }) {
    await attempt(consumerOrSlot(peer, consumerId).raw.setPriority(priority));
    return {};
  },

  /** All items or none: a producer that is not of this room refuses the whole request. */
  async subscribe({ context }, peer, { items, mode, kind }, request) {
    requireJoined(peer);
    const wanted = new Map<PeerProducer, SubscriptionChoice>();
    for (const item of items) {
      const producer = peer.room.producers.get(item.producerId);
      if (!producer || producer.peer === peer) throw notFound('producer in this room under', item.producerId);
      if (wanted.has(producer)) throw invalid(`Producer ${item.producerId} is named twice: name it once.`);
      if (kind && producer.raw.kind !== kind) throw invalid(`Producer ${item.producerId} is not ${kind}.`);
      if (hearsBySlot(peer, producer)) {
        throw refusal(
          RtcErrorCode.TOPN_SUB_MODE_FAULT,
          'You joined with topN: the loudest microphones come by themselves.',
        );
      }
      wanted.set(producer, choiceOf(producer, item));
    }
    if (mode === 'replace') {
      for (const producer of peer.room.producers.values()) {
        if (producer.peer === peer || (kind && producer.raw.kind !== kind) || wanted.has(producer)) continue;
        peer.choices.set(producer.raw.id, { wanted: false });
        const consumer = consumerOf(peer, producer);
        if (consumer) endConsumer(consumer);
      }
    }
    for (const [producer, choice] of wanted) peer.choices.set(producer.raw.id, choice);
    await Promise.all([...wanted.keys()].map((producer) => adjust(peer, producer)));
    request.afterReply(() => void offerAll(context, peer));
    return {};
  },

  unsubscribe(_scope, peer, { consumerIds }) {
    for (const consumer of consumerIds.map((id) => own(peer.consumers, 'consumer', id))) {
      peer.choices.set(consumer.producer.raw.id, { wanted: false });
      endConsumer(consumer, false);
    }
    return {};
  },
};

/** For what a slot's consumer answers like any other. */
export function consumerOrSlot(peer: MediaPeer, consumerId: string): { readonly raw: RouterConsumer } {
  return peer.slots.get(consumerId) ?? own(peer.consumers, 'consumer', consumerId);
}

function consumerOf(peer: MediaPeer, producer: PeerProducer) {
  return [...producer.consumers].find((consumer) => consumer.peer === peer);
}

function choiceOf(
  { resolutions, raw }: PeerProducer,
  { resolutionId, layer, minLayer, paused }: SubscribeItem,
): SubscriptionChoice {
  const rest = { ...(minLayer !== undefined && { minLayer }), ...(paused !== undefined && { paused }) };
  if (resolutionId === undefined) return { wanted: true, ...(layer !== undefined && { layer }), ...rest };
  const resolution = resolutions.find((each) => each.resolutionId === resolutionId);
  if (!resolution) {
    const id = JSON.stringify(resolutionId);
    throw invalid(`Producer ${raw.id} has no resolution ${id}: choose one of its newProducer.`);
  }
  return { wanted: true, layer: resolution.layer ?? 0, ...rest };
}

/** A subscription that exists changes its layer, floor and pause. */
async function adjust(peer: MediaPeer, producer: PeerProducer): Promise<void> {
  const consumer = consumerOf(peer, producer);
  const choice = peer.choices.get(producer.raw.id);
  if (!consumer || !choice?.wanted) return;
  const layer = choice.layer ?? consumer.layer;
  const raised = layer === null ? null : Math.max(layer, choice.minLayer ?? 0);
  if (raised !== null && raised !== consumer.layer) await setLayer(consumer, raised);
  if (choice.paused !== undefined) await setPaused(consumer, choice.paused);
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
