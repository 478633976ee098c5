import type { types } from 'mediasoup-client';
import type { Region } from './regions.js';

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

/** Reason of a peer's end: seed 002's table 3-6. */
export interface PeerClosedReason {
  code: number;
  msg: string;
}

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
  iceServers?: RTCIceServer[];
}

export interface ProducerResolution {
  resolutionId: string;
  width: number;
  height: number;
  frameRate: number;
  maxBitrate: number;
}

export interface WireProducer {
  producerId: string;
  peerId: string;
  userId: string;
  kind: types.MediaKind;
  source: MediaSource;
  paused: boolean;
  resolutions: ProducerResolution[];
}

/** Statistics rows are passed on as the media server has them. */
export type StatsRow = Record<string, unknown>;

type Empty = Record<string, never>;

/** What a resumed session still is: whatever the client holds beyond it ended while it was away. */
export interface MediaResumeResult {
  clientId: string;
  roomId: string;
  /** The next proof: the one just used is spent. */
  resume: { sessionId: string; secret: string };
  role: MediaRole;
  /** The others, and what they publish. */
  peers: WirePeer[];
  producers: WireProducer[];
  /** The session's own objects that live. */
  transportIds: string[];
  producerIds: string[];
  consumers: { id: string; producerPaused: boolean }[];
}

/** Requests of `/`, client to server, without `token` (seed 003, then our additions). */
export interface MediaRequests {
  getRouterRtpCapabilities: { data: Empty; result: types.RtpCapabilities };
  createWebRtcTransport: {
    data: {
      forceTcp: boolean;
      producing: boolean;
      consuming: boolean;
      sctpCapabilities?: types.SctpCapabilities | Empty | null;
    };
    result: MediaTransportParameters;
  };
  join: {
    data: {
      displayName: string;
      device: PeerDevice;
      rtpCapabilities?: types.RtpCapabilities | Empty | null;
      sctpCapabilities?: types.SctpCapabilities | Empty | null;
      /** Addition. Default true: a consumer for every producer, as in seed 003. */
      autoSubscribe?: boolean;
    };
    result: { peers: WirePeer[] };
  };
  connectWebRtcTransport: {
    data: { transportId: string; dtlsParameters: types.DtlsParameters };
    result: Empty;
  };
  produce: {
    data: {
      transportId: string;
      kind: types.MediaKind;
      rtpParameters: types.RtpParameters;
      appData: Record<string, unknown>;
      paused?: boolean;
    };
    result: { id: string };
  };
  closeProducer: { data: { producerId: string }; result: Empty };
  pauseProducer: { data: { producerId: string }; result: Empty };
  resumeProducer: { data: { producerId: string }; result: Empty };
  pauseConsumer: { data: { consumerId: string }; result: Empty };
  resumeConsumer: { data: { consumerId: string }; result: Empty };
  requestConsumerKeyFrame: { data: { consumerId: string }; result: Empty };
  restartIce: { data: { transportId: string }; result: { iceParameters: types.IceParameters } };
  setConsumerPreferredLayers: {
    data: { consumerId: string; spatialLayer: number; temporalLayer?: number };
    result: Empty;
  };
  setConsumerPriority: { data: { consumerId: string; priority: number }; result: Empty };
  produceData: {
    data: {
      transportId: string;
      sctpStreamParameters: types.SctpStreamParameters;
      label: string;
      protocol: string;
      appData: Record<string, unknown>;
    };
    result: { id: string };
  };
  getTransportStats: { data: { transportId: string }; result: StatsRow[] };
  getProducerStats: { data: { producerId: string }; result: StatsRow[] };
  getConsumerStats: { data: { consumerId: string }; result: StatsRow[] };
  getDataProducerStats: { data: { dataProducerId: string }; result: StatsRow[] };
  getDataConsumerStats: { data: { dataConsumerId: string }; result: StatsRow[] };
  applyNetworkThrottle: {
    data: { uplink?: number; downlink?: number; rtt?: number; packetLoss?: number };
    result: Empty;
  };
  resetNetworkThrottle: { data: Empty; result: Empty };
  /** Additions. */
  /**
   * First event of a socket that takes the session of a dropped one over (SETTLED 4), instead of `token`: same peer,
   * transports, producers, consumers. Notifications of the outage are not repeated, the result says what is so now;
   * a `newConsumer` follows for each consumer that is due and that the client has not confirmed.
   */
  resume: {
    data: { sessionId: string; secret: string; token: SessionMediaToken | SparkMediaToken };
    result: MediaResumeResult;
  };
  /** Proof of the new role: a token of the same room and user. */
  switchRole: { data: { role: MediaRole; token: SessionMediaToken | SparkMediaToken }; result: Empty };
  leave: { data: Empty; result: Empty };
  subscribe: {
    data: {
      items: { producerId: string; resolutionId?: string; minLayer?: number }[];
      mode: 'add' | 'replace';
      kind?: types.MediaKind;
    };
    result: Empty;
  };
  unsubscribe: { data: { consumerIds: string[] }; result: Empty };
  closeTransport: { data: { transportId: string }; result: Empty };
  changeDisplayName: { data: { displayName: string }; result: Empty };
}

/** Requests of `/`, server to client; answered in the same envelope. */
export interface MediaServerRequests {
  newConsumer: {
    data: {
      peerId: string;
      producerId: string;
      id: string;
      kind: types.MediaKind;
      rtpParameters: types.RtpParameters;
      type: string;
      appData: Record<string, unknown>;
      producerPaused: boolean;
    };
    result: Empty;
  };
  newDataConsumer: {
    data: {
      peerId: string | null;
      dataProducerId: string;
      id: string;
      sctpStreamParameters: types.SctpStreamParameters;
      label: string;
      protocol: string;
      appData: Record<string, unknown>;
    };
    result: Empty;
  };
}

/** Notifications of `/`. The second half goes only to sockets of our own or seed 002's form. */
export interface MediaNotifications {
  producerScore: {
    producerId: string;
    score: { encodingIdx: number; ssrc: number; rid?: string; score: number }[];
  };
  newPeer: WirePeer;
  peerClosed: { peerId: string; reason?: PeerClosedReason };
  downlinkBwe: { desiredBitrate: number; effectiveDesiredBitrate: number; availableBitrate: number };
  consumerClosed: { consumerId: string };
  consumerPaused: { consumerId: string };
  consumerResumed: { consumerId: string };
  consumerLayersChanged: { consumerId: string; spatialLayer: number | null; temporalLayer: number | null };
  consumerScore: {
    consumerId: string;
    score: { score: number; producerScore: number; producerScores: number[] };
  };
  dataConsumerClosed: { dataConsumerId: string };
  activeSpeaker: { peerId: string; volume: number } | { peerId: null };

  newProducer: WireProducer;
  producerClosed: { producerId: string };
  producerPaused: { producerId: string };
  producerResumed: { producerId: string };
  peerDisplayNameChanged: { peerId: string; displayName: string };
  peerUpdated: { peerId: string; role: MediaRole };
  kicked: { userId: string; reason: PeerClosedReason };
  roomClosed: { reason: PeerClosedReason };
  /** The room's media worker was replaced: make transports, producers and consumers anew. */
  mediaReset: Empty;
}

/** The one media request of `/hummer`. */
export interface MediaHummerRequests {
  'media:token': {
    data: { region: Region; roomId: string; role: MediaRole };
    result: { token: string; url?: string; expiresAt: number };
  };
}
