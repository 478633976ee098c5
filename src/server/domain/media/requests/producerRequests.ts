import type { PeerRequests } from './handler.js';
import type { RtpParameters } from '../../../../protocol/rtp.js';
import { publishData } from '../dataOffering.js';
import { ProducerDemand, topLayerOf } from '../demand.js';
import { endDataProducer, endProducer } from '../ending.js';
import {
  notify,
  notifyExtended,
  type MediaContext,
  type MediaPeer,
  type PeerConsumer,
  type PeerDataProducer,
  type PeerProducer,
  type PeerTransport,
} from '../model.js';
import { offerSizes, publish } from '../offering.js';
import { checkSource } from '../sources.js';
import { attempt, conflict, gone, tooMany } from '../refusals.js';
import { layered, resolutionsOf, sourceOf, wireProducer } from '../wire.js';
import { own, requireJoined, requireSpeaker, type MediaHandlers } from './handler.js';

export const producerRequests: MediaHandlers<
  'produce' | 'closeProducer' | 'pauseProducer' | 'resumeProducer' | 'setProducerMeta' | 'produceData'
> = {
  async produce({ context }, peer, data, request) {
    requireJoined(peer);
    requireSpeaker(peer);
    const transport = producingTransport(peer, data.transportId);
    const key = wireKey(data.kind, data.rtpParameters);
    let made = transport.produced.get(key);
    if (!made) {
      const limit = context.limits.media.producersPerPeer;
      if (peer.producers.size >= limit) throw tooMany('producers', limit);
      checkSource(context, peer, data.kind, sourceOf(data.appData));
      made = makeProducer(context, transport, key, data);
      transport.produced.set(key, made);
      made.catch(() => transport.produced.delete(key));
    }
    const { raw, demand } = await made;
    request.afterReply(() => demand?.begin());
    return { id: raw.id };
  },

  closeProducer({ context }, peer, { producerId }) {
    const producer = own(peer.producers, 'producer', producerId);
    endProducer(producer);
    offerSizes(context, producer);
    return {};
  },

  async pauseProducer(_scope, peer, { producerId }) {
    const producer = own(peer.producers, 'producer', producerId);
    if (producer.raw.paused) return {};
    await attempt(producer.raw.pause());
    if (producer.closed) throw gone();
    for (const { raw, state, peer: reader } of producer.consumers) {
      if (state !== 'due') notify(reader, 'consumerPaused', { consumerId: raw.id });
    }
    notifyExtended(peer.room, 'producerPaused', { producerId }, peer);
    return {};
  },

  async resumeProducer(_scope, peer, { producerId }) {
    const producer = own(peer.producers, 'producer', producerId);
    if (!producer.raw.paused) return {};
    await attempt(producer.raw.resume());
    if (producer.closed) throw gone();
    for (const { raw, state, peer: reader } of producer.consumers) {
      if (state !== 'due') notify(reader, 'consumerResumed', { consumerId: raw.id });
    }
    notifyExtended(peer.room, 'producerResumed', { producerId }, peer);
    return {};
  },

  setProducerMeta({ context }, peer, { producerId, source, resolutions }) {
    const producer = own(peer.producers, 'producer', producerId);
    if (source !== undefined && source !== producer.source) {
      if (producer.raw.kind === 'audio' && [source, producer.source].includes('screen-audio')) {
        throw conflict('The sound of a screen is told apart from voices at produce: publish it anew.');
      }
      checkSource(context, peer, producer.raw.kind, source);
      producer.source = source;
    }
    if (resolutions) producer.resolutions = layered(resolutions);
    notifyExtended(peer.room, 'producerUpdated', wireProducer(producer), peer);
    offerSizes(context, producer);
    return {};
  },

  async produceData({ context }, peer, { transportId, sctpStreamParameters, label, protocol, appData }) {
    requireJoined(peer);
    requireSpeaker(peer);
    const transport = producingTransport(peer, transportId);
    const limit = context.limits.media.dataProducersPerPeer;
    if (peer.dataProducers.size >= limit) throw tooMany('data producers', limit);
    const raw = await attempt(transport.raw.produceData({ sctpStreamParameters, label, protocol }));
    ensurePublishable(peer, raw);
    const producer: PeerDataProducer = { peer, transport, raw, appData, consumers: new Set(), closed: false };
    peer.dataProducers.set(raw.id, producer);
    peer.room.dataProducers.set(raw.id, producer);
    raw.listen(() => {
      endDataProducer(producer);
    });
    publishData(context, producer);
    return { id: raw.id };
  },
};

function producingTransport(peer: MediaPeer, id: string): PeerTransport {
  const transport = own(peer.transports, 'transport', id);
  if (transport.producing) return transport;
  throw conflict('This transport was made to receive: make one with producing: true.');
}

/** What a repeated `produce` has in common with the first: the same stream on the same transport. */
function wireKey(kind: string, { mid, encodings = [] }: RtpParameters): string {
  return JSON.stringify([kind, mid, encodings.map(({ ssrc, rid }) => [ssrc, rid])]);
}

async function makeProducer(
  context: MediaContext,
  transport: PeerTransport,
  key: string,
  { kind, rtpParameters, appData, paused = false }: PeerRequests['produce']['data'],
): Promise<PeerProducer> {
  const { peer } = transport;
  const source = sourceOf(appData);
  const speech = source !== 'screen-audio';
  const raw = await attempt(transport.raw.produce({ kind, rtpParameters, paused, speech }));
  ensurePublishable(peer, raw);
  try {
    // Another one may have been made meanwhile.
    checkSource(context, peer, kind, source);
  } catch (error) {
    raw.close();
    throw error;
  }
  const consumers = new Set<PeerConsumer>();
  const topLayer = topLayerOf(rtpParameters);
  const producer: PeerProducer = {
    peer,
    transport,
    raw,
    key,
    source,
    resolutions: resolutionsOf(appData),
    topLayer,
    appData,
    consumers,
    demand: peer.identity.extended && kind === 'video' ? watchDemand() : null,
    closed: false,
  };
  peer.producers.set(raw.id, producer);
  peer.room.producers.set(raw.id, producer);
  raw.listen((event) => {
    if (event.type === 'closed') endProducer(producer);
    else notify(peer, 'producerScore', { producerId: raw.id, score: event.score });
  });
  publish(context, producer);
  return producer;

  function watchDemand(): ProducerDemand {
    const { clock, limits } = context;
    const tell = (maxSpatialLayer: number | null): void => {
      notify(peer, 'producerDemand', { producerId: raw.id, maxSpatialLayer });
    };
    return new ProducerDemand(clock, limits.media.demandFall, topLayer, consumers, tell);
  }
}

/** While the media server worked, the peer may have left or closed the transport, or come back as a watcher. */
function ensurePublishable(peer: MediaPeer, raw: { readonly closed: boolean; close(): void }): void {
  if (!raw.closed && peer.role === 0) return;
  raw.close();
  throw gone();
}
