import { createId } from '../../lib/id.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import type { StreamKey } from '../../store/state.js';
import type { AudioMixing } from './AudioMixing.js';
import { DEFAULT_AUDIO, type AudioWish, type VideoWish } from './capture.js';
import type { DeviceChoice } from './captureSlot.js';
import { optionsIn } from './clientInput.js';
import { LocalCapture } from './LocalCapture.js';
import {
  audioProfile,
  screenProfile,
  videoProfile,
  type AudioProfileName,
  type RTCAudioProfile,
  type RTCScreenProfile,
  type RTCVideoProfile,
  type ScreenProfileName,
  type VideoProfileName,
} from './profiles.js';
import type { Resolution } from './resolutions.js';
import { captureError, RtcError, StreamInitializeResult, type MediaCaptureResult } from './RtcError.js';
import type {
  AudioMixOption,
  MediaOption,
  RTCVideoProfileInfo,
  StreamConfig,
  StreamInfo,
  VideoCaptureOption,
} from './rtcTypes.js';
import type { SecondResolution } from './SecondResolution.js';
import { sharedCaptures } from './sharedCaptures.js';
import { kindsOf, Stream, unusable } from './Stream.js';
import { infoOf, StreamPictures } from './StreamPictures.js';

const KINDS = ['audio', 'video'] as const;

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
  #initialized: boolean;
  #sound = audioProfile('standard');
  readonly #pictures: StreamPictures;
  #mixing: AudioMixing | null = null;

  /** @internal Use `HRTC.createStream`, or `stream` of the hook `useLocalStream`. */
  constructor(config: StreamConfig, held?: HeldCapture) {
    super();
    this.#config = config;
    this.#held = this.#initialized = held !== undefined;
    const { capture, streamKey } = held ?? ownCapture(config);
    this.#capture = capture;
    this.#streamKey = streamKey;
    const profile = capture.source === 'screen' ? screenProfile('720p') : videoProfile('360p_2');
    this.#pictures = new StreamPictures(capture, profile, (wish) => this.#apply('video', wish));
    captures.set(this, capture);
    if (!held) capture.resolutions = () => this.#resolutions();
    capture.onChange((kind) => {
      this.#changed(kind);
    });
  }

  get streamKey(): StreamKey {
    return this.#streamKey();
  }

  getType(): 'local' {
    return 'local';
  }

  /** The `userId` of the configuration; undefined without one. Source: seed 002. */
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

  getVideoTrack(resolutionId?: string): MediaStreamTrack | null {
    if (resolutionId === undefined || this.#held) return this.#capture.track('video');
    return this.#resolutions().find((one) => one.resolutionId === resolutionId)?.track ?? null;
  }

  /** What was asked for; the browser comes as close to it as the device can. Source: seed 002. */
  override getStreamInfo(): StreamInfo {
    if (this.#held) return super.getStreamInfo();
    return { videoProfiles: this.#resolutions().map(infoOf), audioProfile: { ...this.#sound } };
  }

  /**
   * Opens what the configuration asks for. Resolves if at least one medium could be captured, rejects with the same kind of
   * result if none could (90100017 to 90100020). Source: seed 002; SETTLED 22.
   */
  async initialize(): Promise<StreamInitializeResult> {
    if (this.#held) {
      await this.#capture.reconsider();
      return this.#outcome(KINDS.filter((kind) => this.#capture.wished(kind)));
    }
    const { screen = false, audio = false, video = false, screenAudio = false } = this.#config;
    const { audioSource, videoSource, microphoneId = null, cameraId } = this.#config;
    this.#initialized = true;
    sharedCaptures.set(this.getId(), this.#capture);
    if (audioSource) this.#capture.setOwnTrack('audio', audioSource);
    if (videoSource) this.#capture.setOwnTrack('video', videoSource);
    const wanted = { audio: screen ? screenAudio : audio, video: screen || video };
    await this.#capture.apply({
      audio: wanted.audio ? this.#microphone(microphoneId) : null,
      video: wanted.video ? this.#camera(cameraId) : null,
    });
    return this.#outcome(KINDS.filter((kind) => wanted[kind] || this.#capture.track(kind)));
  }

  /**
   * Sampling, channels and bitrate by name or value; an unknown name means `standard`. Before `initialize` only (90100001).
   * Throws 90000005 for a value out of its range. Source: seed 002.
   */
  setAudioProfile(profile: AudioProfileName | (string & {}) | RTCAudioProfile): void {
    this.#requireNew('setAudioProfile');
    this.#sound = audioProfile(profile);
  }

  /**
   * Size, frame rate and bitrates of the camera's picture, by name or value; an unknown name means `360p_2`. While it is
   * captured it changes without being captured anew, also for who watches. Throws 90000005 for a value out of its
   * range or an unknown resolution, 90100001 for a track of your own. Source: seed 002.
   */
  setVideoProfile(profile: VideoProfileName | (string & {}) | RTCVideoProfile, resolutionId?: string): void {
    this.#requireApart('setVideoProfile');
    const next = videoProfile(profile);
    const second = this.#pictures.second(resolutionId);
    if (this.#initialized && this.#capture.track('video') && !this.#capture.wish('video')) {
      throw new RtcError(
        RtcErrorCode.INVALID_OPERATION,
        'A track of your own has the size that it has: change it at its source.',
      );
    }
    if (second) {
      second.setProfile(next).catch(() => undefined); // what the copy cannot have, it comes close to
      this.#capture.touch('video');
      return;
    }
    // A screen has its profile from setScreenProfile().
    if (this.#config.screen) return;
    if (this.#initialized) this.#pictures.change(next);
    else this.#pictures.begin(next);
    const wish = this.#capture.wish('video');
    if (wish) void this.#apply('video', { ...wish, ...next });
  }

  /**
   * Size, frame rate and bitrate of a shared screen, by name or value; an unknown name means `720p`. Before `initialize` only
   * (90100001). Throws 90000005 for a value out of its range. Source: seed 002.
   */
  setScreenProfile(profile: ScreenProfileName | (string & {}) | RTCScreenProfile): void {
    this.#requireNew('setScreenProfile');
    const next = screenProfile(profile);
    if (this.#config.screen) this.#pictures.begin(next);
  }

  /**
   * Captures a microphone where the stream has no sound, and publishes it if the stream is published. Rejects with 90100001
   * before `initialize` or beside a track, with 90100017 to 90100020 if it cannot be had. Source: seed 002.
   */
  async addAudioTrackCapture(microphoneId?: string): Promise<MediaStreamTrack> {
    this.#requireMissing('audio');
    return this.#add('audio', this.#microphone(microphoneId ?? this.#config.microphoneId ?? null));
  }

  /** The same for a camera. Source: seed 002. */
  async addVideoTrackCapture(option?: VideoCaptureOption): Promise<MediaStreamTrack> {
    const { cameraId, resolutionId } = optionsIn('option', option);
    this.#requireMissing('video');
    this.#pictures.second(resolutionId);
    return this.#add('video', this.#camera(cameraId ?? this.#config.cameraId));
  }

  /**
   * Sends the camera's picture in another size as well, so that each viewer takes the one it needs; with `audio` also captures
   * a microphone if there is none. At most two sizes, and none of a track of your own (90100001). Rejects with a
   * StreamInitializeResult if the camera cannot. Source: seed 002.
   */
  async addResolution(
    profile: VideoProfileName | (string & {}) | RTCVideoProfile,
    audio = false,
  ): Promise<RTCVideoProfileInfo> {
    this.#requireApart('addResolution');
    this.#requireInitialized();
    const next = videoProfile(profile);
    this.#pictures.requireRoom();
    if (this.#config.screen || (this.#capture.wished('video') && !this.#capture.wish('video'))) {
      throw new RtcError(RtcErrorCode.INVALID_OPERATION, 'Only a camera can be sent in two resolutions.');
    }
    if (audio && !this.hasAudio())
      await this.addAudioTrackCapture().catch((cause: unknown) => this.#failed(cause));
    const camera = this.#capture.wish('video');
    if (!camera) {
      this.#pictures.begin(next);
      await this.addVideoTrackCapture().catch((cause: unknown) => this.#failed(cause));
      return infoOf(this.#pictures.best);
    }
    return this.#pictures.add(next, camera).catch((cause: unknown) => this.#failed(cause));
  }

  /** Sends this size no more; with the last one the camera goes off. Throws 90000005 for an unknown one. Source: seed 002. */
  async removeResolution(resolutionId: string): Promise<void> {
    this.#requireInitialized();
    await this.#pictures.remove(resolutionId);
  }

  /** Adds a track of your own. Rejects with 90100001 if there is one of its kind. Source: seed 002. */
  async addTrack(track: MediaStreamTrack, resolutionId?: string): Promise<void> {
    const kind = kindOf(track);
    this.#requireInitialized();
    const second = kind === 'video' ? this.#pictures.second(resolutionId) : null;
    if (second ? second.track : this.#capture.wished(kind)) {
      throw new RtcError(
        RtcErrorCode.INVALID_OPERATION,
        `There is a ${kind} track already: replace or remove it.`,
      );
    }
    await this.#own(kind, track, second);
  }

  /** Takes a track out; one of a device is closed. Rejects with 90100001 if it is not in the stream. Source: seed 002. */
  async removeTrack(track: MediaStreamTrack): Promise<void> {
    const kind = kindOf(track);
    const second = kind === 'video' ? this.#pictures.secondOf(track) : null;
    if (!second && this.#capture.track(kind) !== track) {
      throw new RtcError(RtcErrorCode.INVALID_OPERATION, 'This track is not in the stream.');
    }
    await this.#own(kind, null, second);
  }

  /** Puts a track of your own in the place of what is there, without a gap for who watches. Source: seed 002. */
  async replaceTrack(track: MediaStreamTrack, type: 'audio' | 'video', resolutionId?: string): Promise<void> {
    if (kindOf(track) !== type) {
      throw unusable('type', `The track is of ${track.kind}, not of ${type}.`);
    }
    this.#requireInitialized();
    await this.#own(type, track, type === 'video' ? this.#pictures.second(resolutionId) : null);
  }

  /**
   * Takes another microphone or camera, without a gap for who watches; `'user'` and `'environment'` name cameras by their side.
   * If it does not open, the stream goes on with the one it has and this rejects (90100017 to 90100020). Source: seed 002.
   */
  async switchDevice(deviceType: 'audio' | 'video', deviceId: string): Promise<void> {
    if (!KINDS.includes(deviceType)) throw unusable('deviceType', "deviceType is 'audio' or 'video'.");
    if (typeof deviceId !== 'string' || deviceId === '') throw unusable('deviceId', 'deviceId is a text.');
    const wish = deviceType === 'video' ? this.#capture.wish('video') : this.#capture.wish('audio');
    if (!wish || this.#config.screen) {
      throw new RtcError(
        RtcErrorCode.INVALID_OPERATION,
        `This stream captures no ${deviceType === 'audio' ? 'microphone' : 'camera'} that could be another one.`,
      );
    }
    const side = deviceType === 'video' ? sideOf(deviceId) : null;
    if (side) await this.#turn(side);
    else await this.#capture.switchDevice(deviceType, deviceId);
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

  /**
   * Mixes a sound file into what is sent, or sends it in the microphone's place; here nothing of it is heard. Resolves when it
   * plays; `audio-mixing-played` and `audio-mixing-finished` tell. Another file takes the place of the first. Rejects with 90000005
   * for a file that cannot be played or an unusable option, with 90100001 for a stream without sound, with 90100021
   * before a gesture. Source: seed 002.
   */
  async startAudioMixing(option: AudioMixOption): Promise<void> {
    const { AudioMixing } = await import('./AudioMixing.js');
    if (!this.#mixing) {
      this.#mixing = AudioMixing.of(this.#capture);
      this.#mixing.on('played', () => {
        this.emit('audio-mixing-played', undefined);
      });
      this.#mixing.on('finished', () => {
        this.emit('audio-mixing-finished', undefined);
      });
    }
    await this.#mixing.start(option);
  }

  /** Ends the file, if there is one; `audio-mixing-finished` is not told. Source: seed 002. */
  async stopAudioMixing(): Promise<void> {
    this.#mixing?.stop();
    await Promise.resolve();
  }

  /** Throws 90100001 if no file is mixed in, as do the next three. Source: seed 002. */
  pauseAudioMixing(): void {
    this.#mixed().pause();
  }

  resumeAudioMixing(): void {
    this.#mixed().resume();
  }

  /** 0 to 100. Source: seed 002; SETTLED 23. */
  setAudioMixingVolume(level: number): void {
    this.#mixed().setVolume(level);
  }

  /** In ms, up to the duration. Source: seed 002. */
  setAudioMixingPosition(position: number): void {
    this.#mixed().setPosition(position);
  }

  /** In ms; 0 if no file is mixed in. Source: seed 002. */
  getAudioMixingDuration(): number {
    return this.#mixing?.state.duration ?? 0;
  }

  /** In ms; 0 if no file is mixed in. Source: seed 002. */
  getAudioMixingCurrentPosition(): number {
    return this.#mixing?.position ?? 0;
  }

  /**
   * Sends this screen's sound within another stream of yours, mixed with its microphone or, with `muteMainStreamAudio`, instead of
   * it: who receives that stream hears both. Lasts until the screen's sound ends. Throws 90100001 if this is no screen or the
   * other stream has no sound. Source: seed 002.
   */
  bindScreenAudio2RelatedStream(bindStream: LocalStream, muteMainStreamAudio = false): void {
    const to = captureOf(bindStream);
    if (this.#capture.source !== 'screen' || to.source === 'screen') {
      throw new RtcError(
        RtcErrorCode.INVALID_OPERATION,
        "Bind a screen's sound to a stream of a camera or microphone.",
      );
    }
    if (!to.wished('audio')) {
      throw new RtcError(
        RtcErrorCode.INVALID_OPERATION,
        'The other stream sends no sound: capture a microphone first.',
      );
    }
    const screen = this.#capture;
    void import('./AudioMixing.js').then(({ bindScreenSound }) =>
      bindScreenSound(screen, to, muteMainStreamAudio),
    );
  }

  /**
   * Stops playing and gives the devices back; without an option everything. The devices of a stream that a hook holds
   * stay with the hook. Source: seed 002.
   */
  close(option?: MediaOption): void {
    this.stop(option);
    if (this.#held) return;
    const kinds = kindsOf(option);
    const ids = option?.resolutionIds;
    if (ids !== undefined && kinds.includes('video')) {
      const named = typeof ids === 'string' ? [ids] : ids;
      if (this.#pictures.all.some(({ resolutionId }) => !named.includes(resolutionId))) {
        for (const id of named) if (this.#pictures.has(id)) void this.#pictures.remove(id);
        if (kinds.includes('audio')) this.#capture.setOwnTrack('audio', null);
        return;
      }
    }
    if (kinds.includes('video')) this.#pictures.close();
    if (kinds.length === 2) {
      this.#capture.close();
      this.#initialized = false;
      sharedCaptures.delete(this.getId());
    } else for (const kind of kinds) this.#capture.setOwnTrack(kind, null);
  }

  /** @internal */
  protected override get mirrored(): boolean {
    return this.#config.mirror === true && this.#config.screen !== true;
  }

  #changed(kind: MediaKind): void {
    const capture = this.#capture;
    if (kind === 'video') {
      void this.#pictures.follow().then(
        (followed) => {
          if (followed) this.refreshPlayers();
        },
        () => undefined,
      );
    }
    this.refreshPlayers();
    const stopped = capture.source === 'screen' && kind === 'video' && !capture.wished('video');
    if (stopped && !capture.error('video')) this.emit('screen-sharing-stopped', this.getId());
  }

  #mute(kind: MediaKind, muted: boolean): boolean {
    if (!this.#capture.wished(kind)) return false;
    this.#capture.setMuted(kind, muted).catch(() => undefined); // the capture keeps the reason, and stays muted
    return true;
  }

  #resolutions(): readonly Resolution[] {
    return this.#capture.wished('video') || !this.#initialized ? this.#pictures.all : [];
  }

  #microphone(deviceId: string | null): AudioWish {
    return { ...DEFAULT_AUDIO, ...this.#sound, deviceId };
  }

  #camera(cameraId: string | undefined): VideoWish {
    const facingMode = sideOf(cameraId) ?? this.#config.facingMode;
    const deviceId = cameraId === undefined || sideOf(cameraId) ? null : cameraId;
    return { ...this.#pictures.profile, deviceId, ...(facingMode && { facingMode }) };
  }

  /** Changes the wish of one medium and waits until it is so, or not. */
  async #apply(kind: MediaKind, wish: AudioWish | VideoWish): Promise<void> {
    const capture = this.#capture;
    await capture.apply({
      audio: capture.wish('audio'),
      video: capture.wish('video'),
      [kind]: wish,
    });
    const error = capture.error(kind);
    if (error && !capture.muted(kind)) throw error;
  }

  async #turn(facingMode: 'user' | 'environment'): Promise<void> {
    const before = this.#capture.wish('video');
    if (!before) return;
    try {
      await this.#apply('video', { ...before, deviceId: null, facingMode });
    } catch (cause) {
      await this.#apply('video', before).catch(() => undefined);
      throw cause;
    }
  }

  async #add(kind: MediaKind, wish: AudioWish | VideoWish): Promise<MediaStreamTrack> {
    const capture = this.#capture;
    await this.#apply(kind, wish).catch(async (cause: unknown) => {
      const wishes = { audio: capture.wish('audio'), video: capture.wish('video') };
      await capture.apply({ ...wishes, [kind]: null });
      throw cause;
    });
    const track = capture.track(kind);
    if (!track) throw captureError({ name: 'AbortError' }, kind);
    return track;
  }

  async #own(
    kind: MediaKind,
    track: MediaStreamTrack | null,
    second: SecondResolution | null,
  ): Promise<void> {
    if (second) {
      second.setOwn(track);
      this.#capture.touch('video');
    } else {
      this.#capture.setOwnTrack(kind, track);
    }
    await Promise.resolve();
  }

  #mixed(): AudioMixing {
    if (this.#mixing) return this.#mixing;
    throw new RtcError(RtcErrorCode.INVALID_OPERATION, 'No file is mixed in: call startAudioMixing() first.');
  }

  #failed(cause: unknown): never {
    throw new StreamInitializeResult([
      { type: 'video', error: cause instanceof RtcError ? cause : captureError(cause, 'video') },
    ]);
  }

  #requireInitialized(): void {
    if (this.#initialized) return;
    throw new RtcError(RtcErrorCode.INVALID_OPERATION, 'Call initialize() before this.');
  }

  #requireNew(what: string): void {
    this.#requireApart(what);
    if (!this.#initialized) return;
    throw new RtcError(RtcErrorCode.INVALID_OPERATION, `Call ${what}() before initialize().`);
  }

  #requireApart(what: string): void {
    if (!this.#held) return;
    throw new RtcError(
      RtcErrorCode.INVALID_OPERATION,
      `The hook that captures this stream decides that: change its config instead of calling ${what}().`,
    );
  }

  #requireMissing(kind: MediaKind): void {
    this.#requireInitialized();
    if (!this.#capture.track(kind) && !this.#capture.muted(kind)) return;
    throw new RtcError(
      RtcErrorCode.INVALID_OPERATION,
      `There is a ${kind} track already: use switchDevice() or replaceTrack().`,
    );
  }

  /** Throws it if nothing of what was asked for could be captured. */
  #outcome(kinds: readonly MediaKind[]): StreamInitializeResult {
    const results = kinds.map((kind) => this.#result(kind));
    const result = new StreamInitializeResult(results);
    if (results.length > 0 && !results.some(({ track }) => track)) throw result;
    return result;
  }

  #result(type: MediaKind): MediaCaptureResult {
    const track = this.#capture.track(type);
    if (track) return { type, track };
    const error = this.#capture.error(type);
    if (error) return { type, error };
    // A muted camera is closed and no failure; a screen without sound to share is one.
    if (this.#capture.muted(type)) return { type };
    const screen = this.#config.screen === true;
    const whole = screen ? this.#capture.error('video') : null;
    return { type, error: whole ?? captureError({ name: 'NotFoundError' }, screen ? 'screen' : type) };
  }
}

function sideOf(cameraId: string | undefined): 'user' | 'environment' | null {
  return cameraId === 'user' || cameraId === 'environment' ? cameraId : null;
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
  const { kind } = (track as { kind?: unknown } | null) ?? {};
  if (kind === 'audio' || kind === 'video') return kind;
  throw unusable('track', 'Pass a MediaStreamTrack.');
}
