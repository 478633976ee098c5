import { createId } from '../../lib/id.js';
import { RtcErrorCode } from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import type { StreamKey } from '../../store/state.js';
import { DEFAULT_AUDIO, type VideoWish } from './capture.js';
import type { DeviceChoice } from './captureSlot.js';
import { LocalCapture } from './LocalCapture.js';
import { RtcError, StreamInitializeResult, type MediaCaptureResult } from './RtcError.js';
import type { MediaOption, StreamConfig } from './rtcTypes.js';
import { sharedCaptures } from './sharedCaptures.js';
import { kindsOf, Stream } from './Stream.js';

/** Seed 002's defaults: profile `360p_2` for cameras, `720p` for screens. */
const CAMERA: VideoWish = { deviceId: null, width: 480, height: 360, frameRate: 15 };
const SCREEN: VideoWish = { deviceId: null, width: 1280, height: 720, frameRate: 15 };

/** Without a client there is no remembered choice: named devices are taken as they are. */
const AS_NAMED: DeviceChoice = {
  ready: () => null,
  resolve: (_kind, named) => named,
  opened: () => undefined,
  refused: () => undefined,
  ended: () => Promise.resolve(),
};

/** A capture that hooks hold: a stream over it plays and mutes it, and leaves its beginning and its end to them. */
export interface HeldCapture {
  readonly capture: LocalCapture;
  readonly streamKey: () => StreamKey;
}

const captures = new WeakMap<LocalStream, LocalCapture>();

/** The capture behind a stream, for who publishes it. */
export function captureOf(stream: LocalStream): LocalCapture {
  const capture = captures.get(stream);
  if (!capture)
    throw new RtcError(RtcErrorCode.INVALID_PARAMETER, 'This is no stream of HRTC.createStream().');
  return capture;
}

/**
 * One's own camera and microphone, screen, or tracks.
 *
 * @example
 * ```ts
 * const stream = HRTC.createStream({ audio: true, video: true });
 * await stream.initialize();
 * await client.publish(stream);
 * ```
 * Source: seed 002, 3.5.5.
 * @public
 */
export class LocalStream extends Stream {
  readonly #config: StreamConfig;
  readonly #capture: LocalCapture;
  readonly #streamKey: () => StreamKey;
  readonly #held: boolean;

  /** @internal Use `HRTC.createStream`, or `stream` of the hook `useLocalStream`. */
  constructor(config: StreamConfig, held?: HeldCapture) {
    super();
    this.#config = config;
    this.#held = held !== undefined;
    const { capture, streamKey } = held ?? ownCapture(config);
    this.#capture = capture;
    this.#streamKey = streamKey;
    captures.set(this, this.#capture);
    this.#capture.onChange((kind) => {
      this.refreshPlayers();
      const stopped = capture.source === 'screen' && kind === 'video' && !this.#capture.wished('video');
      if (stopped && !this.#capture.error('video')) this.emit('screen-sharing-stopped', this.getId());
    });
  }

  get streamKey(): StreamKey {
    return this.#streamKey();
  }

  getType(): 'local' {
    return 'local';
  }

  getUserId(): string | undefined {
    return this.#held ? this.streamKey.uid : this.#config.userId;
  }

  hasAudio(): boolean {
    return this.#capture.wished('audio');
  }

  hasVideo(): boolean {
    return this.#capture.wished('video');
  }

  getAudioTrack(): MediaStreamTrack | null {
    return this.#capture.track('audio');
  }

  getVideoTrack(): MediaStreamTrack | null {
    return this.#capture.track('video');
  }

  /**
   * Opens what the configuration asks for. Resolves if at least one medium could be captured, rejects with the same kind of
   * result if none could (90100017 to 90100020). Source: seed 002; SETTLED 22.
   */
  async initialize(): Promise<StreamInitializeResult> {
    if (this.#held) {
      await this.#capture.reconsider();
      return this.#outcome();
    }
    const { screen = false, audio = false, video = false, screenAudio = false } = this.#config;
    const { audioSource, videoSource, microphoneId, cameraId, facingMode } = this.#config;
    sharedCaptures.set(this.getId(), this.#capture);
    if (audioSource) this.#capture.setOwnTrack('audio', audioSource);
    if (videoSource) this.#capture.setOwnTrack('video', videoSource);
    const camera = { ...CAMERA, deviceId: cameraId ?? null, ...(facingMode && { facingMode }) };
    const wants = { audio: screen ? screenAudio : audio, video: screen || video };
    await this.#capture.apply({
      audio: wants.audio ? { ...DEFAULT_AUDIO, deviceId: microphoneId ?? null } : null,
      video: !wants.video ? null : screen ? SCREEN : camera,
    });
    return this.#outcome();
  }

  /** False if there is no microphone in this stream. Source: seed 002. */
  muteAudio(): boolean {
    return this.#mute('audio', true);
  }

  unmuteAudio(): boolean {
    return this.#mute('audio', false);
  }

  /** The camera goes off, its light too. Source: seed 002. */
  muteVideo(): boolean {
    return this.#mute('video', true);
  }

  /** The camera is opened anew. If it cannot be, the video stays muted. Source: seed 002. */
  unmuteVideo(): boolean {
    return this.#mute('video', false);
  }

  /** Takes another microphone or camera, without a gap for who watches. Source: seed 002. */
  async switchDevice(deviceType: 'audio' | 'video', deviceId: string): Promise<void> {
    this.#requireKind(deviceType);
    await this.#capture.switchDevice(deviceType, deviceId);
  }

  /** Adds a track of your own. Rejects with 90100001 if there is one of its kind. Source: seed 002. */
  async addTrack(track: MediaStreamTrack): Promise<void> {
    const kind = kindOf(track);
    if (this.#capture.wished(kind)) {
      throw new RtcError(
        RtcErrorCode.INVALID_OPERATION,
        `There is a ${kind} track already: replace or remove it.`,
      );
    }
    this.#capture.setOwnTrack(kind, track);
    await Promise.resolve();
  }

  /** Takes a track out; one of a device is closed. Source: seed 002. */
  async removeTrack(track: MediaStreamTrack): Promise<void> {
    const kind = kindOf(track);
    if (this.#capture.track(kind) !== track) {
      throw new RtcError(RtcErrorCode.INVALID_OPERATION, 'This track is not in the stream.');
    }
    this.#capture.setOwnTrack(kind, null);
    await Promise.resolve();
  }

  /** Puts a track of your own in the place of what is there. Source: seed 002. */
  async replaceTrack(track: MediaStreamTrack, type: 'audio' | 'video'): Promise<void> {
    if (kindOf(track) !== type) {
      throw new RtcError(RtcErrorCode.INVALID_PARAMETER, `The track is of ${track.kind}, not of ${type}.`);
    }
    this.#capture.setOwnTrack(type, track);
    await Promise.resolve();
  }

  /**
   * Stops playing and gives the devices back; without an option both media. The devices of a stream that a hook holds
   * stay with the hook. Source: seed 002.
   */
  close(option?: MediaOption): void {
    this.stop(option);
    if (this.#held) return;
    const kinds = kindsOf(option);
    if (kinds.length === 2) {
      this.#capture.close();
      sharedCaptures.delete(this.getId());
    } else for (const kind of kinds) this.#capture.setOwnTrack(kind, null);
  }

  #mute(kind: MediaKind, muted: boolean): boolean {
    if (!this.#capture.wished(kind)) return false;
    this.#capture.setMuted(kind, muted).catch(() => undefined); // the capture keeps the reason, and stays muted
    return true;
  }

  /** Throws it if nothing of what was asked for could be captured. */
  #outcome(): StreamInitializeResult {
    const results = (['audio', 'video'] as const)
      .filter((kind) => this.#capture.wished(kind) || this.#capture.track(kind))
      .map((kind) => this.#result(kind));
    const result = new StreamInitializeResult(results);
    if (results.length > 0 && !results.some(({ track }) => track)) throw result;
    return result;
  }

  #requireKind(kind: MediaKind): void {
    if (this.#capture.wished(kind)) return;
    throw new RtcError(
      RtcErrorCode.INVALID_OPERATION,
      `This stream captures no ${kind}: ask for it in createStream().`,
    );
  }

  #result(type: MediaKind): MediaCaptureResult {
    const track = this.#capture.track(type);
    const error = this.#capture.error(type);
    return { type, ...(track && { track }), ...(error && !track && { error }) };
  }
}

function ownCapture({ screen, userId }: StreamConfig): HeldCapture {
  const source = screen ? 'screen' : 'main';
  const id = `local-${createId()}`;
  const key = Object.freeze({ streamId: id, uid: userId ?? '', source, isLocal: true });
  const capture = new LocalCapture(id, source, AS_NAMED, (error) => {
    queueMicrotask(() => {
      throw error;
    });
  });
  return { capture, streamKey: () => key };
}

function kindOf(track: MediaStreamTrack): MediaKind {
  const { kind } = track as { kind?: unknown };
  if (kind === 'audio' || kind === 'video') return kind;
  throw new RtcError(RtcErrorCode.INVALID_PARAMETER, 'Pass a MediaStreamTrack.');
}
