import type { MediaKind } from '../../protocol/rtp.js';
import type { AudioWish, VideoWish } from './capture.js';
import type { RtcError } from './RtcError.js';
import type { TrackPipeline } from './TrackPipeline.js';

/** Which device to open, as the devices part knows it. */
export interface DeviceChoice {
  /** What to wait for before the choice can be told; null if it can be told now. */
  ready(): Promise<void> | null;
  /** `named` if it is there, else the remembered choice if it is there, else null: the system's default. */
  resolve(kind: MediaKind, named: string | null): string | null;
  /** Called after a device opened: labels are known from now on. */
  opened(kind: MediaKind): void;
  /** Called after the user refused. */
  refused(kind: MediaKind): void;
  /** Called when a device ended by itself; resolves when the list is fresh. */
  ended(): Promise<void>;
}

/** What a capture is of: a camera and microphone, or a screen and its sound. */
export type CaptureSource = 'main' | 'screen';
export interface CaptureWish {
  readonly audio: AudioWish | null;
  readonly video: VideoWish | null;
}

/** One medium of a capture: what is wished for, and what is open. */
export interface Slot {
  readonly kind: MediaKind;
  wish: AudioWish | VideoWish | null;
  track: MediaStreamTrack | null;
  /** The caller's own track: never opened, stopped or replaced from here. */
  own: boolean;
  muted: boolean;
  error: RtcError | null;
  /** The target that `track` was opened for. */
  key: string;
  /** A target that failed: not tried again by itself. */
  failed: string;
  /** What becomes of `track` before anybody gets it. */
  readonly pipeline: TrackPipeline;
  /** The medium is sent by another capture: here it is as if it were not. */
  lent: boolean;
  unlisten: () => void;
}

export function slot(kind: MediaKind, pipeline: TrackPipeline): Slot {
  return {
    kind,
    pipeline,
    lent: false,
    wish: null,
    track: null,
    own: false,
    muted: false,
    error: null,
    key: '',
    failed: '',
    unlisten: () => undefined,
  };
}

/** Lets a target that failed be tried again. */
export function forgive(mine: Slot): void {
  mine.error = null;
  mine.failed = '';
}

export function deviceIn(key: string): unknown {
  if (key === '' || key === 'own' || key === 'screen') return undefined;
  const { deviceId, facingMode } = JSON.parse(key) as MediaTrackConstraints;
  return JSON.stringify([deviceId, facingMode]);
}
