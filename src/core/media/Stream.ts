import { Emitter } from '../../lib/emitter.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import type { StreamKey } from '../../store/state.js';
import type { EventNames } from '../check.js';
import { checkEvent, checkFlag, optionsIn } from './clientInput.js';
import { levelMeter, type LevelMeter } from './levelMeter.js';
import { Players } from './Players.js';
import { RtcError } from './RtcError.js';
import type { MediaOption, PlayOptions, RtcStreamEvents, StreamInfo } from './rtcTypes.js';

const KINDS = ['audio', 'video'] as const;
const EVENTS: EventNames<RtcStreamEvents> = {
  'player-state-change': 1,
  'screen-sharing-stopped': 1,
  'audio-mixing-played': 1,
  'audio-mixing-finished': 1,
};
const FITS = ['contain', 'cover', 'fill'] as const;

/**
 * A stream, somebody's or one's own: what plays it.
 *
 * @example
 * ```ts
 * client.on('stream-subscribed', ({ stream }) => void stream.play('peer'));
 * ```
 * Source: seed 002, 3.5.4.
 * @public
 */
export abstract class Stream {
  readonly #events = new Emitter<RtcStreamEvents>();
  readonly #players = new Players(
    {
      has: (kind) => (kind === 'audio' ? this.hasAudio() : this.hasVideo()),
      track: (kind, resolutionId) =>
        kind === 'audio' ? this.getAudioTrack() : this.getVideoTrack(resolutionId ?? undefined),
      id: (kind, resolutionId) =>
        (kind === 'video' ? (resolutionId ?? this.getStreamInfo().videoProfiles[0]?.resolutionId) : null) ??
        this.getId(),
      mirrored: () => this.mirrored,
    },
    (event) => {
      this.emit('player-state-change', event);
    },
  );
  #meter: LevelMeter | null = null;

  /** Names the stream in hooks and components. */
  abstract readonly streamKey: StreamKey;
  /** `'local'`, `'main'` (somebody's camera and microphone) or `'auxiliary'` (somebody's screen). */
  abstract getType(): string;
  abstract getAudioTrack(): MediaStreamTrack | null;
  /** Without an id the best resolution. */
  abstract getVideoTrack(resolutionId?: string): MediaStreamTrack | null;
  abstract getUserId(): string | undefined;
  abstract hasAudio(): boolean;
  abstract hasVideo(): boolean;

  /** Unique id of the stream. Source: seed 002. */
  getId(): string {
    return this.streamKey.streamId;
  }

  /** Sizes and bitrates of what the stream has, the best first. Source: seed 002. */
  getStreamInfo(): StreamInfo {
    const { width = 0, height = 0, frameRate = 0 } = this.getVideoTrack()?.getSettings() ?? {};
    const { sampleRate, channelCount } = this.getAudioTrack()?.getSettings() ?? {};
    const hasTrack = this.getVideoTrack() !== null;
    return {
      videoProfiles: this.hasVideo()
        ? [{ resolutionId: `${String(width)}x${String(height)}`, hasTrack, width, height, frameRate }]
        : [],
      audioProfile: {
        ...(sampleRate !== undefined && { sampleRate }),
        ...(channelCount !== undefined && { channelCount }),
      },
    };
  }

  /**
   * Plays into the element of this id, which gets a `video` and an `audio` element. A stream can be played in several elements, one
   * for each resolution. Rejects with 90100021 if the browser refuses until a gesture: call `resume()` from one; with 90000005
   * for an unusable argument. Source: seed 002.
   */
  async play(elementId: string, options?: PlayOptions): Promise<void> {
    const { objectFit, muted = false, resolutionId = null } = optionsIn('options', options);
    checkFlag('muted', muted);
    const container = typeof elementId === 'string' ? document.getElementById(elementId) : null;
    if (!container) {
      throw unusable('elementId', `There is no element with the id '${elementId}' on this page.`);
    }
    if (objectFit !== undefined && !FITS.includes(objectFit)) {
      throw unusable('objectFit', "objectFit is 'contain', 'cover' or 'fill'.");
    }
    if (resolutionId !== null && !this.#hasResolution(resolutionId)) {
      throw unusable('resolutionId', `This stream has no resolution '${resolutionId}'.`);
    }
    const fit = objectFit ?? (this.getType() === 'auxiliary' ? 'contain' : 'cover');
    await this.#players.play({ container, objectFit: fit, muted, resolutionId });
  }

  /** Stops playing; without an option everything. Source: seed 002. */
  stop(option?: MediaOption): void {
    this.#players.stop(option);
    if (!option || option.audio) this.#dropMeter();
  }

  /**
   * Plays on: after a refusal, from a gesture; or after the element was moved. Rejects with 90100021 if the browser still
   * refuses. Source: seed 002.
   */
  async resume(option?: MediaOption): Promise<void> {
    await this.#players.resume(option);
  }

  /** 0 to 100; throws 90000005 for anything else. Source: seed 002. */
  setAudioVolume(volume: number): void {
    if (!(typeof volume === 'number' && volume >= 0 && volume <= 100)) {
      throw unusable('volume', `A volume is a number from 0 to 100, not ${String(volume)}.`);
    }
    this.#players.setVolume(volume);
  }

  /**
   * Plays the sound through this speaker, also what is played later. Rejects with 90100025 where the system chooses it, with
   * 90100006 if there is no such speaker. Source: seed 002.
   */
  async setAudioOutput(deviceId: string): Promise<void> {
    if (typeof deviceId !== 'string') throw unusable('deviceId', "deviceId is a speaker's id, a string.");
    if (!('setSinkId' in HTMLMediaElement.prototype)) {
      throw new RtcError(
        RtcErrorCode.BROWSER_NOT_SUPPORTED,
        'In this browser the system chooses the speaker.',
      );
    }
    await this.#players.setSink(deviceId);
  }

  /**
   * How loud the stream is now, 0 to 1; above 0.1 somebody generally speaks. The first call begins to listen and answers 0.
   * Source: seed 002.
   */
  getAudioLevel(): number {
    const track = this.getAudioTrack();
    if (!track || track.readyState === 'ended') return 0;
    if (this.#meter?.track !== track) {
      this.#dropMeter();
      this.#meter = levelMeter(track);
    }
    return this.#meter?.read() ?? 0;
  }

  /** Calls `handler` at each `event`, until `off`. Throws 90000005 for an event that there is not. Source: seed 002. */
  on<E extends keyof RtcStreamEvents>(event: E, handler: (payload: RtcStreamEvents[E]) => void): void {
    checkEvent(EVENTS, event, handler);
    this.#events.on(event, handler);
  }

  off<E extends keyof RtcStreamEvents>(event: E, handler: (payload: RtcStreamEvents[E]) => void): void {
    this.#events.off(event, handler);
  }

  /** @internal */
  protected get mirrored(): boolean {
    return false;
  }

  /** @internal */
  protected emit<E extends keyof RtcStreamEvents>(event: E, payload: RtcStreamEvents[E]): void {
    this.#events.emit(event, payload, reportUncaught);
  }

  /** @internal The tracks may have changed. */
  protected refreshPlayers(): void {
    this.#players.refresh();
    if (this.#meter && this.#meter.track !== this.getAudioTrack()) this.#dropMeter();
  }

  #hasResolution(id: string): boolean {
    return this.getStreamInfo().videoProfiles.some(({ resolutionId }) => resolutionId === id);
  }

  #dropMeter(): void {
    this.#meter?.close();
    this.#meter = null;
  }
}

/** Seed 002: without an option both media, with one only those that it names. */
export function kindsOf(option: MediaOption | undefined): MediaKind[] {
  return option ? KINDS.filter((kind) => option[kind]) : [...KINDS];
}

/** For an argument that cannot be used. */
export function unusable(field: string, message: string): RtcError {
  return new RtcError(RtcErrorCode.INVALID_PARAMETER, message, { context: { type: 'input', field } });
}

function reportUncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
