import type {
  EngineConsumeOptions,
  EngineProduceOptions,
  EngineRecvTransport,
  EngineSendTransport,
  EngineStats,
  EngineWire,
  MediaEngine,
  MediaEngineFactory,
  SendWire,
  TransportHealth,
} from '../../core/media/MediaEngine.js';
import type { MediaTransportParameters } from '../../protocol/media.js';
import type { IceParameters, MediaKind, RtpCapabilities, RtpParameters } from '../../protocol/rtp.js';
import { FakeEngineConsumer, FakeEngineProducer, type FakeNetwork } from './fakeEngineStreams.js';
import type { Conditions } from './fakeTraffic.js';
import { syntheticTrack } from './syntheticTracks.js';

export type { FakeEngineConsumer, FakeEngineProducer };

/** What the fake engine does that a test wants to change. */
export interface FakeMediaEngineOptions {
  /** The track that a consumer receives. Default: a moving picture or a tone in a browser, a fake track elsewhere. */
  track?: (kind: MediaKind, producerId: string, streamId: string) => MediaStreamTrack;
  /** Statistics then count what flows on it. Default: a network of which nothing is known. */
  network?: FakeNetwork;
}

/** A factory of fake engines that remembers what it made, the newest last. */
export interface FakeMediaEngineFactory extends MediaEngineFactory {
  readonly engines: readonly FakeMediaEngine[];
}

/**
 * The media engine of the test kit and the stories: no WebRTC, but every request that WebRTC would make of the server, in the
 * same order. It understands whatever codecs the room has, and takes part in the rooms of `fakeMediaRouter` and of a real
 * server alike.
 */
export function fakeMediaEngine(options: FakeMediaEngineOptions = {}): FakeMediaEngineFactory {
  const engines: FakeMediaEngine[] = [];
  const make = async (): Promise<MediaEngine> => {
    await Promise.resolve();
    const engine = new FakeMediaEngine(options);
    engines.push(engine);
    return engine;
  };
  return Object.assign(make, { engines });
}

export class FakeMediaEngine implements MediaEngine {
  rtpCapabilities: RtpCapabilities = {};
  anyLayers = true;
  readonly sending: FakeSendTransport[] = [];
  readonly receiving: FakeRecvTransport[] = [];

  constructor(readonly options: FakeMediaEngineOptions) {}

  async load(routerRtpCapabilities: RtpCapabilities): Promise<void> {
    await Promise.resolve();
    this.rtpCapabilities = structuredClone(routerRtpCapabilities);
  }

  canProduce(kind: MediaKind): boolean {
    return this.rtpCapabilities.codecs?.some((codec) => codec.kind === kind) ?? false;
  }

  /** Paths break, or come back, as the network has it now. */
  followNetwork(): void {
    for (const transport of [...this.sending, ...this.receiving]) transport.followNetwork();
  }

  createSendTransport(parameters: MediaTransportParameters, wire: SendWire): FakeSendTransport {
    const transport = new FakeSendTransport(parameters, wire, this);
    this.sending.push(transport);
    return transport;
  }

  createRecvTransport(parameters: MediaTransportParameters, wire: EngineWire): FakeRecvTransport {
    const transport = new FakeRecvTransport(parameters, wire, this);
    this.receiving.push(transport);
    return transport;
  }
}

abstract class FakeTransport {
  readonly id: string;
  health: TransportHealth = 'new';
  /** What `stats` answers. */
  bytesSent = 0;
  bytesReceived = 0;
  currentRoundTripTime = 0;
  iceRestarts = 0;
  iceServers: readonly RTCIceServer[];
  closed = false;
  #connecting: Promise<void> | null = null;
  #negotiation: Promise<void> = Promise.resolve();
  readonly #atClose = new Set<(error: Error) => void>();

  constructor(
    parameters: MediaTransportParameters,
    protected readonly wire: EngineWire,
    protected readonly engine: FakeMediaEngine,
  ) {
    this.id = parameters.id;
    this.iceServers = parameters.iceServers ?? [];
  }

  /** Holds everything that has to be negotiated, until the returned function is called. */
  hold(): () => void {
    let release: () => void = () => undefined;
    this.#negotiation = new Promise((resolve) => (release = resolve));
    return release;
  }

  /** What the path is like; null: it is down. Undefined: nothing is known. */
  get conditions(): Conditions | null | undefined {
    const { network } = this.engine.options;
    return network && network.conditions();
  }

  followNetwork(): void {
    if (this.health !== 'connected' && this.health !== 'disconnected') return;
    const health = this.conditions === null ? 'disconnected' : 'connected';
    if (health !== this.health) this.setHealth(health);
  }

  /** The path breaks, or comes back. */
  setHealth(health: TransportHealth): void {
    this.health = health;
    this.wire.health(health);
  }

  async restartIce(_iceParameters: IceParameters): Promise<void> {
    await Promise.resolve();
    this.iceRestarts++;
  }

  async updateIceServers(iceServers: readonly RTCIceServer[]): Promise<void> {
    await Promise.resolve();
    this.iceServers = iceServers;
  }

  async stats(): Promise<EngineStats> {
    await Promise.resolve();
    const { bytesSent, bytesReceived } = this;
    const currentRoundTripTime = this.conditions?.rtt ?? this.currentRoundTripTime;
    const selectedCandidatePairId = `pair of ${this.id}`;
    return [
      { id: this.id, type: 'transport', selectedCandidatePairId },
      { id: selectedCandidatePairId, type: 'candidate-pair', bytesSent, bytesReceived, currentRoundTripTime },
    ];
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.health = 'closed';
    for (const reject of this.#atClose) reject(new Error('The transport was closed.'));
    this.#atClose.clear();
  }

  /** `work` after the connection is made and what is held is let go; rejects if the transport closes meanwhile. */
  protected negotiated<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(new Error('The transport is closed.'));
    return new Promise<T>((resolve, reject) => {
      this.#atClose.add(reject);
      this.#negotiation
        .then(() => (this.#connecting ??= this.#connect()))
        .then(work)
        .then(resolve, reject)
        .finally(() => this.#atClose.delete(reject));
    });
  }

  async #connect(): Promise<void> {
    const value = Array.from({ length: 32 }, (_, index) => (index + 16).toString(16).toUpperCase()).join(':');
    this.setHealth('connecting');
    await this.wire.connect({ role: 'client', fingerprints: [{ algorithm: 'sha-256', value }] });
    if (!this.closed) this.setHealth(this.conditions === null ? 'disconnected' : 'connected');
  }
}

let ssrc = 1_000_000;

export class FakeSendTransport extends FakeTransport implements EngineSendTransport {
  readonly producers = new Set<FakeEngineProducer>();
  #mid = 0;

  produce(options: EngineProduceOptions): Promise<FakeEngineProducer> {
    return this.negotiated(async () => {
      const { kind } = options.track as { kind: MediaKind };
      const id = await (this.wire as SendWire).produce({
        kind,
        rtpParameters: this.#parameters(kind, options.encodings?.length ?? 1),
        source: options.source,
        paused: options.paused,
        resolutions: options.resolutions ?? [],
      });
      const producer = new FakeEngineProducer(id, options, this.engine.options.network);
      this.engine.options.network?.produced(id);
      this.producers.add(producer);
      return producer;
    });
  }

  override close(): void {
    super.close();
    for (const producer of this.producers) producer.close();
  }

  #parameters(kind: MediaKind, encodings: number): RtpParameters {
    const codec = this.engine.rtpCapabilities.codecs?.find((candidate) => candidate.kind === kind);
    if (!codec) throw new Error(`The room has no ${kind} codec.`);
    const { mimeType, clockRate, channels, preferredPayloadType } = codec;
    return {
      mid: String(this.#mid++),
      codecs: [
        {
          mimeType,
          clockRate,
          payloadType: preferredPayloadType,
          ...(channels !== undefined && { channels }),
          parameters: codec.parameters ?? {},
          rtcpFeedback: codec.rtcpFeedback ?? [],
        },
      ],
      headerExtensions: [],
      encodings: Array.from({ length: encodings }, () => ({ ssrc: ssrc++ })),
      rtcp: { cname: this.id.slice(0, 32), reducedSize: true },
    };
  }
}

export class FakeRecvTransport extends FakeTransport implements EngineRecvTransport {
  readonly consumers = new Set<FakeEngineConsumer>();

  consume({ id, kind, producerId, streamId }: EngineConsumeOptions): Promise<FakeEngineConsumer> {
    return this.negotiated(() => {
      const track =
        this.engine.options.track?.(kind, producerId, streamId) ?? syntheticTrack(kind, producerId);
      const consumer = new FakeEngineConsumer(id, track, this.engine.options.network);
      this.consumers.add(consumer);
      return consumer;
    });
  }

  override close(): void {
    super.close();
    for (const consumer of this.consumers) consumer.close();
  }
}
