import type { NetworkQuality } from '../../store/statistics.js';

export type { ContentType, NetworkQuality, RtcStatsInfo } from '../../store/statistics.js';

/** One user of a `batchSubscribe` (seed 002). @public */
export interface SubscribeParam {
  userId: string;
  /** Of what `getStreamInfo` names; without it, the best. */
  resolutionIds?: string | readonly string[];
  /** Never a smaller picture than this, if there is one: 1080, 720, 360 or 90 lines. */
  minResolution?: ResolutionType;
}

/** @public */
export type ResolutionType = 'FHD' | 'HD' | 'SD' | 'LD';

/** What `setNetworkBandwidth` takes (seed 002). @public */
export interface NetworkBandwidth {
  /** For all media of the client, each way: 3072 to 51200 kbit/s. */
  maxBandwidth: number;
}

/** What `setTurnServer` takes (seed 002). @public */
export interface TurnServerConfig {
  /** Host names or addresses, or whole `turn:`, `turns:` and `stun:` URLs. */
  turnServers: string[];
  /** Default 3478. */
  udpPort?: number;
  userName?: string;
  credential?: string;
}

/** Traffic of a client (seed 002, `getTransportStats`). @public */
export interface TransportStats {
  bytesSent: number;
  bytesReceived: number;
  /** In kbit/s, since the last call; at the first, since the connection was made. */
  sendBitrate: number;
  recvBitrate: number;
  /** Round trip to the server, in ms. */
  rtt: number;
}

/** @public */
export interface LocalAudioStats {
  bytesSent: number;
  packetsSent: number;
}

/** @public */
export interface LocalVideoStats extends LocalAudioStats {
  framesEncoded: number;
  framesSent: number;
  frameWidth: number;
  frameHeight: number;
}

/** The camera's layers, the best first, and the screen. @public */
export interface AllLocalVideoStats {
  mainStream: LocalVideoStats[];
  subStream?: LocalVideoStats;
}

/** @public */
export interface RemoteAudioStats {
  bytesReceived: number;
  packetsReceived: number;
  packetsLost: number;
}

/** @public */
export interface RemoteVideoStats extends RemoteAudioStats {
  framesDecoded: number;
  frameWidth: number;
  frameHeight: number;
}

/** @public */
export interface AllRemoteVideoStats {
  mainStream: RemoteVideoStats[];
  subStream?: RemoteVideoStats;
}

/** @public */
export interface NetworkQualityInfo {
  uplinkNetworkQuality: NetworkQuality;
  downlinkNetworkQuality: NetworkQuality;
}

/** A video that came to a halt, or goes on. @public */
export interface StreamUser {
  userId: string;
  isScreen: boolean;
}

/** How loud one of the three loudest is. @public */
export interface UserVolumeInfo {
  user_id: string;
  /** 0 to 100. */
  volume?: number;
}

/** @public */
export interface DeviceChangedInfo {
  deviceId: string;
  state: 'ADD' | 'REMOVE';
}

/** @public */
export interface ErrorInfo {
  errorCode: string;
  errorMsg: string;
}
