import type { RtpCapabilities, RtpParameters } from '../../protocol/rtp.js';
import type { FakeConsumer, FakeDataProducer, FakeProducer, FlowChanged } from './fakeMediaStreams.js';

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

/** What lives in a fake room, by id, and the rules about it that a worker has. */
export class FakeRegistry {
  readonly rtpCapabilities = structuredClone(rtpCapabilities);
  readonly producers = new Map<string, FakeProducer>();
  readonly consumers = new Map<string, FakeConsumer>();
  readonly dataProducers = new Map<string, FakeDataProducer>();
  readonly #owners = new Map<string, object>();

  constructor(readonly onFlow: FlowChanged) {}

  canConsume(producerId: string, { codecs = [] }: RtpCapabilities): boolean {
    const producer = this.producers.get(producerId);
    const mimeType = producer?.rtpParameters.codecs[0]?.mimeType.toLowerCase();
    return mimeType !== undefined && codecs.some((codec) => codec.mimeType.toLowerCase() === mimeType);
  }

  /** Takes a producer of `owner`, its transport, in until it ends. */
  add(owner: object, producer: FakeProducer): void {
    this.producers.set(producer.id, producer);
    this.#owners.set(producer.id, owner);
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

  /** Within one transport a MID and an SSRC belong to one producer. */
  checkUnused(owner: object, { mid, encodings = [] }: RtpParameters): void {
    for (const [id, other] of this.#owners) {
      const used = this.producers.get(id)?.rtpParameters;
      if (other !== owner || !used) continue;
      if (mid !== undefined && used.mid === mid)
        throw new Error(`MID already exists in RTP listener [mid:${mid}]`);
      for (const { ssrc } of encodings) {
        if (ssrc !== undefined && used.encodings?.some((encoding) => encoding.ssrc === ssrc)) {
          throw new Error(`ssrc already exists in RTP listener [ssrc:${ssrc}]`);
        }
      }
    }
  }

  /** Takes the listeners of everything inside away: the room ends as a whole. */
  mute(): void {
    for (const objects of [this.producers, this.consumers, this.dataProducers]) {
      for (const object of objects.values()) object.mute();
    }
    for (const { consumers } of this.dataProducers.values())
      for (const consumer of consumers) consumer.mute();
  }
}
