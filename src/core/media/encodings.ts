import type { MediaSource } from '../../protocol/media.js';
import type { VideoEncoding } from './MediaEngine.js';

/**
 * Simulcast layers of a video track, the best last; undefined for audio. A camera is sent in as many halvings as leave at
 * least 90 lines or so, up to three; a screen is sent once, since small print does not survive halving.
 */
export function encodingsFor(
  source: MediaSource,
  track: MediaStreamTrack,
): readonly VideoEncoding[] | undefined {
  if (track.kind !== 'video') return undefined;
  const { width = 640, height = 360, frameRate = 30 } = track.getSettings();
  const best = maxBitrate(width, height, frameRate);
  if (source !== 'camera') return [{ maxBitrate: best, scaleResolutionDownBy: 1 }];
  const layers = width >= 960 ? 3 : width >= 480 ? 2 : 1;
  return Array.from({ length: layers }, (_, index) => {
    const scale = 2 ** (layers - 1 - index);
    return { maxBitrate: maxBitrate(width / scale, height / scale, frameRate), scaleResolutionDownBy: scale };
  });
}

/**
 * Bits per second for a picture size: 0.9 Mbit/s at 640 × 360 and 30 frames, growing with the pixels to the power 3/4 and
 * the root of the frame rate. Meets the table of seed 002 (3-10) within a third.
 */
export function maxBitrate(width: number, height: number, frameRate: number): number {
  const pixels = (width * height) / (640 * 360);
  return Math.round((900_000 * pixels ** 0.75 * Math.sqrt(frameRate / 30)) / 1000) * 1000;
}
