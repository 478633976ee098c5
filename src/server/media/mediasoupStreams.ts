import type { types } from 'mediasoup';
import type { StatsRow } from '../../protocol/media.js';
import type { MediaKind, RtpParameters, SctpStreamParameters } from '../../protocol/rtp.js';
import type {
  ConsumerEvent,
  ConsumerScores,
  ProducerEvent,
  RouterConsumer,
  RouterDataConsumer,
  RouterDataProducer,
  RouterProducer,
} from '../ports/MediaRouter.js';
import type { RoomBooks } from './mediasoupBooks.js';

/** A stream into the room. */
export class MediasoupProducer implements RouterProducer {
  #handler: ((event: ProducerEvent) => void) | undefined;

  constructor(
    room: RoomBooks,
    private readonly raw: types.Producer,
  ) {
    if (raw.closed) return;
    room.count('producers', 1);
    room.producers.set(raw.id, raw);
    raw.observer.once('close', () => {
      room.count('producers', -1);
      room.producers.delete(raw.id);
    });
    raw.on('transportclose', () => {
      if (!room.closed) this.#handler?.({ type: 'closed' });
    });
    raw.on('score', (score) => {
      this.#handler?.({ type: 'score', score });
    });
  }

  get id(): string {
    return this.raw.id;
  }

  get kind(): MediaKind {
    return this.raw.kind;
  }

  get closed(): boolean {
    return this.raw.closed;
  }

  get paused(): boolean {
    return this.raw.paused;
  }

  listen(handler: (event: ProducerEvent) => void): void {
    this.#handler = handler;
  }

  pause(): Promise<void> {
    return this.raw.pause();
  }

  resume(): Promise<void> {
    return this.raw.resume();
  }

  async getStats(): Promise<StatsRow[]> {
    return await this.raw.getStats();
  }

  close(): void {
    this.#handler = undefined;
    this.raw.close();
  }
}

/** A stream out of the room. */
export class MediasoupConsumer implements RouterConsumer {
  readonly #producer: types.Producer | undefined;
  #handler: ((event: ConsumerEvent) => void) | undefined;

  constructor(
    private readonly room: RoomBooks,
    private readonly raw: types.Consumer,
  ) {
    this.#producer = room.producers.get(raw.producerId);
    if (raw.closed) return;
    room.count('consumers', 1);
    raw.observer.once('close', () => {
      room.count('consumers', -1);
    });
    const ended = (): void => {
      if (!room.closed) this.#handler?.({ type: 'closed' });
    };
    raw.on('producerclose', ended);
    raw.on('transportclose', ended);
    raw.on('score', (score) => {
      this.#emit({ type: 'score', score });
    });
    raw.on('layerschange', (layers) => {
      this.#emit({
        type: 'layers',
        spatialLayer: layers?.spatialLayer ?? null,
        temporalLayer: layers?.temporalLayer ?? null,
      });
    });
  }

  get id(): string {
    return this.raw.id;
  }

  get producerId(): string {
    return this.raw.producerId;
  }

  get kind(): MediaKind {
    return this.raw.kind;
  }

  get type(): string {
    return this.raw.type;
  }

  get rtpParameters(): RtpParameters {
    return this.raw.rtpParameters;
  }

  /** The worker tells of a closed producer a moment later; the port promises it at once. */
  get closed(): boolean {
    return this.raw.closed || this.#producer === undefined || this.#producer.closed;
  }

  get paused(): boolean {
    return this.raw.paused;
  }

  get score(): ConsumerScores {
    return this.raw.score;
  }

  listen(handler: (event: ConsumerEvent) => void): void {
    this.#handler = handler;
  }

  pause(): Promise<void> {
    return this.raw.pause();
  }

  resume(): Promise<void> {
    return this.raw.resume();
  }

  requestKeyFrame(): Promise<void> {
    return this.raw.requestKeyFrame();
  }

  setPreferredLayers(layers: { spatialLayer: number; temporalLayer?: number }): Promise<void> {
    return this.raw.setPreferredLayers(layers);
  }

  setPriority(priority: number): Promise<void> {
    return this.raw.setPriority(priority);
  }

  async getStats(): Promise<StatsRow[]> {
    return await this.raw.getStats();
  }

  close(): void {
    this.#handler = undefined;
    this.raw.close();
  }

  #emit(event: ConsumerEvent): void {
    if (!this.closed && !this.room.closed) this.#handler?.(event);
  }
}

/** Messages into the room. */
export class MediasoupDataProducer implements RouterDataProducer {
  #handler: ((event: { type: 'closed' }) => void) | undefined;

  constructor(
    room: RoomBooks,
    private readonly raw: types.DataProducer,
  ) {
    raw.on('transportclose', () => {
      if (!room.closed) this.#handler?.({ type: 'closed' });
    });
  }

  get id(): string {
    return this.raw.id;
  }

  get label(): string {
    return this.raw.label;
  }

  get protocol(): string {
    return this.raw.protocol;
  }

  get closed(): boolean {
    return this.raw.closed;
  }

  listen(handler: (event: { type: 'closed' }) => void): void {
    this.#handler = handler;
  }

  async getStats(): Promise<StatsRow[]> {
    return await this.raw.getStats();
  }

  close(): void {
    this.#handler = undefined;
    this.raw.close();
  }
}

/** Messages out of the room. */
export class MediasoupDataConsumer implements RouterDataConsumer {
  #handler: ((event: { type: 'closed' }) => void) | undefined;

  constructor(
    room: RoomBooks,
    private readonly raw: types.DataConsumer,
  ) {
    const ended = (): void => {
      if (!room.closed) this.#handler?.({ type: 'closed' });
    };
    raw.on('dataproducerclose', ended);
    raw.on('transportclose', ended);
  }

  get id(): string {
    return this.raw.id;
  }

  get dataProducerId(): string {
    return this.raw.dataProducerId;
  }

  get label(): string {
    return this.raw.label;
  }

  get protocol(): string {
    return this.raw.protocol;
  }

  get sctpStreamParameters(): SctpStreamParameters {
    const parameters = this.raw.sctpStreamParameters;
    if (!parameters) throw new Error('A data consumer of a WebRTC transport has SCTP stream parameters.');
    return parameters;
  }

  get closed(): boolean {
    return this.raw.closed;
  }

  get paused(): boolean {
    return this.raw.paused;
  }

  listen(handler: (event: { type: 'closed' }) => void): void {
    this.#handler = handler;
  }

  resume(): Promise<void> {
    return this.raw.resume();
  }

  async getStats(): Promise<StatsRow[]> {
    return await this.raw.getStats();
  }

  close(): void {
    this.#handler = undefined;
    this.raw.close();
  }
}
