import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { VideoWish } from './capture.js';
import type { LocalCapture } from './LocalCapture.js';
import type { VideoProfile } from './profiles.js';
import type { Resolution } from './resolutions.js';
import { RtcError } from './RtcError.js';
import type { RTCVideoProfileInfo } from './rtcTypes.js';
import { SecondResolution } from './SecondResolution.js';
import { unusable } from './Stream.js';

/** Seed 002. */
const MAX_RESOLUTIONS = 2;

interface Picture {
  readonly id: string;
  readonly profile: VideoProfile;
}

/** The sizes that one local stream's video comes in: the one it is captured in, and at most one beside it. */
export class StreamPictures {
  #main: Picture;
  #second: SecondResolution | null = null;

  constructor(
    private readonly capture: LocalCapture,
    profile: VideoProfile,
    /** Captures the camera as wished for; rejects if it cannot be. */
    private readonly apply: (wish: VideoWish) => Promise<void>,
  ) {
    this.#main = named(profile);
  }

  /** What the camera is asked for. */
  get profile(): VideoProfile {
    return this.#main.profile;
  }

  get best(): Resolution {
    const { id, profile } = this.#main;
    return { resolutionId: id, ...profile, track: this.capture.track('video') };
  }

  /** The best first. */
  get all(): readonly Resolution[] {
    const all = this.#second ? [this.best, this.#second.state] : [this.best];
    return all.sort((a, b) => pixels(b) - pixels(a));
  }

  /** The second resolution if the id is its own, null if it is the main one's, or if there is none. Throws 90000005. */
  second(id: string | undefined): SecondResolution | null {
    if (id === undefined || id === this.#main.id) return null;
    if (id === this.#second?.resolutionId) return this.#second;
    throw unusable('resolutionId', `This stream has no resolution '${id}'.`);
  }

  secondOf(track: MediaStreamTrack): SecondResolution | null {
    return this.#second?.track === track ? this.#second : null;
  }

  has(id: string): boolean {
    return id === this.#main.id || id === this.#second?.resolutionId;
  }

  /** Another profile before anything was captured. */
  begin(profile: VideoProfile): void {
    this.#main = named(profile);
  }

  /** Another profile for the main resolution, which keeps its id: others may know it. */
  change(profile: VideoProfile): void {
    this.#main = { id: this.#main.id, profile };
  }

  /** Throws 90100001 if there are two. */
  requireRoom(): void {
    if (!this.#second) return;
    throw new RtcError(
      RtcErrorCode.INVALID_OPERATION,
      `A stream has at most ${String(MAX_RESOLUTIONS)} resolutions: remove one first.`,
    );
  }

  /** Adds a size; the larger of the two is what the camera is asked for. Rejects, with all as before, if it cannot. */
  async add(profile: VideoProfile, camera: VideoWish): Promise<RTCVideoProfileInfo> {
    const main = this.#main;
    const { id } = named(profile);
    const added: Picture = { id: id === main.id ? `${id}-2` : id, profile };
    const [best, other] = pixels(profile) > pixels(main.profile) ? [added, main] : [main, added];
    const second = new SecondResolution(other.id, other.profile, this.capture);
    this.#main = best;
    this.#second = second;
    try {
      await this.apply({ ...camera, ...best.profile });
      await second.follow();
    } catch (cause) {
      this.#second = null;
      second.close();
      this.#main = main;
      await this.apply(camera);
      throw cause;
    }
    this.capture.touch('video');
    return infoOf(added === best ? this.best : second.state);
  }

  async remove(resolutionId: string): Promise<void> {
    const second = this.second(resolutionId);
    const kept = this.#second;
    this.close();
    if (!second && kept) this.#main = { id: kept.resolutionId, profile: kept.profile };
    const wish = this.capture.wish('video');
    if (!second && !kept) this.capture.setOwnTrack('video', null);
    else if (wish) await this.apply({ ...wish, ...this.#main.profile });
    this.capture.touch('video');
  }

  /** The camera's track may be another one. Resolves with whether the second had to follow. */
  async follow(): Promise<boolean> {
    if (!this.#second) return false;
    await this.#second.follow();
    return true;
  }

  /** Ends the second resolution. */
  close(): void {
    this.#second?.close();
    this.#second = null;
  }
}

export function infoOf({ track, ...profile }: Resolution): RTCVideoProfileInfo {
  return { ...profile, hasTrack: track !== null };
}

function named(profile: VideoProfile): Picture {
  return { id: `${String(profile.width)}x${String(profile.height)}`, profile };
}

function pixels({ width, height }: { readonly width: number; readonly height: number }): number {
  return width * height;
}
