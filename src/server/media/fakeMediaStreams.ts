import type { StatsRow } from '../../protocol/media.js';
import type { MediaKind, RtpParameters, SctpStreamParameters } from '../../protocol/rtp.js';
import type { Clock } from '../ports/Clock.js';
import type {
  ConsumerEvent,
  ConsumerScores,
  ProduceDataOptions,
  ProduceOptions,
  ProducerEvent,
  RouterConsumer,
  RouterDataConsumer,
  RouterDataProducer,
  RouterProducer,
} from '../ports/MediaRouter.js';
import { FakeMediaObject } from './fakeMediaObject.js';

/** Told whenever a consumer may have begun or stopped to receive. */
export type FlowChanged = (consumer: FakeConsumer) => void;

export class FakeProducer extends FakeMediaObject<ProducerEvent> implements RouterProducer {
  readonly kind: MediaKind;
  readonly rtpParameters: RtpParameters;
  readonly speech: boolean;
  paused: boolean;
  score = 10;
  readonly consumers = new Set<FakeConsumer>();

  constructor(clock: Clock, options: ProduceOptions) {
    super('producer', clock);
    this.kind = options.kind;
    this.rtpParameters = options.rtpParameters;
    this.paused = options.paused;
    this.speech = options.kind === 'audio' && options.speech;
  }

  override end(): void {
    super.end({ type: 'closed' });
    for (const consumer of this.consumers) consumer.end();
  }

  async pause(): Promise<void> {
    await this.alive();
    this.paused = true;
    for (const consumer of this.consumers) consumer.flowMayHaveChanged();
  }

  async resume(): Promise<void> {
    await this.alive();
    this.paused = false;
    for (const consumer of this.consumers) consumer.flowMayHaveChanged();
  }

  async getStats(): Promise<StatsRow[]> {
    await this.alive();
    return [this.row()];
  }

  row(): StatsRow {
    const [codec] = this.rtpParameters.codecs;
    const [encoding] = this.rtpParameters.encodings ?? [];
    return {
      type: 'inbound-rtp',
      timestamp: this.clock.now(),
      kind: this.kind,
      mimeType: codec?.mimeType,
      ssrc: encoding?.ssrc,
      score: this.score,
      packetCount: 0,
      byteCount: 0,
      bitrate: 0,
    };
  }

  setScore(score: number): void {
    this.score = score;
    this.emit({
      type: 'score',
      score: (this.rtpParameters.encodings ?? []).map(({ ssrc, rid }, encodingIdx) => ({
        encodingIdx,
        ssrc: ssrc ?? 0,
        ...(rid !== undefined && { rid }),
        score,
      })),
    });
    for (const consumer of this.consumers) consumer.emit({ type: 'score', score: consumer.score });
  }
}

export class FakeConsumer extends FakeMediaObject<ConsumerEvent> implements RouterConsumer {
  readonly type: string;
  readonly rtpParameters: RtpParameters;
  paused = true;
  priority = 1;
  preferredLayers: { spatialLayer: number; temporalLayer?: number } | undefined;
  keyFrameRequests = 0;

  constructor(
    clock: Clock,
    readonly producer: FakeProducer,
    rtpParameters: RtpParameters,
    private readonly onFlow: FlowChanged,
  ) {
    super('consumer', clock);
    this.rtpParameters = rtpParameters;
    this.type = (producer.rtpParameters.encodings?.length ?? 1) > 1 ? 'simulcast' : 'simple';
    producer.consumers.add(this);
  }

  get producerId(): string {
    return this.producer.id;
  }

  get kind(): MediaKind {
    return this.producer.kind;
  }

  get score(): ConsumerScores {
    return { score: 10, producerScore: this.producer.score, producerScores: [this.producer.score] };
  }

  /** Whether media would arrive at the subscriber now. */
  get flowing(): boolean {
    return !this.closed && !this.paused && !this.producer.paused;
  }

  flowMayHaveChanged(): void {
    this.onFlow(this);
  }

  override end(): void {
    if (this.closed) return;
    super.end({ type: 'closed' });
    this.producer.consumers.delete(this);
    this.flowMayHaveChanged();
  }

  async pause(): Promise<void> {
    await this.alive();
    this.paused = true;
    this.flowMayHaveChanged();
  }

  async resume(): Promise<void> {
    await this.alive();
    this.paused = false;
    this.flowMayHaveChanged();
  }

  async requestKeyFrame(): Promise<void> {
    await this.alive();
    this.keyFrameRequests++;
  }

  async setPreferredLayers(layers: { spatialLayer: number; temporalLayer?: number }): Promise<void> {
    await this.alive();
    this.preferredLayers = layers;
  }

  async setPriority(priority: number): Promise<void> {
    await this.alive();
    this.priority = priority;
  }

  async getStats(): Promise<StatsRow[]> {
    await this.alive();
    const inbound = this.producer.row();
    return [{ ...inbound, type: 'outbound-rtp', ssrc: this.rtpParameters.encodings?.[0]?.ssrc }, inbound];
  }
}

export class FakeDataProducer extends FakeMediaObject<{ type: 'closed' }> implements RouterDataProducer {
  readonly label: string;
  readonly protocol: string;
  readonly consumers = new Set<FakeDataConsumer>();

  constructor(
    clock: Clock,
    readonly options: ProduceDataOptions,
  ) {
    super('dataProducer', clock);
    this.label = options.label;
    this.protocol = options.protocol;
  }

  override end(): void {
    super.end({ type: 'closed' });
    for (const consumer of this.consumers) consumer.end();
  }

  async getStats(): Promise<StatsRow[]> {
    await this.alive();
    const { label, protocol } = this;
    const timestamp = this.clock.now();
    return [{ type: 'data-producer', timestamp, label, protocol, messagesReceived: 0, bytesReceived: 0 }];
  }
}

export class FakeDataConsumer extends FakeMediaObject<{ type: 'closed' }> implements RouterDataConsumer {
  paused = true;

  constructor(
    clock: Clock,
    readonly producer: FakeDataProducer,
    readonly sctpStreamParameters: SctpStreamParameters,
  ) {
    super('dataConsumer', clock);
    producer.consumers.add(this);
  }

  get dataProducerId(): string {
    return this.producer.id;
  }

  get label(): string {
    return this.producer.label;
  }

  get protocol(): string {
    return this.producer.protocol;
  }

  override end(): void {
    super.end({ type: 'closed' });
    this.producer.consumers.delete(this);
  }

  async resume(): Promise<void> {
    await this.alive();
    this.paused = false;
  }

  async getStats(): Promise<StatsRow[]> {
    await this.alive();
    const { label, protocol } = this;
    const timestamp = this.clock.now();
    return [{ type: 'data-consumer', timestamp, label, protocol, messagesSent: 0, bytesSent: 0 }];
  }
}
