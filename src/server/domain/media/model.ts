import type { Limits } from '../../../protocol/limits.js';
import type { MediaRole, MediaSource, PeerDevice, ProducerResolution } from '../../../protocol/media.js';
import type { MediaNotifications } from '../../../protocol/mediaEvents.js';
import type { MediaLeaveCode } from '../../../protocol/mediaLeave.js';
import type { RtpCapabilities } from '../../../protocol/rtp.js';
import type { Region } from '../../../protocol/regions.js';
import type { Clock } from '../../ports/Clock.js';
import type { Link } from '../../ports/Link.js';
import type { Log } from '../../ports/Log.js';
import type {
  MediaRouter,
  RoomRouter,
  RouterConsumer,
  RouterDataConsumer,
  RouterDataProducer,
  RouterProducer,
  RouterTransport,
} from '../../ports/MediaRouter.js';
import type { IceServersOf } from './iceServers.js';

/** What the functions of the media domain share. */
export interface MediaContext {
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: Limits;
  readonly router: MediaRouter;
  readonly iceServers: IceServersOf;
  readonly allowNetworkThrottle: boolean;
}

/** Who a verified token says its bearer is. */
export interface MediaIdentity {
  readonly appid: string;
  readonly region: Region;
  readonly roomId: string;
  /** Absent for a token of seed 003, whose bearer is known by name only (SETTLED 19). */
  readonly uid?: string;
  /** The `/hummer` session that asked for the token. */
  readonly sessionId?: string;
  readonly displayName?: string;
  readonly role: MediaRole;
  /** Of seed 002's form only: the app id as it was signed, and when the signature ends, in ms since 1970. */
  readonly signed?: { readonly appId: string; readonly until: number };
  /** Seed 002's form or our own: hears our additions to the wire, and may resume (SETTLED 4, 17). */
  readonly extended: boolean;
}

/** A media room: the peers of one (appid, region, roomId) and the router that carries their media. */
export interface MediaRoom {
  readonly key: string;
  readonly peers: Map<string, MediaPeer>;
  /** What joined peers publish, by id. */
  readonly producers: Map<string, PeerProducer>;
  readonly dataProducers: Map<string, PeerDataProducer>;
  /** Made at the first need, and again after its worker died. */
  router: Promise<RoomRouter> | null;
  /** The settled `router`. */
  live: RoomRouter | null;
  /** The three loudest, while somebody listens to them. */
  topN: TopN | null;
  /** Roles that the operator gave, by uid; they are above those of tokens. */
  readonly givenRoles: Map<string, MediaRole>;
  closed: boolean;
}

/** The room's audio slots: `RoomTopN`. */
export interface TopN {
  /** Makes the peer's consumers of the slots, as far as it lacks them. */
  offer(peer: MediaPeer): Promise<void>;
  ended(producer: PeerProducer): void;
  close(): void;
}

/** What anybody wants of a producer: `ProducerDemand`. */
export interface Demand {
  /** The owner has the answer to `produce`. */
  begin(): void;
  /** To be called whenever a consumer came, went, paused, resumed or prefers another layer. */
  review(): void;
  /** After a resume: what was told meanwhile went nowhere. */
  tellAgain(): void;
  end(): void;
}

/** One participant, from its token to its end; links come and go under an extended one. */
export interface MediaPeer {
  readonly id: string;
  readonly room: MediaRoom;
  readonly identity: MediaIdentity;
  /** Null while the connection is lost and may be resumed. */
  link: Link | null;
  displayName: string;
  device: PeerDevice;
  role: MediaRole;
  closed: boolean;
  /** In the room: the others know of it. */
  joined: boolean;
  /** Has its `join` answer: from now on it hears of the room. */
  settled: boolean;
  rtpCapabilities: RtpCapabilities | null;
  receivesData: boolean;
  autoSubscribe: boolean;
  /** Hears microphones by the three slots of the room. */
  topN: boolean;
  /** Spatial layer that its video consumers begin with; null: the highest. */
  initialLayer: number | null;
  /** What the peer asked for itself, by producer id; the rest follows `autoSubscribe`. */
  readonly choices: Map<string, SubscriptionChoice>;
  /** kbit/s each way, 0 for no limit: what `applyNetworkThrottle` set, and what `setBandwidth`. */
  throttle: { uplink: number; downlink: number };
  maxKbps: number;
  readonly transports: Map<string, PeerTransport>;
  readonly producers: Map<string, PeerProducer>;
  readonly consumers: Map<string, PeerConsumer>;
  /** Its consumers of the audio slots, under `topN`. */
  readonly slots: Map<string, SlotConsumer>;
  readonly dataProducers: Map<string, PeerDataProducer>;
  readonly dataConsumers: Map<string, PeerDataConsumer>;
  /** Producers, slots and sizes (`sizeKey`) whose consumer is being made. */
  readonly consuming: Set<string>;
  /** Proof that the next resume must show. */
  resume: { readonly sessionId: string; readonly secret: string } | null;
  cancelGrace: () => void;
  /** What the others are told if the connection is not resumed. */
  lostAs: LeaveCode;
  /** Stops the watch on the signature's end. */
  cancelSignature: () => void;
}

/** What a peer asked of one producer: one consumer for each resolution; null is no fixed one. Empty: nothing. */
export type SubscriptionChoice = ReadonlyMap<string | null, SizeChoice>;

export interface SizeChoice {
  readonly layer?: number;
  readonly minLayer?: number;
  readonly paused?: boolean;
}

export interface PeerTransport {
  readonly peer: MediaPeer;
  readonly raw: RouterTransport;
  readonly producing: boolean;
  readonly consuming: boolean;
  /** Fingerprints of the client that connected it: a repeat of the request is harmless. */
  fingerprints: string | null;
  secured: boolean;
  cancelDtlsTimer: (() => void) | null;
  /** Producers being made or live by what is on the wire: a repeated `produce` finds the first. */
  readonly produced: Map<string, Promise<PeerProducer>>;
  watchesBandwidth: boolean;
  bandwidthReportedAt: number;
}

export interface PeerProducer {
  readonly peer: MediaPeer;
  readonly transport: PeerTransport;
  readonly raw: RouterProducer;
  /** Under which `transport.produced` knows it. */
  readonly key: string;
  source: MediaSource;
  resolutions: ProducerResolution[];
  /** The highest spatial layer that it can have. */
  readonly topLayer: number;
  readonly appData: Record<string, unknown>;
  readonly consumers: Set<PeerConsumer>;
  /** Null for audio, and for an owner who would not understand. */
  readonly demand: Demand | null;
  closed: boolean;
}

export interface PeerConsumer {
  readonly peer: MediaPeer;
  readonly transport: PeerTransport;
  readonly producer: PeerProducer;
  readonly raw: RouterConsumer;
  /** The size that it was asked for by; null: no fixed one. */
  resolutionId: string | null;
  /** `due`: the client has yet to be told, or told again; `offered`: its answer is awaited. */
  state: 'due' | 'offered' | 'accepted';
  pausedByClient: boolean;
  /** Preferred spatial layer; null: the highest. */
  layer: number | null;
  closed: boolean;
}

/** A consumer of one of the room's audio slots. */
export interface SlotConsumer {
  readonly peer: MediaPeer;
  readonly transport: PeerTransport;
  readonly slot: number;
  readonly raw: RouterConsumer;
  state: 'due' | 'offered' | 'accepted';
  pausedByClient: boolean;
  /** The slot carries the peer's own voice. */
  own: boolean;
  closed: boolean;
}

export interface PeerDataProducer {
  readonly peer: MediaPeer;
  readonly transport: PeerTransport;
  readonly raw: RouterDataProducer;
  readonly appData: Record<string, unknown>;
  readonly consumers: Set<PeerDataConsumer>;
  closed: boolean;
}

export interface PeerDataConsumer {
  readonly peer: MediaPeer;
  readonly transport: PeerTransport;
  readonly producer: PeerDataProducer;
  readonly raw: RouterDataConsumer;
  state: 'due' | 'offered' | 'accepted';
  closed: boolean;
}

export { MediaLeaveCode as LeaveCode } from '../../../protocol/mediaLeave.js';
type LeaveCode = MediaLeaveCode;

export const LEAVE_MESSAGES: Record<MediaLeaveCode, string> = {
  0: 'The user left the room.',
  1: 'The media server had to end the session.',
  2: 'The media of the room failed.',
  3: 'The media server stops: connect again in a moment.',
  4: 'The connection broke too many rules.',
  5: 'The user logged in to the room elsewhere or is banned from it.',
  6: 'The signature has expired.',
  7: 'The connection was lost and not resumed in time.',
  9: 'The user was removed from the room.',
  10: 'The room was dismissed.',
};

/** Sends a notification, if the peer has a link. */
export function notify<E extends keyof MediaNotifications>(
  peer: MediaPeer,
  event: E,
  data: MediaNotifications[E],
): void {
  peer.link?.notify(event, data);
}

/** The peers that hear of the room, without `except`. */
export function audience(room: MediaRoom, except?: MediaPeer): MediaPeer[] {
  return [...room.peers.values()].filter((peer) => peer.settled && !peer.closed && peer !== except);
}

/** To the peers that know our additions to the wire (SETTLED 17). */
export function notifyExtended<E extends keyof MediaNotifications>(
  room: MediaRoom,
  event: E,
  data: MediaNotifications[E],
  except?: MediaPeer,
): void {
  for (const peer of audience(room, except)) if (peer.identity.extended) notify(peer, event, data);
}
