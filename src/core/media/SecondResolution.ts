import { videoConstraints } from './capture.js';
import type { LocalCapture } from './LocalCapture.js';
import type { VideoProfile } from './profiles.js';
import type { Resolution } from './resolutions.js';
import { toRtcError } from './RtcError.js';

/**
 * The second size of a local video: a copy of the camera's track with constraints of its own, made anew whenever the camera's
 * track is another one, or a track of the app's own.
 */
export class SecondResolution {
  #track: MediaStreamTrack | null = null;
  #from: MediaStreamTrack | null = null;
  #own = false;

  constructor(
    readonly resolutionId: string,
    public profile: VideoProfile,
    private readonly capture: LocalCapture,
  ) {}

  get track(): MediaStreamTrack | null {
    return this.#track;
  }

  get state(): Resolution {
    return { resolutionId: this.resolutionId, ...this.profile, track: this.#track };
  }

  /** Follows the camera's track of now. Rejects if a copy of it cannot have this size. */
  async follow(): Promise<void> {
    const from = this.capture.track('video');
    if (this.#own || from === this.#from) return;
    this.#drop();
    this.#from = from;
    if (!from) return;
    const copy = from.clone();
    this.#track = copy;
    await this.#constrain(copy);
  }

  async setProfile(profile: VideoProfile): Promise<void> {
    this.profile = profile;
    if (this.#track && !this.#own) await this.#constrain(this.#track);
  }

  /** Uses the app's track, or none. */
  setOwn(track: MediaStreamTrack | null): void {
    this.#drop();
    this.#own = true;
    this.#track = track;
  }

  close(): void {
    this.#drop();
  }

  async #constrain(track: MediaStreamTrack): Promise<void> {
    const { width, height, frameRate } = this.profile;
    try {
      await track.applyConstraints(videoConstraints({ deviceId: null, width, height, frameRate }, null));
    } catch (cause) {
      throw toRtcError(cause);
    }
  }

  #drop(): void {
    if (!this.#own) this.#track?.stop();
    this.#track = null;
    this.#from = null;
    this.#own = false;
  }
}
