import type { MediaRole } from '../../protocol/media.js';
import type { Region } from '../../protocol/regions.js';

/** State of a client's connection (seed 002, `getConnectionState`). @public */
export type RtcConnectionState = 'CONNECTING' | 'CONNECTED' | 'RECONNECTING' | 'DISCONNECTED';

/** What `HRTC.createStream` captures (seed 002, `createStream`). @public */
export interface StreamConfig {
  /** A screen instead of a camera and microphone. Default false. */
  screen?: boolean;
  video?: boolean;
  audio?: boolean;
  microphoneId?: string;
  cameraId?: string;
  facingMode?: 'user' | 'environment';
  /** The screen's sound, where the browser can share it. */
  screenAudio?: boolean;
  /** Tracks of your own instead of devices. */
  audioSource?: MediaStreamTrack;
  videoSource?: MediaStreamTrack;
  /** Shows the local picture as in a mirror; what is sent is not mirrored. */
  mirror?: boolean;
  userId?: string;
}

/** How `HRTC.createClient` reaches a server (seed 002, `createClient`; SETTLED 21). @public */
export interface ClientConfig {
  appId: string;
  /** Of the server: `https://<domain>`. */
  domain?: string;
  /** ISO 3166-1 alpha-2; only chooses the region. */
  countryCode?: string;
  url?: string;
}

/** How a room is joined with a signature (seed 002, `join` and chapter 4). @public */
export interface SignatureJoinConfig {
  userId: string;
  userName?: string;
  signature: string;
  /** When the signature ends, in seconds since 1970. */
  ctime: string;
  /** 0 publishes and watches, 2 only watches. */
  role: MediaRole;
}

/** How a room is joined with the login of a Hummer client. @public */
export interface SessionJoinConfig {
  userName?: string;
  role?: MediaRole;
  region?: Region;
}

/** @public */
export interface Authorization {
  signature: string;
  ctime: string;
}

/** @public */
export interface PublishOption {
  /** Sends video from the start, watched or not. Accepted; video is sent from the start in any case. */
  autoPushVideo?: boolean;
}

/** @public */
export interface SubscribeOption {
  video?: boolean;
  audio?: boolean;
}

/** Who joined. @public */
export interface PeerJoin {
  userId: string;
  userName?: string;
}

/** Why somebody is gone: `code` is one of seed 002's table 3-6. @public */
export interface HRTCLeaveReason {
  code: number;
  msg: string;
}

/** @public */
export interface PeerLeaveInfo extends PeerJoin {
  reason?: HRTCLeaveReason;
}

/** @public */
export interface MediaStatusNotifyInfo {
  roomId: string;
  userId: string;
  /** 1 available, 2 unavailable. */
  status: 1 | 2;
  /** 0 offline, 1 muted, 2 not muted. */
  reason: 0 | 1 | 2;
}

/** Options of `play` (seed 002). @public */
export interface PlayOptions {
  objectFit?: 'contain' | 'cover' | 'fill';
  muted?: boolean;
}

/** Which media a call is about; without it, both. @public */
export interface MediaOption {
  audio?: boolean | undefined;
  video?: boolean | undefined;
}

/** Events of a stream, under the names of seed 002 (3.5.7). @public */
export interface RtcStreamEvents {
  'player-state-change': {
    type: 'audio' | 'video';
    id: string;
    state: 'PLAYING' | 'STOPPED' | 'PAUSED' | 'NONE';
    reason: string;
  };
  'screen-sharing-stopped': string;
}
