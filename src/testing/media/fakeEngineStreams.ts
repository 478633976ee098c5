import type {
  EngineConsumer,
  EngineProducer,
  EngineProduceOptions,
  EngineStats,
} from '../../core/media/MediaEngine.js';
import { FakeTraffic, rateOf, type Conditions } from './fakeTraffic.js';

/** What a fake engine knows of the network that its media would take. */
export interface FakeNetwork {
  now(): number;
  /** Null: nothing gets through. */
  conditions(): Conditions | null;
  /** Whether media arrives at a consumer now. */
  flows(consumerId: string): boolean;
  produced(producerId: string): void;
}

export class FakeEngineProducer implements EngineProducer {
  closed = false;
  track: MediaStreamTrack | null;
  paused: boolean;
  maxSpatialLayer: number | null = null;
  share = 1;
  /** What `stats` answers; null: nothing sent yet. */
  rows: EngineStats | null = null;
  readonly #traffic: FakeTraffic | null;

  constructor(
    readonly id: string,
    readonly options: EngineProduceOptions,
    private readonly network?: FakeNetwork,
  ) {
    this.track = options.track;
    this.paused = options.paused;
    this.#traffic = network ? new FakeTraffic(() => network.now()) : null;
  }

  async setTrack(track: MediaStreamTrack | null): Promise<void> {
    await Promise.resolve();
    this.track = track;
  }

  async setPaused(paused: boolean): Promise<void> {
    await Promise.resolve();
    this.paused = paused;
  }

  async setMaxSpatialLayer(layer: number): Promise<void> {
    await Promise.resolve();
    this.maxSpatialLayer = layer;
  }

  async setShare(share: number): Promise<void> {
    await Promise.resolve();
    this.share = share;
  }

  async stats(): Promise<EngineStats> {
    await Promise.resolve();
    return this.rows ?? this.#measured();
  }

  /** A row of what was sent, and the receiver's report of it. */
  #measured(): EngineStats {
    const { id, track } = this;
    const conditions = this.network?.conditions();
    const sends = !this.closed && !this.paused && track?.readyState === 'live' && conditions !== null;
    this.#traffic?.advance(sends ? rateOf(track) : null);
    const { packets = 0, bytes = 0, frames = 0 } = this.#traffic ?? {};
    const { width = 0, height = 0 } = track?.getSettings() ?? {};
    const sent = { packetsSent: Math.round(packets), bytesSent: Math.round(bytes) };
    const picture = { framesSent: Math.round(frames), frameWidth: width, frameHeight: height };
    return [
      { id, type: 'outbound-rtp', ...sent, ...(track?.kind === 'video' && picture) },
      ...(conditions
        ? [
            {
              id: `answer to ${id}`,
              type: 'remote-inbound-rtp',
              localId: id,
              fractionLost: conditions.loss,
              roundTripTime: conditions.rtt,
              jitter: conditions.jitter,
            },
          ]
        : []),
    ];
  }

  close(): void {
    this.closed = true;
  }
}

export class FakeEngineConsumer implements EngineConsumer {
  closed = false;
  /** What `stats` answers; a stall is packets that grow and frames that do not. */
  packetsReceived = 0;
  framesDecoded = 0;
  /** What else `stats` answers of it. */
  counters: Readonly<Record<string, number>> = {};
  readonly #traffic: FakeTraffic | null;

  constructor(
    readonly id: string,
    readonly track: MediaStreamTrack,
    private readonly network?: FakeNetwork,
  ) {
    this.#traffic = network ? new FakeTraffic(() => network.now()) : null;
  }

  async stats(): Promise<EngineStats> {
    await Promise.resolve();
    const { id, track, counters } = this;
    const conditions = this.network?.conditions();
    const flows = conditions && this.network?.flows(id);
    this.#traffic?.advance(flows ? rateOf(track) : null, conditions?.loss);
    const { packets = 0, bytes = 0, frames = 0, lost = 0 } = this.#traffic ?? {};
    const packetsReceived = this.packetsReceived + Math.round(packets);
    const framesDecoded = this.framesDecoded + Math.round(frames);
    const { width = 0, height = 0 } = track.getSettings();
    const measured = {
      bytesReceived: Math.round(bytes),
      packetsLost: Math.round(lost),
      jitter: conditions?.jitter ?? 0,
      ...(track.kind === 'video' && { frameWidth: width, frameHeight: height }),
    };
    return [
      {
        id,
        type: 'inbound-rtp',
        packetsReceived,
        framesDecoded,
        ...(this.network && measured),
        ...counters,
      },
    ];
  }

  close(): void {
    this.closed = true;
    this.track.stop();
  }
}
