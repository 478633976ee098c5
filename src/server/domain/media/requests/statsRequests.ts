import { attempt } from '../refusals.js';
import { consumerOrSlot } from './consumerRequests.js';
import { own, type MediaHandlers } from './handler.js';

/** Statistics of the caller's own objects, as the media server has them. */
export const statsRequests: MediaHandlers<
  | 'getTransportStats'
  | 'getProducerStats'
  | 'getConsumerStats'
  | 'getDataProducerStats'
  | 'getDataConsumerStats'
> = {
  getTransportStats: (_scope, peer, { transportId }) =>
    attempt(own(peer.transports, 'transport', transportId).raw.getStats()),
  getProducerStats: (_scope, peer, { producerId }) =>
    attempt(own(peer.producers, 'producer', producerId).raw.getStats()),
  getConsumerStats: (_scope, peer, { consumerId }) =>
    attempt(consumerOrSlot(peer, consumerId).raw.getStats()),
  getDataProducerStats: (_scope, peer, { dataProducerId }) =>
    attempt(own(peer.dataProducers, 'data producer', dataProducerId).raw.getStats()),
  getDataConsumerStats: (_scope, peer, { dataConsumerId }) =>
    attempt(own(peer.dataConsumers, 'data consumer', dataConsumerId).raw.getStats()),
};
