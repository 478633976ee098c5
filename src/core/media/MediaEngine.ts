import type { MediaSource, MediaTransportParameters, ProducerResolution } from '../../protocol/media.js';
import type {
  DtlsParameters,
  IceParameters,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
} from '../../protocol/rtp.js';

/**
 * WebRTC as the media part needs it. Adapters: `mediasoupEngine` in apps, `testing/media/fakeMediaEngine` in tests and
 * stories. One engine serves one build of one room's media; a rebuild takes a new one.
 *
 * INVARIANTS
 * - Tracks given to `produce` and `setTrack` stay the caller's: the engine never stops, enables or disables them.
 * - `close` is idempotent, closes what belongs to the object, and is never reported back as an event.
 * - Every promise settles, also when its object is closed meanwhile: then it rejects.
 * - Consumers asked for in one turn are negotiated together.
 */
export interface MediaEngine {
  /** Learns the router's codecs. Once, before anything else. */
  load(routerRtpCapabilities: RtpCapabilities): Promise<void>;
  /** What this side can receive; it travels in `join`. */
  readonly rtpCapabilities: RtpCapabilities;
  /** Simulcast layers may be of any size; else each is half of the next, whatever is asked for. */
  readonly anyLayers: boolean;
  canProduce(kind: MediaKind): boolean;
  createSendTransport(parameters: MediaTransportParameters, wire: SendWire): EngineSendTransport;
  createRecvTransport(parameters: MediaTransportParameters, wire: EngineWire): EngineRecvTransport;
}

/** Makes an engine; the app's own one loads mediasoup-client here, and not before. */
export type MediaEngineFactory = () => Promise<MediaEngine>;

export type TransportHealth = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';

/** What a transport asks of the server. */
export interface EngineWire {
  connect(dtlsParameters: DtlsParameters): Promise<void>;
  /** The state of ICE and DTLS together. */
  health(state: TransportHealth): void;
}

export interface SendWire extends EngineWire {
  /** Resolves with the server's producer id. */
  produce(request: {
    kind: MediaKind;
    rtpParameters: RtpParameters;
    source: MediaSource;
    paused: boolean;
    resolutions: readonly ProducerResolution[];
  }): Promise<string>;
}

export interface EngineTransport {
  readonly id: string;
  readonly health: TransportHealth;
  restartIce(iceParameters: IceParameters): Promise<void>;
  /** Other STUN and TURN servers, or new credentials: for the next ICE restart. */
  updateIceServers(iceServers: readonly RTCIceServer[]): Promise<void>;
  stats(): Promise<EngineStats>;
  close(): void;
}

export interface EngineSendTransport extends EngineTransport {
  produce(options: EngineProduceOptions): Promise<EngineProducer>;
}

export interface EngineRecvTransport extends EngineTransport {
  consume(options: EngineConsumeOptions): Promise<EngineConsumer>;
}

export interface EngineProduceOptions {
  track: MediaStreamTrack;
  source: MediaSource;
  /** Tracks of one stream id are played in step. */
  streamId: string;
  paused: boolean;
  /** Best last; absent for audio. */
  encodings?: readonly VideoEncoding[] | undefined;
  /** Bits per second of sound; absent: as the codec thinks best. */
  audioBitrate?: number | undefined;
  /** Absent, or what browser and room do not share: the room's first. */
  codec?: VideoCodec | undefined;
  /** What others are told of the encodings, one each. */
  resolutions?: readonly ProducerResolution[] | undefined;
}

/** A codec of video. VP8 is what every browser sends in layers; VP9 and AV1 make theirs within one stream (SVC). @public */
export type VideoCodec = 'vp8' | 'vp9' | 'h264' | 'av1';

/** One simulcast layer. */
export interface VideoEncoding {
  maxBitrate: number;
  scaleResolutionDownBy: number;
}

export interface EngineProducer {
  readonly id: string;
  readonly closed: boolean;
  /** Another track of the same kind, or none, without renegotiation. */
  setTrack(track: MediaStreamTrack | null): Promise<void>;
  /** Paused, nothing is sent at all, whatever the track. */
  setPaused(paused: boolean): Promise<void>;
  /** Sends only the layers up to this one. */
  setMaxSpatialLayer(layer: number): Promise<void>;
  /** Sends with this part, 0 to 1, of the bitrates of its encodings. Without effect on sound. */
  setShare(share: number): Promise<void>;
  stats(): Promise<EngineStats>;
  close(): void;
}

export interface EngineConsumeOptions {
  id: string;
  producerId: string;
  kind: MediaKind;
  rtpParameters: RtpParameters;
  streamId: string;
}

export interface EngineConsumer {
  readonly id: string;
  readonly closed: boolean;
  readonly track: MediaStreamTrack;
  stats(): Promise<EngineStats>;
  close(): void;
}

/** The rows of an `RTCStatsReport`. */
export type EngineStats = readonly EngineStatsRow[];
export type EngineStatsRow = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly type: string;
};
