import type { types } from 'mediasoup';
import type { RtpCapabilities } from '../../protocol/rtp.js';
import type {
  RoomRouter,
  RoomRouterEvent,
  RouterSlots,
  RouterTransport,
  TransportOptions,
} from '../ports/MediaRouter.js';
import type { RoomBooks } from './mediasoupBooks.js';
import { MediasoupSlots } from './mediasoupSlots.js';
import { MediasoupTransport } from './mediasoupTransport.js';
import type { WorkerSlot } from './mediasoupWorkers.js';

/** One room: a router on one worker and the observer that hears who speaks. */
export class MediasoupRoom implements RoomRouter, RoomBooks {
  readonly counts = { transports: 0, producers: 0, consumers: 0 };
  readonly producers = new Map<string, types.Producer>();
  readonly #microphones = new Set<string>();
  readonly #slots = new Set<MediasoupSlots>();
  #handler: ((event: RoomRouterEvent) => void) | undefined;
  #onEnd: (() => void) | undefined;
  #silent = true;
  #ended = false;

  private constructor(
    private readonly slot: WorkerSlot,
    readonly router: types.Router,
    private readonly observer: types.AudioLevelObserver,
  ) {
    router.on('workerclose', () => {
      this.#end();
      this.#handler?.({ type: 'reset' });
    });
    observer.on('volumes', (volumes) => {
      this.#silent = false;
      const levels = volumes.map(({ producer, volume }) => ({ producerId: producer.id, volume }));
      this.#handler?.({ type: 'levels', levels });
    });
    observer.on('silence', () => {
      if (this.#silent) return;
      this.#silent = true;
      this.#handler?.({ type: 'levels', levels: [] });
    });
  }

  static async create(slot: WorkerSlot, codecs: types.RouterRtpCodecCapability[]): Promise<MediasoupRoom> {
    const router = await slot.worker.createRouter({ mediaCodecs: codecs });
    const observer = await router.createAudioLevelObserver({ maxEntries: 1, threshold: -80, interval: 800 });
    return new MediasoupRoom(slot, router, observer);
  }

  get id(): string {
    return this.router.id;
  }

  get closed(): boolean {
    return this.router.closed;
  }

  get rtpCapabilities(): RtpCapabilities {
    return this.router.rtpCapabilities;
  }

  listen(handler: (event: RoomRouterEvent) => void): void {
    this.#handler = handler;
  }

  /** For the adapter's own books; runs once. */
  onEnd(callback: () => void): void {
    if (this.closed) callback();
    else this.#onEnd = callback;
  }

  count(what: Parameters<RoomBooks['count']>[0], by: 1 | -1): void {
    if (this.#ended) return;
    this.counts[what] += by;
    if (what !== 'transports') this.slot.load += by;
  }

  async createTransport({ forceTcp, sctp }: TransportOptions): Promise<RouterTransport> {
    const transport = await this.router.createWebRtcTransport({
      webRtcServer: this.slot.webRtcServer,
      enableUdp: !forceTcp,
      enableTcp: true,
      preferUdp: true,
      enableSctp: sctp,
      numSctpStreams: { OS: 1024, MIS: 1024 },
      initialAvailableOutgoingBitrate: 1_000_000,
    });
    if (this.closed) {
      transport.close();
      throw new Error('The room was closed.');
    }
    return new MediasoupTransport(this, transport);
  }

  canConsume(producerId: string, rtpCapabilities: RtpCapabilities): boolean {
    // mediasoup logs an error for an unknown producer, which here is an everyday race.
    if (!this.producers.has(producerId)) return false;
    return this.router.canConsume({ producerId, rtpCapabilities: rtpCapabilities as types.RtpCapabilities });
  }

  async hear(producerId: string): Promise<void> {
    const microphone = this.producers.get(producerId);
    if (!microphone) return;
    this.#microphones.add(producerId);
    microphone.observer.once('close', () => this.#microphones.delete(producerId));
    // Closed meanwhile is all that can go wrong, and then nobody waits for its level.
    await this.observer.addProducer({ producerId }).catch(() => undefined);
    await Promise.all([...this.#slots].map((slots) => slots.hear(producerId)));
  }

  async createSlots(count: number): Promise<RouterSlots> {
    const slots = await MediasoupSlots.create(this, count, () => this.#slots.delete(slots));
    this.#slots.add(slots);
    await Promise.all([...this.#microphones].map((id) => slots.hear(id)));
    return slots;
  }

  close(): void {
    if (this.closed) return;
    this.#handler = undefined;
    this.router.close();
    this.#end();
  }

  #end(): void {
    this.#ended = true;
    this.slot.load -= this.counts.producers + this.counts.consumers;
    this.counts.transports = this.counts.producers = this.counts.consumers = 0;
    this.producers.clear();
    this.#microphones.clear();
    this.#slots.clear();
    this.#onEnd?.();
    this.#onEnd = undefined;
  }
}
