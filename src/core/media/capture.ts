import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import { captureError, unsupported, type RtcError } from './RtcError.js';

/** What a microphone should be like. `deviceId` null follows the chosen device. */
export interface AudioWish {
  readonly deviceId: string | null;
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
  readonly sampleRate?: number;
  readonly channelCount?: number;
  /** Bits per second; absent: as the publisher thinks best. */
  readonly bitrate?: number;
}

/** What a camera should be like; sizes are wished for, not insisted on. */
export interface VideoWish {
  readonly deviceId: string | null;
  readonly facingMode?: 'user' | 'environment';
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  /** Bits per second; absent: as the publisher thinks best. */
  readonly minBitrate?: number;
  readonly maxBitrate?: number;
  /** The browser's own blur, where it has one. */
  readonly backgroundBlur?: boolean;
}

/** 640 × 360 starts fast and looks well in a tile on any machine; an app that wants more says so. */
export const DEFAULT_AUDIO: AudioWish = {
  deviceId: null,
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};
export const DEFAULT_VIDEO: VideoWish = { deviceId: null, width: 640, height: 360, frameRate: 30 };
/** Seed 002's profile `720p`: print that can be read, at a rate that leaves room for it. */
export const DEFAULT_SCREEN: VideoWish = { deviceId: null, width: 1280, height: 720, frameRate: 15 };

export function audioConstraints(wish: AudioWish, deviceId: string | null): MediaTrackConstraints {
  const { echoCancellation, noiseSuppression, autoGainControl, sampleRate, channelCount } = wish;
  return {
    ...(deviceId !== null && { deviceId: { exact: deviceId } }),
    echoCancellation,
    noiseSuppression,
    autoGainControl,
    ...(sampleRate !== undefined && { sampleRate }),
    ...(channelCount !== undefined && { channelCount }),
  };
}

export function videoConstraints(wish: VideoWish, deviceId: string | null): MediaTrackConstraints {
  const { width, height, frameRate, facingMode, backgroundBlur } = wish;
  return {
    ...(deviceId !== null && { deviceId: { exact: deviceId } }),
    ...(deviceId === null && facingMode && { facingMode }),
    width: { ideal: width },
    height: { ideal: height },
    frameRate: { ideal: frameRate },
    ...(backgroundBlur !== undefined && { backgroundBlur }),
  };
}

/** The browser's media devices; throws where there are none (no https, no browser). */
export function mediaDevices(): MediaDevices {
  const devices = (globalThis.navigator as Navigator | undefined)?.mediaDevices;
  if (!devices) throw unsupported('Capturing from a camera or microphone');
  return devices;
}

export type CaptureRequest = Partial<Record<MediaKind, MediaTrackConstraints>>;
export type CaptureResult = Partial<Record<MediaKind, { track: MediaStreamTrack } | { error: RtcError }>>;

/**
 * Opens devices with one prompt for both media. If one of the two cannot be had, the other still is, without asking a
 * user who refused a second time. Never rejects: each medium has its own result.
 */
export async function openDevices(request: CaptureRequest): Promise<CaptureResult> {
  const kinds = (['audio', 'video'] as const).filter((kind) => request[kind]);
  try {
    const stream = await mediaDevices().getUserMedia(request);
    const results: CaptureResult = {};
    for (const kind of kinds) {
      const track = stream.getTracks().find((candidate) => candidate.kind === kind);
      results[kind] = track ? { track } : { error: captureError({ name: 'NotFoundError' }, kind) };
    }
    return results;
  } catch (cause) {
    const results: CaptureResult = {};
    const [first] = kinds;
    if (kinds.length === 1 && first) {
      results[first] = { error: captureError(cause, first) };
      return results;
    }
    const refused = captureError(cause, 'video').code === RtcErrorCode.CAPTURE_PERMISSION_DENIED;
    for (const kind of kinds) {
      if (refused && (await queryPermission(kind)) !== 'granted')
        results[kind] = { error: captureError(cause, kind) };
      else Object.assign(results, await openDevices({ [kind]: request[kind] ?? {} }));
    }
    return results;
  }
}

/** Lets the user pick a screen, a window or a tab. */
export async function openScreen(wish: VideoWish, withAudio: boolean): Promise<CaptureResult> {
  try {
    const devices = mediaDevices();
    if (!('getDisplayMedia' in devices)) throw unsupported('Sharing the screen');
    const stream = await devices.getDisplayMedia({
      video: {
        width: { ideal: wish.width },
        height: { ideal: wish.height },
        frameRate: { ideal: wish.frameRate },
      },
      // What is shared is heard as it is: a microphone's helpers would take music for noise.
      audio: withAudio && { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
    const [video] = stream.getVideoTracks();
    const [audio] = stream.getAudioTracks();
    return { ...(video && { video: { track: video } }), ...(audio && { audio: { track: audio } }) };
  } catch (cause) {
    return { video: { error: captureError(cause, 'screen') } };
  }
}

/** The browser's word on a permission, without a prompt; `unknown` where it does not tell. */
export async function queryPermission(kind: MediaKind): Promise<PermissionState | 'unknown'> {
  return (await permissionStatus(kind))?.state ?? 'unknown';
}

export async function permissionStatus(kind: MediaKind): Promise<PermissionStatus | null> {
  try {
    const name = (kind === 'audio' ? 'microphone' : 'camera') as PermissionName;
    return await navigator.permissions.query({ name });
  } catch {
    return null;
  }
}
