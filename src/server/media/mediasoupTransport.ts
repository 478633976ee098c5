import type { types } from 'mediasoup';
import type { StatsRow } from '../../protocol/media.js';
import type { DtlsParameters, IceCandidate, IceParameters, SctpParameters } from '../../protocol/rtp.js';
import type {
  ConsumeOptions,
  ProduceDataOptions,
  ProduceOptions,
  RouterConsumer,
  RouterDataConsumer,
  RouterDataProducer,
  RouterProducer,
  RouterTransport,
  TransportEvent,
} from '../ports/MediaRouter.js';
import type { RoomBooks } from './mediasoupBooks.js';
import {
  MediasoupConsumer,
  MediasoupDataConsumer,
  MediasoupDataProducer,
  MediasoupProducer,
} from './mediasoupStreams.js';

/** A WebRtcTransport behind the port. */
export class MediasoupTransport implements RouterTransport {
  #handler: ((event: TransportEvent) => void) | undefined;

  constructor(
    private readonly room: RoomBooks,
    private readonly raw: types.WebRtcTransport,
  ) {
    room.count('transports', 1);
    raw.observer.once('close', () => {
      room.count('transports', -1);
    });
    raw.on('dtlsstatechange', (state) => {
      if (state === 'connected' || state === 'failed' || state === 'closed')
        this.#handler?.({ type: 'dtls', state });
    });
    raw.on('icestatechange', (state) => {
      if (state === 'connected' || state === 'completed')
        this.#handler?.({ type: 'ice', state: 'connected' });
      if (state === 'disconnected') this.#handler?.({ type: 'ice', state });
    });
    raw.on('trace', ({ type, direction, info }) => {
      if (type !== 'bwe' || direction !== 'out') return;
      const { desiredBitrate, effectiveDesiredBitrate, availableBitrate } = info as Record<string, number>;
      this.#handler?.({
        type: 'bwe',
        bwe: {
          desiredBitrate: desiredBitrate ?? 0,
          effectiveDesiredBitrate: effectiveDesiredBitrate ?? 0,
          availableBitrate: availableBitrate ?? 0,
        },
      });
    });
    // A lost listener (WebRtcServer) ends the transport alone; a lost router is the room's `reset`.
    raw.on('listenserverclose', () => {
      this.#handler?.({ type: 'closed' });
    });
  }

  get id(): string {
    return this.raw.id;
  }

  get closed(): boolean {
    return this.raw.closed;
  }

  get iceParameters(): IceParameters {
    return this.raw.iceParameters;
  }

  get iceCandidates(): IceCandidate[] {
    return this.raw.iceCandidates.map((candidate) => ({
      ...candidate,
      ip: candidate.address,
    }));
  }

  get dtlsParameters(): DtlsParameters {
    return this.raw.dtlsParameters;
  }

  get sctpParameters(): SctpParameters | undefined {
    return this.raw.sctpParameters;
  }

  listen(handler: (event: TransportEvent) => void): void {
    this.#handler = handler;
  }

  connect(dtlsParameters: DtlsParameters): Promise<void> {
    return this.raw.connect({ dtlsParameters });
  }

  restartIce(): Promise<IceParameters> {
    return this.raw.restartIce();
  }

  async produce({ kind, rtpParameters, paused, speech }: ProduceOptions): Promise<RouterProducer> {
    const parameters = rtpParameters as types.RtpParameters;
    const raw = await this.#unlessClosed(this.raw.produce({ kind, rtpParameters: parameters, paused }));
    const producer = new MediasoupProducer(this.room, raw);
    if (kind === 'audio' && speech) await this.room.hear(raw.id);
    return producer;
  }

  async consume({ producerId, rtpCapabilities, preferredLayers }: ConsumeOptions): Promise<RouterConsumer> {
    const made = this.raw.consume({
      producerId,
      rtpCapabilities: rtpCapabilities as types.RtpCapabilities,
      paused: true,
      enableRtx: true,
      ignoreDtx: true,
      ...(preferredLayers && { preferredLayers }),
    });
    return new MediasoupConsumer(this.room, await this.#unlessClosed(made));
  }

  async produceData(options: ProduceDataOptions): Promise<RouterDataProducer> {
    const sctpStreamParameters = options.sctpStreamParameters as types.SctpStreamParameters;
    const made = this.raw.produceData({ ...options, sctpStreamParameters });
    return new MediasoupDataProducer(this.room, await this.#unlessClosed(made));
  }

  async consumeData({ dataProducerId }: { dataProducerId: string }): Promise<RouterDataConsumer> {
    const made = this.raw.consumeData({ dataProducerId, paused: true });
    return new MediasoupDataConsumer(this.room, await this.#unlessClosed(made));
  }

  /** What was under way when its transport closed, mediasoup makes all the same, and nobody would end it. */
  async #unlessClosed<T extends { close(): void }>(made: Promise<T>): Promise<T> {
    const object = await made;
    if (!this.raw.closed) return object;
    object.close();
    throw new Error('The transport was closed.');
  }

  watchBandwidth(): Promise<void> {
    return this.raw.enableTraceEvent(['bwe']);
  }

  setMaxIncomingBitrate(bitrate: number): Promise<void> {
    return this.raw.setMaxIncomingBitrate(bitrate);
  }

  setMaxOutgoingBitrate(bitrate: number): Promise<void> {
    return this.raw.setMaxOutgoingBitrate(bitrate);
  }

  async getStats(): Promise<StatsRow[]> {
    return await this.raw.getStats();
  }

  close(): void {
    this.#handler = undefined;
    this.raw.close();
  }
}
