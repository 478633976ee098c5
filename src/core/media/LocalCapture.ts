import { Emitter } from '../../lib/emitter.js';
import { Passes } from '../../lib/passes.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import {
  audioConstraints,
  openDevices,
  openScreen,
  videoConstraints,
  type AudioWish,
  type CaptureRequest,
  type CaptureResult,
  type VideoWish,
} from './capture.js';
import { resolutionsOf, type Resolution } from './resolutions.js';
import { captureError, type RtcError } from './RtcError.js';
import { TrackPipeline } from './TrackPipeline.js';
import {
  CaptureSlot,
  deviceIn,
  type CaptureSource,
  type CaptureWish,
  type DeviceChoice,
} from './CaptureSlot.js';

/**
 * One capture: up to one audio and one video track, that follow a wish. All changes go through one loop that compares what
 * is wished for with what is open, so that any order of calls ends in the same state, and a device that opens after
 * it was given up is closed again.
 *
 * Muted audio keeps its device and is silent, so that unmuting is instant. A muted camera is closed and opened anew:
 * people trust the light on the camera, and a camera that is "off" with its light on is the first thing they report. The
 * price is some 300 ms at unmuting, and that it can fail; then the stream stays muted and the error says why.
 */
export class LocalCapture {
  readonly #slots: Readonly<Record<MediaKind, CaptureSlot>> = {
    audio: this.#slot('audio'),
    video: this.#slot('video'),
  };
  readonly #events = new Emitter<{ change: MediaKind }>();
  readonly #passes = new Passes(() => (this.source === 'screen' ? this.#passScreen() : this.#pass()));
  #screenAsked = false;

  constructor(
    readonly id: string,
    readonly source: CaptureSource,
    private readonly choice: DeviceChoice,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** What is played and sent: the device's track, or what a processor or a mixer makes of it. */
  track(kind: MediaKind): MediaStreamTrack | null {
    const { lent, pipeline } = this.#slots[kind];
    return lent ? null : pipeline.output;
  }

  /** What the device itself gives. */
  deviceTrack(kind: MediaKind): MediaStreamTrack | null {
    return this.#slots[kind].track;
  }

  /** Where processors and mixers of a medium are set. */
  pipeline(kind: MediaKind): TrackPipeline {
    return this.#slots[kind].pipeline;
  }

  /** Tells those who use a medium that something about it changed. */
  touch(kind: MediaKind): void {
    this.#tell(kind);
  }

  /** Another capture sends this medium from now on, or no more. */
  lend(kind: MediaKind, lent: boolean): void {
    if (this.#slots[kind].lent === lent) return;
    this.#slots[kind].lent = lent;
    this.#tell(kind);
  }

  /**
   * Sizes that the app asked the video to be sent in, the best first; empty: as the publisher thinks best. Changes are told
   * as changes of the video.
   */
  resolutions: () => readonly Resolution[] = () => {
    const wish = this.wish('video');
    return wish ? resolutionsOf(wish, this.track('video')) : [];
  };

  /** Bits per second that the app asked the sound to be sent with; null: as the publisher thinks best. */
  get audioBitrate(): number | null {
    return (this.#slots.audio.wish as AudioWish | null)?.bitrate ?? null;
  }

  muted(kind: MediaKind): boolean {
    return this.#slots[kind].muted;
  }

  error(kind: MediaKind): RtcError | null {
    return this.#slots[kind].error ?? this.#slots[kind].pipeline.error;
  }

  /** Whether this medium is asked for, open or not. */
  wished(kind: MediaKind): boolean {
    const { wish, own, lent } = this.#slots[kind];
    return (wish !== null || own) && !lent;
  }

  wish(kind: 'audio'): AudioWish | null;
  wish(kind: 'video'): VideoWish | null;
  wish(kind: MediaKind): AudioWish | VideoWish | null {
    return this.#slots[kind].wish;
  }

  /** Called after each change of a track, a mute or an error of that kind. */
  onChange(handler: (kind: MediaKind) => void): () => void {
    return this.#events.on('change', handler);
  }

  /** Opens, changes or closes devices until they are as wished. Resolves when they are, or when a device refused. */
  apply(wish: CaptureWish): Promise<void> {
    for (const kind of ['audio', 'video'] as const) {
      const mine = this.#slots[kind];
      if (mine.own) continue;
      const before = mine.wish;
      mine.wish = wish[kind];
      mine.forgive();
      // Bitrates are no matter of the device: who publishes must hear of them.
      if (mine.track && bitratesOf(before) !== bitratesOf(mine.wish)) this.#tell(kind);
    }
    return this.#passes.run();
  }

  /** Compares again, after the devices or the choice among them changed. */
  reconsider(): Promise<void> {
    for (const mine of Object.values(this.#slots)) {
      if (!mine.error || mine.error.code === RtcErrorCode.CAPTURE_PERMISSION_DENIED) continue;
      // The reason stands until the device has opened, or another reason is known.
      if (this.#target(mine)) mine.failed = '';
      else mine.forgive();
    }
    return this.#passes.run();
  }

  /** Rejects with the reason if unmuting needs a device that does not open. */
  async setMuted(kind: MediaKind, muted: boolean): Promise<void> {
    const mine = this.#slots[kind];
    if (mine.muted === muted && (muted || !mine.error)) return; // unmuting what failed to open tries again
    mine.muted = muted;
    if (!muted) mine.forgive();
    mine.silence();
    this.#tell(kind);
    await this.#passes.run();
    if (!muted && mine.error && !mine.track && !mine.muted) {
      mine.muted = true;
      this.#tell(kind);
      throw mine.error;
    }
  }

  /** Takes another device, or goes on with the old one and rejects. */
  async switchDevice(kind: MediaKind, deviceId: string): Promise<void> {
    const mine = this.#slots[kind];
    if (!mine.wish || mine.own) return;
    if (this.choice.resolve(kind, deviceId) !== deviceId) throw captureError({ name: 'NotFoundError' }, kind);
    const before = mine.wish;
    mine.wish = { ...before, deviceId };
    mine.forgive();
    await this.#passes.run();
    const { error } = mine;
    if (error && mine.wish.deviceId === deviceId) {
      mine.wish = before;
      mine.forgive();
      await this.#passes.run();
      throw error;
    }
  }

  /** Uses the caller's track, or none of the caller's any more. */
  setOwnTrack(kind: MediaKind, track: MediaStreamTrack | null): void {
    const mine = this.#slots[kind];
    mine.wish = null;
    mine.error = null;
    if (track) {
      this.#adopt(mine, track, 'own');
      return;
    }
    mine.drop();
    mine.own = false;
    this.#tell(kind);
  }

  /** Closes every device now; a device that is still opening is closed when it opens. */
  close(): void {
    this.#screenAsked = false;
    for (const mine of Object.values(this.#slots)) {
      const had = mine.track !== null;
      mine.close();
      if (had) this.#tell(mine.kind);
    }
    this.#passes.again();
  }

  #tell(kind: MediaKind): void {
    this.#events.emit('change', kind, this.onError);
  }

  /** The constraints that should be open now, with a key that tells two of them apart; null for closed. */
  #target(mine: CaptureSlot): { constraints: MediaTrackConstraints; key: string } | null {
    if (!mine.wish || (mine.kind === 'video' && mine.muted)) return null;
    const deviceId = this.choice.resolve(mine.kind, mine.wish.deviceId);
    const constraints =
      mine.kind === 'audio'
        ? audioConstraints(mine.wish as AudioWish, deviceId)
        : videoConstraints(mine.wish as VideoWish, deviceId);
    return { constraints, key: JSON.stringify(constraints) };
  }

  async #pass(): Promise<void> {
    await this.choice.ready();
    const request: CaptureRequest = {};
    const keys: Partial<Record<MediaKind, string>> = {};
    for (const mine of Object.values(this.#slots)) {
      if (mine.own) continue;
      const target = this.#target(mine);
      if (!target) {
        this.#dropAndTell(mine);
      } else if (mine.key === target.key) {
        this.#asWished(mine);
      } else if (mine.failed === target.key) {
        continue;
      } else if (!(await this.#adjust(mine, target))) {
        request[mine.kind] = target.constraints;
        keys[mine.kind] = target.key;
      }
    }
    if (!request.audio && !request.video) return;
    for (const kind of Object.keys(request) as MediaKind[]) this.#tell(kind);
    const results = await openDevices(request);
    for (const kind of Object.keys(request) as MediaKind[])
      this.#take(this.#slots[kind], results[kind], keys[kind] ?? '');
  }

  /** What was open before another device failed is what is wished for again. */
  #asWished(mine: CaptureSlot): void {
    if (!mine.error) return;
    mine.forgive();
    this.#tell(mine.kind);
  }

  /** The same device with other constraints needs no new track. */
  async #adjust(
    mine: CaptureSlot,
    target: { constraints: MediaTrackConstraints; key: string },
  ): Promise<boolean> {
    const { track } = mine;
    if (!track || deviceIn(mine.key) !== deviceIn(target.key)) return false;
    try {
      await track.applyConstraints(target.constraints);
    } catch {
      return false;
    }
    if (mine.track === track) mine.key = target.key;
    return true;
  }

  #take(mine: CaptureSlot, result: CaptureResult[MediaKind], key: string): void {
    const wanted = this.#target(mine)?.key === key && !mine.own;
    if (result && 'track' in result) {
      if (!wanted) {
        result.track.stop();
        this.#passes.again();
        return;
      }
      this.#adopt(mine, result.track, key);
      this.choice.opened(mine.kind);
    } else if (!wanted) {
      this.#passes.again();
    } else if (mine.track && result?.error.code === RtcErrorCode.CAPTURE_DEVICE_NOT_READABLE) {
      // Some systems open a device only after the one before it is closed.
      this.#dropAndTell(mine);
      this.#passes.again();
    } else {
      mine.error = result?.error ?? null;
      mine.failed = key;
      if (mine.error?.code === RtcErrorCode.CAPTURE_PERMISSION_DENIED) this.choice.refused(mine.kind);
      this.#tell(mine.kind);
    }
  }

  async #passScreen(): Promise<void> {
    const { audio, video } = this.#slots;
    if (!video.wish) {
      this.#screenAsked = false;
      if (!audio.own) this.#dropAndTell(audio);
      if (!video.own) this.#dropAndTell(video);
      return;
    }
    if (video.track || video.own || this.#screenAsked) return;
    this.#screenAsked = true;
    const wish = video.wish as VideoWish;
    const results = await openScreen(wish, audio.wish !== null);
    if (!this.#screenWanted()) {
      for (const result of Object.values(results)) if ('track' in result) result.track.stop();
      this.#passes.again();
      return;
    }
    for (const mine of [audio, video]) {
      const result = results[mine.kind];
      if (result && 'track' in result) this.#adopt(mine, result.track, 'screen');
      else if (result) this.#refusedScreen(mine, result.error);
    }
  }

  #screenWanted(): boolean {
    return this.#screenAsked && this.#slots.video.wish !== null;
  }

  /** Cancelled or impossible: asked again only by the next `apply`. */
  #refusedScreen(mine: CaptureSlot, error: RtcError): void {
    mine.error = error;
    mine.wish = null;
    this.#screenAsked = false;
    this.#tell(mine.kind);
  }

  #adopt(mine: CaptureSlot, track: MediaStreamTrack, key: string): void {
    mine.adopt(track, key);
    this.#tell(mine.kind);
  }

  /** The track ended by itself: unplugged, permission revoked, or "stop sharing" in the browser's own bar. */
  #lost(mine: CaptureSlot): void {
    mine.drop();
    if (mine.own || this.source === 'screen') {
      mine.own = false;
      mine.wish = null;
      if (mine.kind === 'video') this.#screenAsked = false;
      this.#tell(mine.kind);
      if (this.source === 'screen') void this.#passes.run();
      return;
    }
    this.#tell(mine.kind);
    void this.choice.ended().then(() => this.reconsider());
  }

  #dropAndTell(mine: CaptureSlot): void {
    const had = mine.track !== null;
    mine.drop();
    if (had) this.#tell(mine.kind);
  }

  #slot(kind: MediaKind): CaptureSlot {
    const pipeline = new TrackPipeline(() => {
      this.#tell(kind);
    });
    const made: CaptureSlot = new CaptureSlot(kind, pipeline, () => {
      this.#lost(made);
    });
    return made;
  }
}

function bitratesOf(wish: AudioWish | VideoWish | null): string {
  if (!wish) return '';
  return 'width' in wish ? `${String(wish.minBitrate)} ${String(wish.maxBitrate)}` : String(wish.bitrate);
}
