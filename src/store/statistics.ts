/** Which of a user's videos: `main` the best, `middle1` to `middle4` what is below, `slides` the lowest of several, `desktop` a screen. @public */
export type ContentType = 'main' | 'middle1' | 'middle2' | 'middle3' | 'middle4' | 'slides' | 'desktop';

/** One medium that is sent or received (seed 002, `rtc-stats`). @public */
export interface RtcStatsInfo {
  userId: string;
  userName: string;
  isRemote: boolean;
  streamType: ContentType;
  mediaType: 'audio' | 'video';
  /** In kbit/s, since the last report. */
  bitrate: number;
  /** Of a video, per second. */
  frameRate: number;
  frameWidth: number;
  frameHeight: number;
  /** Round trip to the server in ms; 0 for what is received. */
  rtt: number;
  /** In ms. */
  jitter: number;
  /** In per cent, since the last report. */
  pktLossRate: number;
}

/** 0 unknown, 1 excellent, 2 good, 3 usable, 4 barely usable, 5 hardly anything, 6 disconnected (seed 002). @public */
export type NetworkQuality = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** Of one's own network both directions; of somebody else's the uplink, as far as the server tells. @public */
export interface NetworkQualityState {
  readonly uplink: NetworkQuality;
  readonly downlink: NetworkQuality;
}
