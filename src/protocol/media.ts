import type { types } from 'mediasoup-client';

/** What a device says of itself in `join` (seed 003). */
export interface PeerDevice {
  flag: string;
  name: string;
  version: string;
}

/** Role of seed 002: 0 publishes and watches, 2 only watches. */
export type MediaRole = 0 | 2;

/** What a producer shows. Travels in `appData.source`; anything else reads as `other`. */
export type MediaSource = 'microphone' | 'camera' | 'screen' | 'screen-audio' | 'other';

export interface WirePeer {
  id: string;
  displayName: string;
  device: PeerDevice;
  /** Only to sockets of our own or seed 002's form. */
  userId?: string;
  role?: MediaRole;
}

/** Reason of a peer's end: a `MediaLeaveCode` of mediaLeave.ts (seed 002's table 3-6) and a sentence. */
export interface PeerClosedReason {
  code: number;
  msg: string;
}

/**
 * What is behind a `kicked`, since seed 002 has one reason for two things: `duplicate` the same user logged in to the room
 * elsewhere (5), `banned` until further notice (5), `removed` by an administrator or with the `/hummer` membership (9),
 * `signature` expired and not renewed (6), `service` the server stops or cannot carry the room (1, 2, 3).
 */
export type KickCause = 'duplicate' | 'banned' | 'removed' | 'signature' | 'service';

/** A token of seed 003, which `server.issueMediaToken()` gives: good once, for three minutes. */
export interface NuveToken {
  tokenId: string;
  host: string;
  secure: boolean;
  signature: string;
}
/** Our own client's token: given by `media:token` on `/hummer`. */
export interface SessionMediaToken {
  session: string;
}
/** Seed 002's form, chapter 4. */
export interface SparkMediaToken {
  appId: string;
  userId: string;
  signature: string;
  ctime: number;
  role: MediaRole;
}

/** `token` and its answer are not wrapped in `data` (PROTOCOL 1). */
export interface MediaTokenRequest {
  token: NuveToken | SessionMediaToken | SparkMediaToken;
  roomid?: string;
  username?: string;
}
export interface MediaTokenResult {
  clientId: string;
  roomId: string;
  /** Only for our own form. */
  resume?: { sessionId: string; secret: string };
}

export interface MediaTransportParameters {
  id: string;
  iceParameters: types.IceParameters;
  iceCandidates: types.IceCandidate[];
  dtlsParameters: types.DtlsParameters;
  sctpParameters?: types.SctpParameters;
  /** STUN and TURN servers, where the server has any. */
  iceServers?: RTCIceServer[];
  /** When their credentials end, in ms since 1970; absent: never. `getIceServers` gives new ones, best two minutes before. */
  iceServersExpireAt?: number;
}

/** The servers and, if their credentials end, when: `updateIceServers` of the transport takes them. */
export interface MediaIceServers {
  iceServers: RTCIceServer[];
  expiresAt: number | null;
}

/**
 * One picture size that a video producer sends. `layer` is the spatial layer that carries it: the index of its encoding (rid)
 * with simulcast, the spatial layer with SVC, 0 for the lowest. Absent in what a client sends, it is the place in the list; the
 * server always fills it. Sizes of another shape than the picture's come in a producer of their own, of the same source.
 */
export interface ProducerResolution {
  resolutionId: string;
  width: number;
  height: number;
  frameRate: number;
  /** Bits per second. */
  maxBitrate: number;
  layer?: number;
}

export interface WireProducer {
  producerId: string;
  peerId: string;
  userId: string;
  kind: types.MediaKind;
  source: MediaSource;
  paused: boolean;
  /** Lowest layer first; from `appData.resolutions` of `produce`, or the last `setProducerMeta`. Empty if neither told. */
  resolutions: ProducerResolution[];
}

/** How loud somebody is in the top-N mode. */
export interface TopNSpeaker {
  /** Which of the slots carries the voice, 0 to 2. It keeps it as long as it is among the loudest. */
  slot: number;
  userId: string;
  peerId: string;
  /** The microphone that is heard. */
  producerId: string;
  /** 0 (just audible, -80 dBov) to 100 (full scale, 0 dBov), linear in decibels. */
  volume: number;
}

/** Statistics rows are passed on as the media server has them. */
export type StatsRow = Record<string, unknown>;
