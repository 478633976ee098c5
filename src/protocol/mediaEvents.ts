import type { types } from 'mediasoup-client';
import type {
  KickCause,
  MediaIceServers,
  MediaRole,
  MediaSource,
  MediaTransportParameters,
  PeerClosedReason,
  PeerDevice,
  ProducerResolution,
  SessionMediaToken,
  SparkMediaToken,
  StatsRow,
  TopNSpeaker,
  WirePeer,
  WireProducer,
} from './media.js';
import type { Region } from './regions.js';

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
  consumers: { id: string; producerPaused: boolean; resolutionId?: string }[];
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
      /**
       * Addition. 3: the three loudest microphones come by three consumers that stay for the whole session
       * (`newTopNConsumer`), whatever the room's size; microphones have no consumers of their own then, and `subscribe` to
       * one is refused with 90100247. Other audio (`screen-audio`) and video are as always. 0 or absent: off.
       */
      topN?: 0 | 3;
      /** Addition. Spatial layer that video consumers begin with unless `subscribe` says another; absent: the highest. */
      initialLayer?: number;
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
  /**
   * All items or none. The items of one producer are all that the peer takes of it from now on: one consumer for each, so that
   * two sizes of one picture come at once. A consumer that exists takes its item's layer, floor and pause; one whose size is
   * no longer asked for takes the place of one that is (`consumerUpdated`) or ends. New ones follow the answer as
   * `newConsumer`s.
   *
   * Without a `subscribe`, `autoSubscribe` takes each producer once, but of a camera in two producers only the larger picture.
   * - `add` leaves other subscriptions as they are; `replace` ends every consumer of the room's producers (of `kind`, if
   *   given) that no item names. Both are wishes that outlive the consumer: what was left out is not offered again by
   *   `autoSubscribe`.
   * - An unknown producer is 404; an unknown `resolutionId`, one layer of a producer named twice, or an item of another kind
   *   than `kind` 90100213; a microphone under `topN` 90100247.
   */
  subscribe: {
    data: { items: SubscribeItem[]; mode: 'add' | 'replace'; kind?: types.MediaKind };
    result: Empty;
  };
  unsubscribe: { data: { consumerIds: string[] }; result: Empty };
  closeTransport: { data: { transportId: string }; result: Empty };
  changeDisplayName: { data: { displayName: string }; result: Empty };
  /** Turns the top-N mode on (3) or off (0) while joined: microphones end and slots come, or the other way round. */
  setTopN: { data: { topN: 0 | 3 }; result: Empty };
  /**
   * A new signature of the same room and user, for a peer of seed 002's form: from now on `ctime`, in seconds, is when it ends.
   * 90100031 if it is invalid, 90100030 if it has expired already, 90100001 for a peer whose session has no signature.
   */
  renewSignature: { data: { signature: string; ctime: number }; result: { expiresAt: number } };
  /**
   * The most that all media of the peer may take in each direction, 3072 to 51200 kbit/s (seed 002). What it receives is limited
   * by the server; what it sends is a wish that the server sends along (REMB), so a client limits its encoders as well.
   */
  setBandwidth: { data: { maxKbps: number }; result: Empty };
  /**
   * What a producer shows or which sizes it has changed; absent fields stay. The others hear `producerUpdated`. A voice does not
   * become the sound of a screen, nor the other way: 409.
   */
  setProducerMeta: {
    data: { producerId: string; source?: MediaSource; resolutions?: ProducerResolution[] };
    result: Empty;
  };
  /** STUN and TURN servers with fresh credentials; an empty list where the server has none. */
  getIceServers: { data: Empty; result: MediaIceServers };
}

/** One wish of `subscribe`. */
export interface SubscribeItem {
  producerId: string;
  /** One of the producer's `resolutions`: its layer is preferred. Wins over `layer`. Absent: a consumer of no fixed size. */
  resolutionId?: string;
  /** Spatial layer that the consumer begins with; absent: `initialLayer` of the join, else the highest. */
  layer?: number;
  /** No `setConsumerPreferredLayers` goes below it (`minResolution` of seed 002). A congested link still may. */
  minLayer?: number;
  /** The consumer begins paused, as by `pauseConsumer`: for a tile that is not visible yet. Default false. */
  paused?: boolean;
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
      /** Addition: the size that `subscribe` asked for, if it named one. */
      resolutionId?: string;
    };
    result: Empty;
  };
  /**
   * Addition, after a `join` with `topN`: one of the three audio slots. Like `newConsumer`, but of no peer; `pauseConsumer`,
   * `resumeConsumer`, `getConsumerStats` and `consumerClosed` know it by its id. Whose voice it carries tells `topNSpeakers`.
   */
  newTopNConsumer: {
    data: { slot: number; id: string; producerId: string; rtpParameters: types.RtpParameters };
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
  /** To clients of seed 003, at most once a second: others have their browser's own estimate. */
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
  /** The producer as it is now: its source or resolutions changed (`setProducerMeta`). */
  producerUpdated: WireProducer;
  /** A consumer shows another of its producer's sizes, as `subscribe` asked; null: no fixed one. */
  consumerUpdated: { consumerId: string; resolutionId: string | null };
  /**
   * To the owner of a video producer: the highest spatial layer that anybody wants, or null if nobody watches, so that layers
   * above it need not be encoded. Wanted is what an unpaused consumer prefers. The first one follows within a second of
   * `produce`, whatever it says; then each rise at once and each fall when it has lasted `limits.media.demandFall` (3 s). Audio
   * has none: the server listens to it to know who speaks.
   */
  producerDemand: { producerId: string; maxSpatialLayer: number | null };
  /**
   * To peers with `topN`: who is in the slots now, loudest first; empty when it is silent. Comes when a slot changes hands, and
   * with the volumes about every 300 ms while somebody speaks. A listener who speaks is in the list, but his own slot is silent
   * for him.
   */
  topNSpeakers: { speakers: TopNSpeaker[] };
  /**
   * The signature has reached its `ctime` (90100030): `renewSignature` within the grace, which ends at `closesAt` (ms since 1970), or
   * the peer is `kicked` with reason 6.
   */
  signatureExpired: { code: number; msg: string; closesAt: number };
  peerDisplayNameChanged: { peerId: string; displayName: string };
  /** A peer has another role. To the peer itself only when the operator gave it: what it sends has ended if that is 2. */
  peerUpdated: { peerId: string; role: MediaRole };
  /** The peer is out, and its link closes. Reason 1, 2, 3, 5, 6 or 9 of table 3-6; `cause` says what is behind it. */
  kicked: { userId: string; reason: PeerClosedReason; cause?: KickCause };
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
