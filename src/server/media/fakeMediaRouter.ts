import { systemClock } from '../../lib/clock.js';
import type { MediaNotifications } from '../../protocol/mediaEvents.js';
import type { Clock } from '../ports/Clock.js';
import type { AudioLevel, MediaRouter, MediaRouterStats, RoomRouter } from '../ports/MediaRouter.js';
import { FakeRoom } from './fakeMediaRoom.js';
import type { FakeConsumer, FakeProducer } from './fakeMediaStreams.js';
import type { FakeTransport } from './fakeMediaTransport.js';

/** A media router without media. What a network, a microphone or a crash would do, a test does by its methods. */
export interface FakeMediaRouter extends MediaRouter {
  /** Live objects by id, for a fake media engine at the other end. */
  producer(id: string): FakeProducer | undefined;
  consumer(id: string): FakeConsumer | undefined;
  transport(id: string): FakeTransport | undefined;
  /** Tells when media begins or stops to arrive at a consumer: accepted, not paused at either end. */
  onFlow(handler: (consumerId: string, flowing: boolean) => void): () => void;
  /** What the slots of a room hear, loudest first; producers that take no part are left out. */
  hear(levels: readonly AudioLevel[]): void;
  /** The producer speaks at `volume` (-127 to 0 dBov); its room hears it as the loudest. */
  speak(producerId: string, volume?: number): void;
  /** Nobody speaks in the producer's room. */
  silence(producerId: string): void;
  /** Quality 0 to 10, to the producer and its consumers. */
  score(producerId: string, score: number): void;
  layers(consumerId: string, spatialLayer: number | null, temporalLayer: number | null): void;
  bandwidth(transportId: string, bwe: MediaNotifications['downlinkBwe']): void;
  ice(transportId: string, state: 'connected' | 'disconnected'): void;
  failDtls(transportId: string, state?: 'failed' | 'closed'): void;
  /** All rooms lose their media at once, as when a worker is killed. */
  killWorker(): void;
}

/** Makes a {@link FakeMediaRouter}: pure, so that it runs in a browser too. */
export function fakeMediaRouter({ clock = systemClock }: { clock?: Clock } = {}): FakeMediaRouter {
  const rooms = new Set<FakeRoom>();
  const flowHandlers = new Set<(consumerId: string, flowing: boolean) => void>();
  const flowing = new Set<string>();
  let deaths = 0;
  let closed = false;

  function flowChanged(consumer: FakeConsumer): void {
    if (flowing.has(consumer.id) === consumer.flowing) return;
    if (consumer.flowing) flowing.add(consumer.id);
    else flowing.delete(consumer.id);
    for (const handler of flowHandlers) handler(consumer.id, consumer.flowing);
  }

  function find<T>(pick: (room: FakeRoom) => T | undefined): T | undefined {
    for (const room of rooms) {
      const found = pick(room);
      if (found) return found;
    }
    return undefined;
  }

  function need<T>(what: string, id: string, pick: (room: FakeRoom) => T | undefined): T {
    const found = find(pick);
    if (!found) throw new Error(`The fake media router has no live ${what} ${id}.`);
    return found;
  }

  const roomOf = (producerId: string): FakeRoom =>
    need('producer', producerId, (room) => (room.registry.producers.has(producerId) ? room : undefined));

  return {
    async createRoom(): Promise<RoomRouter> {
      await Promise.resolve();
      if (closed) throw new Error('The media server is closed.');
      const room = new FakeRoom(clock, flowChanged);
      rooms.add(room);
      room.atEnd(() => rooms.delete(room));
      return room;
    },
    stats(): MediaRouterStats {
      const sum = {
        workers: 1,
        rooms: rooms.size,
        transports: 0,
        producers: 0,
        consumers: 0,
        workerDeaths: deaths,
      };
      for (const room of rooms) {
        sum.transports += room.transports.size;
        sum.producers += room.producerCount;
        sum.consumers += room.registry.consumers.size;
      }
      return sum;
    },
    async close(): Promise<void> {
      await Promise.resolve();
      closed = true;
      for (const room of rooms) room.close();
    },

    producer: (id) => find((room) => room.registry.producers.get(id)),
    consumer: (id) => find((room) => room.registry.consumers.get(id)),
    transport: (id) => find((room) => room.transports.get(id)),
    onFlow(handler) {
      flowHandlers.add(handler);
      return () => flowHandlers.delete(handler);
    },
    hear(levels) {
      for (const room of rooms) {
        const heard = levels.filter(({ producerId }) => room.registry.producers.get(producerId)?.speech);
        for (const slots of room.slots) slots.hear(heard);
      }
    },
    speak(producerId, volume = -20) {
      const room = roomOf(producerId);
      if (room.registry.producers.get(producerId)?.speech)
        room.emit({ type: 'levels', levels: [{ producerId, volume }] });
    },
    silence(producerId) {
      roomOf(producerId).emit({ type: 'levels', levels: [] });
    },
    score(producerId, score) {
      need('producer', producerId, (room) => room.registry.producers.get(producerId)).setScore(score);
    },
    layers(consumerId, spatialLayer, temporalLayer) {
      const consumer = need('consumer', consumerId, (room) => room.registry.consumers.get(consumerId));
      consumer.emit({ type: 'layers', spatialLayer, temporalLayer });
    },
    bandwidth(transportId, bwe) {
      need('transport', transportId, (room) => room.transports.get(transportId)).reportBandwidth(bwe);
    },
    ice(transportId, state) {
      need('transport', transportId, (room) => room.transports.get(transportId)).setIce(state);
    },
    failDtls(transportId, state = 'failed') {
      need('transport', transportId, (room) => room.transports.get(transportId)).failDtls(state);
    },
    killWorker() {
      deaths++;
      for (const room of [...rooms]) room.reset();
    },
  };
}
