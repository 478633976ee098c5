import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import { maxBitrate } from './encodings.js';
import { RtcError } from './RtcError.js';

/** What a camera's picture should be (seed 002, `setVideoProfile`). Bitrates in bit/s. @public */
export interface RTCVideoProfile {
  width?: number | undefined;
  height?: number | undefined;
  frameRate?: number | undefined;
  minBitrate?: number | undefined;
  maxBitrate?: number | undefined;
}

/** What a shared screen's picture should be (seed 002, `setScreenProfile`). Bitrate in bit/s. @public */
export interface RTCScreenProfile {
  width?: number | undefined;
  height?: number | undefined;
  frameRate?: number | undefined;
  bitrate?: number | undefined;
}

/** What a stream's sound should be (seed 002, `setAudioProfile`). Sample rate in Hz, bitrate in bit/s. @public */
export interface RTCAudioProfile {
  sampleRate?: number | undefined;
  channelCount?: number | undefined;
  bitrate?: number | undefined;
}

export type VideoProfile = { readonly [Field in keyof RTCVideoProfile]-?: number };
export type AudioProfile = { readonly [Field in keyof RTCAudioProfile]-?: number };

/** Seed 002, table 3-10: width, height, minimum and maximum kbit/s; each has 15 frames a second. */
const CAMERA = {
  '90p_1': [160, 90, 64, 110],
  '90p_2': [120, 90, 64, 110],
  '120p_1': [160, 120, 64, 120],
  '120p_2': [120, 120, 64, 110],
  '180p_1': [320, 180, 80, 320],
  '180p_2': [240, 180, 80, 170],
  '180p_3': [180, 180, 64, 130],
  '240p_1': [320, 240, 100, 400],
  '240p_2': [240, 240, 80, 320],
  '270p_1': [480, 270, 160, 600],
  '300p_1': [400, 300, 200, 500],
  '360p_1': [640, 360, 200, 800],
  '360p_2': [480, 360, 200, 700],
  '360p_3': [360, 360, 150, 600],
  '450p_1': [800, 450, 300, 950],
  '480p_1': [640, 480, 250, 900],
  '480p_2': [480, 480, 200, 800],
  '540p_1': [960, 540, 400, 1000],
  '630p_1': [1120, 630, 450, 1150],
  '720p_1': [1280, 720, 500, 1500],
  '720p_2': [960, 720, 450, 1100],
  '1080p_1': [1920, 1080, 600, 2000],
  '1080p_2': [1440, 1080, 550, 1700],
} as const;

/** Seed 002, table 3-11. */
const SCREEN = { '720p': [1280, 720, 0, 1200], '1080p': [1920, 1080, 0, 2000] } as const;

/** Seed 002, table 3-9. */
const AUDIO = {
  low: { sampleRate: 16_000, channelCount: 1, bitrate: 24_000 },
  standard: { sampleRate: 48_000, channelCount: 1, bitrate: 40_000 },
  high: { sampleRate: 48_000, channelCount: 1, bitrate: 128_000 },
} as const;

/** Names of video profiles. @public */
export type VideoProfileName = keyof typeof CAMERA;
/** Names of screen profiles. @public */
export type ScreenProfileName = keyof typeof SCREEN;
/** Names of audio profiles. @public */
export type AudioProfileName = keyof typeof AUDIO;

const RANGES = {
  width: [1, 7680],
  height: [1, 4320],
  frameRate: [1, 120],
  minBitrate: [1, 50_000_000],
  maxBitrate: [1, 50_000_000],
  bitrate: [1, 50_000_000],
  sampleRate: [8000, 192_000],
  channelCount: [1, 2],
} as const;

/**
 * A profile of a camera by name, or by its values over those of the default `360p_2`. A name that is not in the table means
 * the default, as seed 002 says; a value of a wrong type or out of its range throws 90000005.
 */
export function videoProfile(profile: string | RTCVideoProfile): VideoProfile {
  if (typeof profile === 'string') return named(CAMERA, profile, '360p_2');
  const {
    width,
    height,
    frameRate,
    minBitrate,
    maxBitrate: highest,
  } = checked(profile, ['width', 'height', 'frameRate', 'minBitrate', 'maxBitrate']);
  const base = named(CAMERA, '360p_2', '360p_2');
  const size = { width: width ?? base.width, height: height ?? base.height };
  const rate = frameRate ?? base.frameRate;
  const most = highest ?? Math.max(minBitrate ?? 0, maxBitrate(size.width, size.height, rate));
  const least = minBitrate ?? Math.min(most, base.minBitrate);
  if (least > most) throw wrong('minBitrate', 'is not more than maxBitrate', least);
  return { ...size, frameRate: rate, minBitrate: least, maxBitrate: most };
}

/** A profile of a screen by name, or by its values over those of the default `720p`. Throws as {@link videoProfile}. */
export function screenProfile(profile: string | RTCScreenProfile): VideoProfile {
  if (typeof profile === 'string') return named(SCREEN, profile, '720p');
  const { width, height, frameRate, bitrate } = checked(profile, ['width', 'height', 'frameRate', 'bitrate']);
  const base = named(SCREEN, '720p', '720p');
  return {
    width: width ?? base.width,
    height: height ?? base.height,
    frameRate: frameRate ?? base.frameRate,
    minBitrate: 0,
    maxBitrate: bitrate ?? base.maxBitrate,
  };
}

/** A profile of sound by name, or by its values over those of the default `standard`. Throws as {@link videoProfile}. */
export function audioProfile(profile: string | RTCAudioProfile): AudioProfile {
  if (typeof profile === 'string')
    return Object.hasOwn(AUDIO, profile) ? AUDIO[profile as AudioProfileName] : AUDIO.standard;
  const { sampleRate, channelCount, bitrate } = checked(profile, ['sampleRate', 'channelCount', 'bitrate']);
  return {
    sampleRate: sampleRate ?? AUDIO.standard.sampleRate,
    channelCount: channelCount ?? AUDIO.standard.channelCount,
    bitrate: bitrate ?? AUDIO.standard.bitrate,
  };
}

type Row = readonly [width: number, height: number, minKbps: number, maxKbps: number];

function named(table: Readonly<Record<string, Row>>, name: string, fallback: string): VideoProfile {
  const row = Object.hasOwn(table, name) ? table[name] : table[fallback];
  const [width, height, min, max] = row ?? [480, 360, 200, 700];
  return { width, height, frameRate: 15, minBitrate: min * 1000, maxBitrate: max * 1000 };
}

function checked<Field extends keyof typeof RANGES>(
  profile: unknown,
  fields: readonly Field[],
): { [F in Field]?: number | undefined } {
  if (typeof profile !== 'object' || profile === null)
    throw wrong('profile', "is a profile's name or an object", profile);
  const values = profile as { [F in Field]?: unknown };
  for (const field of fields) {
    const value = values[field];
    const [least, most] = RANGES[field];
    if (value !== undefined && !(typeof value === 'number' && value >= least && value <= most))
      throw wrong(field, `is a number from ${String(least)} to ${String(most)}`, value);
  }
  return values as { [F in Field]?: number | undefined };
}

function wrong(field: string, must: string, value: unknown): RtcError {
  return new RtcError(RtcErrorCode.INVALID_PARAMETER, `${field} ${must}, not ${String(value)}.`, {
    context: { type: 'input', field },
  });
}
