import type { RouterDataConsumer } from '../../ports/MediaRouter.js';
import { ask } from './ask.js';
import { endDataConsumer } from './ending.js';
import {
  audience,
  type MediaContext,
  type MediaPeer,
  type PeerDataConsumer,
  type PeerDataProducer,
} from './model.js';
import { receivingTransport } from './transports.js';

/** Offers a new data producer to everyone who takes data, whatever its label. */
export function publishData(context: MediaContext, producer: PeerDataProducer): void {
  for (const other of audience(producer.peer.room, producer.peer)) {
    if (!lacksData(other, producer)) continue;
    void makeDataConsumer(context, other, producer).then((consumer) => {
      if (consumer) announceData(context, consumer);
    });
  }
}

/** Whether the peer should have a consumer of this data producer and does not have one yet. */
export function lacksData(peer: MediaPeer, producer: PeerDataProducer): boolean {
  if (!peer.settled || peer.closed || producer.closed || producer.peer === peer || !peer.receivesData)
    return false;
  if (peer.consuming.has(producer.raw.id)) return false;
  for (const consumer of producer.consumers) if (consumer.peer === peer) return false;
  return true;
}

export async function makeDataConsumer(
  context: MediaContext,
  peer: MediaPeer,
  producer: PeerDataProducer,
): Promise<PeerDataConsumer | null> {
  const transport = receivingTransport(peer);
  if (!transport?.raw.sctpParameters) return null;
  let raw: RouterDataConsumer;
  peer.consuming.add(producer.raw.id);
  try {
    raw = await transport.raw.consumeData({ dataProducerId: producer.raw.id });
  } catch (error) {
    if (!producer.closed && !peer.closed && !transport.raw.closed) {
      context.log.warn(
        { error, peer: peer.id, producer: producer.raw.id },
        'A data consumer could not be made.',
      );
    }
    return null;
  } finally {
    peer.consuming.delete(producer.raw.id);
  }
  if (raw.closed) return null;
  const consumer: PeerDataConsumer = { peer, transport, producer, raw, state: 'due', closed: false };
  peer.dataConsumers.set(raw.id, consumer);
  producer.consumers.add(consumer);
  raw.listen(() => {
    endDataConsumer(consumer);
  });
  return consumer;
}

export function announceData(context: MediaContext, consumer: PeerDataConsumer): void {
  const { producer, raw } = consumer;
  ask(
    context,
    consumer,
    'newDataConsumer',
    () => ({
      peerId: producer.peer.id,
      dataProducerId: producer.raw.id,
      id: raw.id,
      sctpStreamParameters: raw.sctpStreamParameters,
      label: raw.label,
      protocol: raw.protocol,
      appData: producer.appData,
    }),
    {
      accepted: () => raw.resume(),
      refused({ silent }) {
        endDataConsumer(consumer, silent);
      },
    },
  );
}
