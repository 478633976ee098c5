import type { VideoWish } from './capture.js';

/** A size that a local video is sent in, on its app's request. */
export interface Resolution {
  readonly resolutionId: string;
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  /** Bits per second. */
  readonly minBitrate: number;
  readonly maxBitrate: number;
  /** The picture in this size: it may be sent as it is, or scaled from the best one. Null while there is none. */
  readonly track: MediaStreamTrack | null;
}

/** What a wish says of the sizes to be sent: one if it names a bitrate, else nothing. */
export function resolutionsOf(wish: VideoWish, track: MediaStreamTrack | null): readonly Resolution[] {
  const { width, height, frameRate, minBitrate = 0, maxBitrate } = wish;
  if (maxBitrate === undefined) return [];
  const resolutionId = `${String(width)}x${String(height)}`;
  return [{ resolutionId, width, height, frameRate, minBitrate, maxBitrate, track }];
}
