import type { MediaRole } from '../../protocol/media.js';
import type { Region } from '../../protocol/regions.js';
import type { RTCAudioProfile } from './profiles.js';

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
  /**
   * ISO 3166-1 alpha-2. The region that it chooses is the user's, which chooses an access point where there are several; a room
   * of this client is in the server's region, so that users of all countries meet (SETTLED 9).
   */
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
  /** Sends video from the start and always, watched or not. Default false: nothing before somebody watches. */
  autoPushVideo?: boolean;
}

/** @public */
export interface SubscribeOption {
  video?: boolean;
  audio?: boolean;
  /** Of what `getStreamInfo` names: each of them is received by itself. Without it, the best. */
  resolutionIds?: string | readonly string[];
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
  /** Default `'contain'` for screens of others, `'cover'` for the rest. */
  objectFit?: 'contain' | 'cover' | 'fill';
  /** Without sound: for one's own stream, so that the microphone does not hear itself. Default false. */
  muted?: boolean;
  /** Default: the best. */
  resolutionId?: string;
}

/** Which media a call is about; without it, everything. @public */
export interface MediaOption {
  audio?: boolean | undefined;
  video?: boolean | undefined;
  /** Of the video; without it, all. */
  resolutionIds?: string | readonly string[] | undefined;
}

/** A size that a stream's video comes in (seed 002, `getStreamInfo`); bitrates in bit/s. @public */
export interface RTCVideoProfileInfo {
  resolutionId: string;
  /** Whether there is a track to play. */
  hasTrack: boolean;
  width: number;
  height: number;
  frameRate: number;
  minBitrate?: number;
  maxBitrate?: number;
}

/** What `getStreamInfo` answers (seed 002). @public */
export interface StreamInfo {
  videoProfiles: RTCVideoProfileInfo[];
  audioProfile: RTCAudioProfile;
}

/** What `addVideoTrackCapture` takes (seed 002). @public */
export interface VideoCaptureOption {
  /** A camera's id, or `'user'` or `'environment'` for the side it is on. */
  cameraId?: string;
  resolutionId?: string;
}

/** What `startAudioMixing` takes (seed 002). @public */
export interface AudioMixOption {
  /** Address of a sound file, also `blob:` and `data:`. Another site's must allow this one (CORS). */
  filePath: string;
  /** Where to begin, in ms. Default 0. */
  startTime?: number;
  /** The file instead of the microphone. Default false: both. */
  replace?: boolean;
  /** Again and again until it is stopped. Default false. */
  loop?: boolean;
  /** How often it is played again after the first time. Default 0. */
  repeatCount?: number;
}

/** What a player does (seed 002, `player-state-change`). @public */
export interface PlayerStateChange {
  type: 'audio' | 'video';
  /** Of the resolution; for sound, of the stream. */
  id: string;
  state: 'PLAYING' | 'STOPPED' | 'PAUSED' | 'NONE';
  /** `playing`, `pause`, `removed` (from the page), `mute`, `unmute`, `ended` (the track), `stop`. */
  reason: string;
}

/** Events of a stream, under the names of seed 002 (3.5.7). @public */
export interface RtcStreamEvents {
  'player-state-change': PlayerStateChange;
  /** The id of the stream whose screen is shared no more. */
  'screen-sharing-stopped': string;
  'audio-mixing-played': undefined;
  /** The file came to its end; not after `stopAudioMixing` and `pauseAudioMixing`. */
  'audio-mixing-finished': undefined;
}
