import type { StatsRow } from '../../protocol/media.js';
import type { MediaNotifications } from '../../protocol/mediaEvents.js';
import type {
  DtlsParameters,
  IceCandidate,
  IceParameters,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
  SctpParameters,
  SctpStreamParameters,
} from '../../protocol/rtp.js';

/**
 * The media server as the domain sees it: every media request of seed 003 is one call here. Adapters: mediasoup, and an
 * in-memory fake that tests and stories run on. `test/conformance/mediaRouter.ts` holds both to the invariants.
 *
 * INVARIANTS
 * - A call on a closed object rejects; `close` is idempotent and never throws.
 * - What belongs together ends together: a router with its room, a transport with its producers and consumers, a producer
 *   with its consumers. `closed` is true at once on all of them.
 * - An object that ends otherwise than by its own `close` says so with one `closed` event, and nothing after it. The end of
 *   a whole room is one `reset` event of the room instead, and none of its objects says anything more.
 * - `listen` takes one handler per object. No event is delivered before the turn in which the object was made has run to
 *   its end, so a handler set right after the `await` misses nothing.
 * - A consumer is made paused. Pausing a producer pauses what its consumers receive, whatever their own state.
 */
export interface MediaRouter {
  /** Places a new room where the load is least. */
  createRoom(): Promise<RoomRouter>;
  stats(): MediaRouterStats;
  close(): Promise<void>;
}

export interface MediaRouterStats {
  workers: number;
  rooms: number;
  transports: number;
  producers: number;
  consumers: number;
  /** Workers that died and were replaced since the start. */
  workerDeaths: number;
}

export interface RoomRouter {
  readonly id: string;
  readonly closed: boolean;
  readonly rtpCapabilities: RtpCapabilities;
  listen(handler: (event: RoomRouterEvent) => void): void;
  createTransport(options: TransportOptions): Promise<RouterTransport>;
  /** False for an unknown producer and for capabilities that share no codec with it. */
  canConsume(producerId: string, rtpCapabilities: RtpCapabilities): boolean;
  /** Makes audio slots; `speech` producers that are live or come later take part. They end with the room or by `close`. */
  createSlots(count: number): Promise<RouterSlots>;
  close(): void;
}

/**
 * Audio producers of the media server itself, consumed like any other, each of which carries one microphone of the room at a
 * time. A listener of the loudest few needs one consumer per slot for its whole stay, whoever speaks.
 */
export interface RouterSlots {
  readonly slots: readonly RouterSlot[];
  /** Several times a second while somebody is heard, loudest first, more entries than slots; empty once when it is silent. */
  listen(handler: (levels: readonly AudioLevel[]) => void): void;
  close(): void;
}

export interface RouterSlot {
  readonly producerId: string;
  /** Whose sound it carries; null when nobody's, also once that producer has ended. */
  readonly carried: string | null;
  /** Not before it resolves is the new voice heard, and not after it the one before. Rejects for an unknown producer. */
  carry(producerId: string | null): Promise<void>;
}

/** -127 to 0 dBov. */
export interface AudioLevel {
  producerId: string;
  volume: number;
}

export type RoomRouterEvent =
  /** The room's worker is gone and everything in it. `createRoom` makes its successor. */
  | { type: 'reset' }
  /** Loudest first, -127 to 0 dBov; empty when it becomes silent. Only of producers made with `speech`. */
  | { type: 'levels'; levels: readonly AudioLevel[] };

export interface TransportOptions {
  forceTcp: boolean;
  /** With an SCTP association, for data. */
  sctp: boolean;
}

export interface RouterTransport {
  readonly id: string;
  readonly closed: boolean;
  readonly iceParameters: IceParameters;
  /** Every candidate has both `ip` and `address`: seed 003 reads the one, newer clients the other. */
  readonly iceCandidates: IceCandidate[];
  readonly dtlsParameters: DtlsParameters;
  readonly sctpParameters: SctpParameters | undefined;
  listen(handler: (event: TransportEvent) => void): void;
  /** Once per transport: a second call rejects. */
  connect(dtlsParameters: DtlsParameters): Promise<void>;
  restartIce(): Promise<IceParameters>;
  produce(options: ProduceOptions): Promise<RouterProducer>;
  consume(options: ConsumeOptions): Promise<RouterConsumer>;
  produceData(options: ProduceDataOptions): Promise<RouterDataProducer>;
  consumeData(options: { dataProducerId: string }): Promise<RouterDataConsumer>;
  /** Reports the estimated bandwidth by `bwe` events from now on. */
  watchBandwidth(): Promise<void>;
  /** Bits per second; 0 takes the limit away. */
  setMaxIncomingBitrate(bitrate: number): Promise<void>;
  setMaxOutgoingBitrate(bitrate: number): Promise<void>;
  getStats(): Promise<StatsRow[]>;
  close(): void;
}

export type TransportEvent =
  | { type: 'dtls'; state: 'connected' | 'failed' | 'closed' }
  | { type: 'ice'; state: 'connected' | 'disconnected' }
  | { type: 'bwe'; bwe: MediaNotifications['downlinkBwe'] }
  | { type: 'closed' };

export interface ProduceOptions {
  kind: MediaKind;
  rtpParameters: RtpParameters;
  paused: boolean;
  /** Takes part in the room's `levels`. Ignored for video. */
  speech: boolean;
}

export type ProducerScores = MediaNotifications['producerScore']['score'];
export type ConsumerScores = MediaNotifications['consumerScore']['score'];

export interface RouterProducer {
  readonly id: string;
  readonly kind: MediaKind;
  readonly closed: boolean;
  readonly paused: boolean;
  listen(handler: (event: ProducerEvent) => void): void;
  pause(): Promise<void>;
  resume(): Promise<void>;
  getStats(): Promise<StatsRow[]>;
  close(): void;
}

export type ProducerEvent = { type: 'score'; score: ProducerScores } | { type: 'closed' };

export interface ConsumeOptions {
  producerId: string;
  rtpCapabilities: RtpCapabilities;
  preferredLayers?: { spatialLayer: number; temporalLayer?: number };
}

export interface RouterConsumer {
  readonly id: string;
  readonly producerId: string;
  readonly kind: MediaKind;
  /** `simple`, `simulcast`, `svc` or `pipe`. */
  readonly type: string;
  readonly rtpParameters: RtpParameters;
  readonly closed: boolean;
  readonly paused: boolean;
  readonly score: ConsumerScores;
  listen(handler: (event: ConsumerEvent) => void): void;
  pause(): Promise<void>;
  resume(): Promise<void>;
  requestKeyFrame(): Promise<void>;
  setPreferredLayers(layers: { spatialLayer: number; temporalLayer?: number }): Promise<void>;
  /** 1 to 255. */
  setPriority(priority: number): Promise<void>;
  getStats(): Promise<StatsRow[]>;
  close(): void;
}

export type ConsumerEvent =
  | { type: 'score'; score: ConsumerScores }
  | { type: 'layers'; spatialLayer: number | null; temporalLayer: number | null }
  | { type: 'closed' };

export interface ProduceDataOptions {
  sctpStreamParameters: SctpStreamParameters;
  label: string;
  protocol: string;
}

export interface RouterDataProducer {
  readonly id: string;
  readonly label: string;
  readonly protocol: string;
  readonly closed: boolean;
  listen(handler: (event: { type: 'closed' }) => void): void;
  getStats(): Promise<StatsRow[]>;
  close(): void;
}

export interface RouterDataConsumer {
  readonly id: string;
  readonly dataProducerId: string;
  readonly label: string;
  readonly protocol: string;
  readonly sctpStreamParameters: SctpStreamParameters;
  readonly closed: boolean;
  readonly paused: boolean;
  listen(handler: (event: { type: 'closed' }) => void): void;
  resume(): Promise<void>;
  getStats(): Promise<StatsRow[]>;
  close(): void;
}
