import type { MediaSource, ProducerResolution } from '../../protocol/media.js';
import type { VideoCodec, VideoEncoding } from './MediaEngine.js';
import type { Resolution } from './resolutions.js';

/** How a video is sent: its simulcast layers, and what others are told of them. Both the best last. */
export interface VideoLayers {
  readonly encodings: readonly VideoEncoding[];
  readonly resolutions: readonly ProducerResolution[];
}

/**
 * Layers of a video track; undefined for audio. A camera is sent in as many halvings as leave at least 90 lines or so, up
 * to three; a screen is sent once, since small print does not survive halving. What the app asked for wins: its bitrate for
 * the best layer, and with two sizes just those two, under their ids.
 */
export function layersFor(
  source: MediaSource,
  track: MediaStreamTrack,
  asked: readonly Resolution[] = [],
): VideoLayers | undefined {
  if (track.kind !== 'video') return undefined;
  const [best, second] = asked;
  // A camera that is still on its way to the size that was asked for does not say it yet.
  const { width = 640, height = 360, frameRate = 30 } = best ?? track.getSettings();
  const layers = source !== 'camera' ? 1 : width >= 960 ? 3 : width >= 480 ? 2 : 1;
  const scales = second
    ? [Math.max(1, Math.sqrt((width * height) / (second.width * second.height))), 1]
    : Array.from({ length: layers }, (_, index) => 2 ** (layers - 1 - index));
  const ratio = best && !second ? best.maxBitrate / maxBitrate(width, height, frameRate) : 1;
  const resolutions = scales.map((scale) => {
    const usual = resolution(width / scale, height / scale, frameRate);
    const named = second ? (scale === 1 ? best : second) : undefined;
    return {
      ...usual,
      resolutionId: named?.resolutionId ?? usual.resolutionId,
      maxBitrate: named?.maxBitrate ?? Math.round(usual.maxBitrate * ratio),
    };
  });
  return {
    encodings: resolutions.map(({ maxBitrate }, index) => ({
      maxBitrate,
      scaleResolutionDownBy: scales[index] ?? 1,
    })),
    resolutions,
  };
}

/** One size by itself, as its app asked for it. */
export function oneLayer({ resolutionId, width, height, frameRate, maxBitrate }: Resolution): VideoLayers {
  return {
    encodings: [{ maxBitrate, scaleResolutionDownBy: 1 }],
    resolutions: [{ resolutionId, width, height, frameRate, maxBitrate }],
  };
}

/** Shapes that differ by less are one: sizes are rounded. */
const SAME_SHAPE = 0.02;
/** Smaller pictures browsers send in one simulcast layer, whatever they are asked for. */
const LEAST_FOR_LAYERS = 480 * 270;

/**
 * Whether the second size can be a layer of the best one: it has its shape, and the picture is large enough. The layers of
 * VP9 and AV1 are halves, whatever they are asked for.
 */
export function inLayers(best: Resolution, second: Resolution, codec: VideoCodec = 'vp8'): boolean {
  if (codec === 'vp9' || codec === 'av1') return false;
  return isSameShape(best, second) && best.width * best.height >= LEAST_FOR_LAYERS;
}

export function isSameShape(one: Resolution, other: Resolution): boolean {
  const ratio = (one.width * other.height) / (one.height * other.width);
  return Math.abs(ratio - 1) <= SAME_SHAPE;
}

function resolution(exactWidth: number, exactHeight: number, frameRate: number): ProducerResolution {
  const width = Math.round(exactWidth);
  const height = Math.round(exactHeight);
  return {
    resolutionId: `${String(width)}x${String(height)}`,
    width,
    height,
    frameRate: Math.round(frameRate),
    maxBitrate: maxBitrate(width, height, frameRate),
  };
}

/**
 * Bits per second for a picture size: 0.9 Mbit/s at 640 × 360 and 30 frames, growing with the pixels to the power 3/4 and
 * the root of the frame rate. Meets the table of seed 002 (3-10) within a third.
 */
export function maxBitrate(width: number, height: number, frameRate: number): number {
  const pixels = (width * height) / (640 * 360);
  return Math.round((900_000 * pixels ** 0.75 * Math.sqrt(frameRate / 30)) / 1000) * 1000;
}
