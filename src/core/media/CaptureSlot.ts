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
export class CaptureSlot {
  wish: AudioWish | VideoWish | null = null;
  track: MediaStreamTrack | null = null;
  /** The caller's own track: never opened, stopped or replaced from here. */
  own = false;
  muted = false;
  error: RtcError | null = null;
  /** The target that `track` was opened for. */
  key = '';
  /** A target that failed: not tried again by itself. */
  failed = '';
  /** The medium is sent by another capture: here it is as if it were not. */
  lent = false;
  #unlisten: () => void = () => undefined;

  constructor(
    readonly kind: MediaKind,
    /** What becomes of `track` before anybody gets it. */
    readonly pipeline: TrackPipeline,
    /** The track ended by itself. */
    private readonly ended: () => void,
  ) {}

  /** Lets a target that failed be tried again. */
  forgive(): void {
    this.error = null;
    this.failed = '';
  }

  /** In the place of the track that is there. */
  adopt(track: MediaStreamTrack, key: string): void {
    const end = this.#leave();
    const onEnded = (): void => {
      if (this.track === track) this.ended();
    };
    track.addEventListener('ended', onEnded);
    this.#unlisten = () => {
      track.removeEventListener('ended', onEnded);
    };
    this.track = track;
    this.own = key === 'own';
    this.key = key;
    this.error = null;
    this.silence();
    this.pipeline.input(track, end);
  }

  /** Ends the track; the caller's own lives on. */
  drop(): void {
    const end = this.#leave();
    this.track = null;
    this.pipeline.input(null, end);
    this.key = '';
  }

  /** A camera's track is closed when it is muted; for the rest, silence or black is what the device still gives. */
  silence(): void {
    if (this.track) this.track.enabled = !this.muted;
  }

  /** As at first, for good. */
  close(): void {
    this.drop();
    this.pipeline.close();
    this.forgive();
    this.wish = null;
    this.own = this.lent = this.muted = false;
  }

  /** Listens to the track no more; answers how it ends. */
  #leave(): () => void {
    const { track, own } = this;
    this.#unlisten();
    this.#unlisten = () => undefined;
    return () => {
      if (!own) track?.stop();
    };
  }
}

export function deviceIn(key: string): unknown {
  if (key === '' || key === 'own' || key === 'screen') return undefined;
  const { deviceId, facingMode } = JSON.parse(key) as MediaTrackConstraints;
  return JSON.stringify([deviceId, facingMode]);
}
