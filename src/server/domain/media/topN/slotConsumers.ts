import type { RouterConsumer, RouterSlot } from '../../../ports/MediaRouter.js';
import { ask } from '../ask.js';
import { endSlotConsumer } from '../ending.js';
import type { MediaContext, MediaPeer, PeerTransport, SlotConsumer } from '../model.js';
import { receivingTransport } from '../transports.js';

/** Makes the peer's consumers of the slots that it lacks, as the others are made: paused, due to be offered. */
export async function makeSlotConsumers(
  context: MediaContext,
  peer: MediaPeer,
  slots: readonly RouterSlot[],
  isOwn: (slot: number) => boolean,
): Promise<void> {
  const transport = receivingTransport(peer);
  if (!transport || !peer.rtpCapabilities) return;
  await Promise.all(slots.map((slot, index) => makeOne(context, peer, transport, slot, index, isOwn)));
}

async function makeOne(
  { log }: MediaContext,
  peer: MediaPeer,
  transport: PeerTransport,
  { producerId }: RouterSlot,
  slot: number,
  isOwn: (slot: number) => boolean,
): Promise<void> {
  const { rtpCapabilities } = peer;
  if (!rtpCapabilities || peer.consuming.has(producerId)) return;
  for (const consumer of peer.slots.values()) if (consumer.slot === slot) return;
  if (!peer.room.live?.canConsume(producerId, rtpCapabilities)) return;
  let raw: RouterConsumer;
  peer.consuming.add(producerId);
  try {
    raw = await transport.raw.consume({ producerId, rtpCapabilities });
  } catch (error) {
    if (!peer.closed && !transport.raw.closed)
      log.warn({ error, peer: peer.id, slot }, 'An audio slot could not be consumed.');
    return;
  } finally {
    peer.consuming.delete(producerId);
  }
  if (raw.closed) return;
  if (!peer.topN) {
    raw.close(); // turned off meanwhile
    return;
  }
  const consumer: SlotConsumer = {
    peer,
    transport,
    slot,
    raw,
    state: 'due',
    pausedByClient: false,
    own: isOwn(slot),
    closed: false,
  };
  peer.slots.set(raw.id, consumer);
  raw.listen((event) => {
    if (event.type === 'closed') endSlotConsumer(consumer);
  });
}

export function announceSlots(context: MediaContext, peer: MediaPeer): void {
  for (const consumer of peer.slots.values()) {
    const { slot, raw } = consumer;
    const { id, producerId, rtpParameters } = raw;
    ask(context, consumer, 'newTopNConsumer', () => ({ slot, id, producerId, rtpParameters }), {
      accepted: () => applyPause(consumer),
      refused({ silent }) {
        endSlotConsumer(consumer, silent);
      },
    });
  }
}

/** Nobody hears himself: while the slot carries the listener's own voice, it is paused for him. */
export async function setOwn(consumer: SlotConsumer, own: boolean): Promise<void> {
  if (consumer.own === own) return;
  consumer.own = own;
  await applyPause(consumer);
}

/** Makes the media server's state what it should be; before the client has accepted, the consumer stays paused. */
export async function applyPause({ raw, own, pausedByClient, state, closed }: SlotConsumer): Promise<void> {
  if (closed || state !== 'accepted') return;
  await (own || pausedByClient ? raw.pause() : raw.resume());
}
