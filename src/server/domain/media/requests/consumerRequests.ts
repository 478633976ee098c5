import { RtcErrorCode } from '../../../../protocol/rtcCodes.js';
import { endConsumer } from '../ending.js';
import type { MediaPeer, PeerProducer, SubscriptionChoice } from '../model.js';
import { offerAll } from '../offering.js';
import { attempt, notFound, refusal } from '../refusals.js';
import { own, requireJoined, type MediaHandlers, type PeerRequests } from './handler.js';

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
    const consumer = own(peer.consumers, 'consumer', consumerId);
    consumer.pausedByClient = true;
    if (consumer.state === 'accepted') await attempt(consumer.raw.pause());
    return {};
  },

  /** Before its client has accepted it, a consumer stays paused: packets that come too early would be lost on it. */
  async resumeConsumer(_scope, peer, { consumerId }) {
    const consumer = own(peer.consumers, 'consumer', consumerId);
    consumer.pausedByClient = false;
    if (consumer.state === 'accepted') await attempt(consumer.raw.resume());
    return {};
  },

  async requestConsumerKeyFrame(_scope, peer, { consumerId }) {
    await attempt(own(peer.consumers, 'consumer', consumerId).raw.requestKeyFrame());
    return {};
  },

  async setConsumerPreferredLayers(_scope, peer, { consumerId, spatialLayer, temporalLayer }) {
    const { raw, producer } = own(peer.consumers, 'consumer', consumerId);
    const choice = peer.choices.get(producer.raw.id);
    const floor = choice?.wanted ? (choice.minLayer ?? 0) : 0;
    await attempt(
      raw.setPreferredLayers({
        spatialLayer: Math.max(spatialLayer, floor),
        ...(temporalLayer !== undefined && { temporalLayer }),
      }),
    );
    return {};
  },

  async setConsumerPriority(_scope, peer, { consumerId, priority }) {
    await attempt(own(peer.consumers, 'consumer', consumerId).raw.setPriority(priority));
    return {};
  },

  /** All items or none: a producer that is not of this room refuses the whole request. */
  async subscribe({ context }, peer, { items, mode, kind }, request) {
    requireJoined(peer);
    const wanted = new Map<PeerProducer, SubscriptionChoice>();
    for (const item of items) {
      const producer = peer.room.producers.get(item.producerId);
      if (!producer || producer.peer === peer) throw notFound('producer in this room under', item.producerId);
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
    await attempt(Promise.all([...wanted.keys()].map((producer) => adjust(peer, producer))));
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

function consumerOf(peer: MediaPeer, producer: PeerProducer) {
  return [...producer.consumers].find((consumer) => consumer.peer === peer);
}

function choiceOf(
  { resolutions, raw }: PeerProducer,
  { resolutionId, minLayer }: PeerRequests['subscribe']['data']['items'][number],
): SubscriptionChoice {
  const floor = minLayer === undefined ? {} : { minLayer };
  if (resolutionId === undefined) return { wanted: true, ...floor };
  const layer = resolutions.findIndex((resolution) => resolution.resolutionId === resolutionId);
  if (layer < 0) {
    throw refusal(
      RtcErrorCode.INVALID_SUBSCRIBED_INFO,
      `Producer ${raw.id} has no resolution ${JSON.stringify(resolutionId)}: choose one of its newProducer.`,
    );
  }
  return { wanted: true, layer, ...floor };
}

/** A subscription that exists changes its layer. */
async function adjust(peer: MediaPeer, producer: PeerProducer): Promise<void> {
  const consumer = consumerOf(peer, producer);
  const choice = peer.choices.get(producer.raw.id);
  if (!consumer || !choice?.wanted || choice.layer === undefined) return;
  await consumer.raw.setPreferredLayers({ spatialLayer: Math.max(choice.layer, choice.minLayer ?? 0) });
}
