import { QUALITY_LEVELS } from '../../core/media/networkQuality.js';
import type { NetworkQuality } from '../../store/statistics.js';

/** How well a fake network carries media: what `useNetworkQuality` will show of it. @public */
export type TestQuality = Exclude<NetworkQuality, 0>;

/** What a network does to packets: a share of them lost, 0 to 1, and seconds. */
export interface Conditions {
  readonly loss: number;
  readonly rtt: number;
  readonly jitter: number;
}

/** Conditions in the middle of what counts as a quality; of 6 nothing gets through at all. */
export function conditionsOf(quality: TestQuality): Conditions | null {
  if (quality === 6) return null;
  const nothing = { loss: 0, rtt: 0, jitter: 0 };
  const best = QUALITY_LEVELS[quality - 2] ?? nothing;
  const worst = QUALITY_LEVELS[quality - 1] ?? { loss: 40, rtt: 1_600, jitter: 400 };
  const middle = (name: keyof Conditions): number => (best[name] + worst[name]) / 2;
  return { loss: middle('loss') / 100, rtt: middle('rtt') / 1_000, jitter: middle('jitter') / 1_000 };
}

/** What a medium has of packets, bytes and frames in a second. */
export interface Rate {
  readonly packets: number;
  readonly bytes: number;
  readonly frames: number;
}

const SOUND: Rate = { packets: 50, bytes: 4_000, frames: 0 };
/** About what VP8 takes of a talking head. */
const BITS_PER_PIXEL = 0.08;
const PACKET = 1_100;

export function rateOf(track: Pick<MediaStreamTrack, 'kind' | 'getSettings'>): Rate {
  if (track.kind === 'audio') return SOUND;
  const { width = 640, height = 360, frameRate = 15 } = track.getSettings();
  const bytes = (width * height * frameRate * BITS_PER_PIXEL) / 8;
  return { packets: Math.max(frameRate, bytes / PACKET), bytes, frames: frameRate };
}

/** Counts, as a browser does, what flows: `advance` is called whenever somebody looks. */
export class FakeTraffic {
  packets = 0;
  bytes = 0;
  frames = 0;
  lost = 0;
  #at: number;

  constructor(private readonly now: () => number) {
    this.#at = now();
  }

  /** Since the last look it flowed at this rate, or not at all. */
  advance(rate: Rate | null, loss = 0): void {
    const now = this.now();
    const seconds = (now - this.#at) / 1_000;
    this.#at = now;
    if (!rate) return;
    const arrived = seconds * (1 - loss);
    this.packets += rate.packets * arrived;
    this.bytes += rate.bytes * arrived;
    this.frames += rate.frames * arrived;
    this.lost += rate.packets * seconds * loss;
  }
}
