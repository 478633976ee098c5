import type { RtpCapabilities, RtpParameters } from '../../protocol/rtp.js';
import type { Clock } from '../ports/Clock.js';
import type { RoomRouter, RoomRouterEvent, RouterTransport, TransportOptions } from '../ports/MediaRouter.js';
import { FakeMediaObject } from './fakeMediaObject.js';
import type { FakeConsumer, FakeDataProducer, FakeProducer, FlowChanged } from './fakeMediaStreams.js';
import { FakeTransport } from './fakeMediaTransport.js';

/** What a fake room carries: enough for a client to choose a codec from. */
const rtpCapabilities: RtpCapabilities = {
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      preferredPayloadType: 100,
      clockRate: 48_000,
      channels: 2,
      parameters: {},
      rtcpFeedback: [{ type: 'nack' }, { type: 'transport-cc' }],
    },
    {
      kind: 'video',
      mimeType: 'video/VP8',
      preferredPayloadType: 101,
      clockRate: 90_000,
      parameters: {},
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'transport-cc' }],
    },
    {
      kind: 'video',
      mimeType: 'video/rtx',
      preferredPayloadType: 102,
      clockRate: 90_000,
      parameters: { apt: 101 },
      rtcpFeedback: [],
    },
  ],
  headerExtensions: [
    { kind: 'audio', uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', preferredId: 1, direction: 'sendrecv' },
    { kind: 'video', uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', preferredId: 1, direction: 'sendrecv' },
  ],
};

export class FakeRoom extends FakeMediaObject<RoomRouterEvent> implements RoomRouter {
  readonly rtpCapabilities = structuredClone(rtpCapabilities);
  readonly transports = new Map<string, FakeTransport>();
  readonly producers = new Map<string, FakeProducer>();
  readonly consumers = new Map<string, FakeConsumer>();
  readonly dataProducers = new Map<string, FakeDataProducer>();
  readonly #owners = new Map<string, FakeTransport>();

  constructor(
    clock: Clock,
    readonly onFlow: FlowChanged,
  ) {
    super('router', clock);
  }

  async createTransport(options: TransportOptions): Promise<RouterTransport> {
    await this.alive();
    const transport = this.adopt(() => new FakeTransport(this.clock, this, options));
    this.transports.set(transport.id, transport);
    transport.atEnd(() => this.transports.delete(transport.id));
    return transport;
  }

  canConsume(producerId: string, { codecs = [] }: RtpCapabilities): boolean {
    const producer = this.producers.get(producerId);
    const mimeType = producer?.rtpParameters.codecs[0]?.mimeType.toLowerCase();
    return mimeType !== undefined && codecs.some((codec) => codec.mimeType.toLowerCase() === mimeType);
  }

  register(transport: FakeTransport, producer: FakeProducer): void {
    this.producers.set(producer.id, producer);
    this.#owners.set(producer.id, transport);
    producer.atEnd(() => {
      this.producers.delete(producer.id);
      this.#owners.delete(producer.id);
    });
  }

  checkSupported({ codecs }: RtpParameters): void {
    for (const { mimeType } of codecs) {
      const name = mimeType.toLowerCase();
      if (!this.rtpCapabilities.codecs?.some((codec) => codec.mimeType.toLowerCase() === name)) {
        throw new Error(`unsupported codec [mimeType:${mimeType}]`);
      }
    }
  }

  /** As in a worker: within one transport a MID and an SSRC belong to one producer. */
  checkUnused(transport: FakeTransport, { mid, encodings = [] }: RtpParameters): void {
    for (const [id, owner] of this.#owners) {
      const other = this.producers.get(id)?.rtpParameters;
      if (owner !== transport || !other) continue;
      if (mid !== undefined && other.mid === mid)
        throw new Error(`MID already exists in RTP listener [mid:${mid}]`);
      for (const { ssrc } of encodings) {
        if (ssrc !== undefined && other.encodings?.some((encoding) => encoding.ssrc === ssrc)) {
          throw new Error(`ssrc already exists in RTP listener [ssrc:${ssrc}]`);
        }
      }
    }
  }

  override close(): void {
    this.silence();
    super.close();
  }

  /** The worker is gone: one `reset`, and not a word from anything inside. */
  reset(): void {
    this.silence();
    super.end({ type: 'reset' });
  }

  private silence(): void {
    for (const objects of [this.transports, this.producers, this.consumers, this.dataProducers]) {
      for (const object of objects.values()) object.mute();
    }
    for (const { consumers } of this.dataProducers.values())
      for (const consumer of consumers) consumer.mute();
  }
}
