import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import type { StreamKey } from '../../store/state.js';
import { DEFAULT_AUDIO, type AudioWish, type VideoWish } from './capture.js';
import { addWish, applyWish, failed, outcomeOf, sideOf, turnCamera } from './captureCalls.js';
import { optionsIn } from './clientInput.js';
import type { LocalCapture } from './LocalCapture.js';
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
import { RtcError, type StreamInitializeResult } from './RtcError.js';
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
import { captureOf, ownCapture, standFor, type HeldCapture } from './streamCaptures.js';
import { bindScreenTo, StreamMixing } from './StreamMixing.js';
import { infoOf, StreamPictures } from './StreamPictures.js';

const KINDS = ['audio', 'video'] as const;

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
  readonly #mixing: StreamMixing;

  /** @internal Use `HRTC.createStream`, or `stream` of the hook `useLocalStream`. */
  constructor(config: StreamConfig, held?: HeldCapture) {
    super();
    this.#config = config;
    this.#held = this.#initialized = held !== undefined;
    const { capture, streamKey } = held ?? ownCapture(config);
    this.#capture = capture;
    this.#streamKey = streamKey;
    const profile = capture.source === 'screen' ? screenProfile('720p') : videoProfile('360p_2');
    this.#pictures = new StreamPictures(capture, profile, (wish) => applyWish(capture, 'video', wish));
    this.#mixing = new StreamMixing(capture, (event) => {
      this.emit(event, undefined);
    });
    standFor(this, capture);
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
      return outcomeOf(
        this.#capture,
        KINDS.filter((kind) => this.#capture.wished(kind)),
      );
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
    return outcomeOf(
      this.#capture,
      KINDS.filter((kind) => wanted[kind] || this.#capture.track(kind)),
    );
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
    if (wish) void applyWish(this.#capture, 'video', { ...wish, ...next });
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
    return addWish(
      this.#capture,
      'audio',
      this.#microphone(microphoneId ?? this.#config.microphoneId ?? null),
    );
  }

  /** The same for a camera. Source: seed 002. */
  async addVideoTrackCapture(option?: VideoCaptureOption): Promise<MediaStreamTrack> {
    const { cameraId, resolutionId } = optionsIn('option', option);
    this.#requireMissing('video');
    this.#pictures.second(resolutionId);
    return addWish(this.#capture, 'video', this.#camera(cameraId ?? this.#config.cameraId));
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
    if (audio && !this.hasAudio()) await this.addAudioTrackCapture().catch(failed);
    const camera = this.#capture.wish('video');
    if (!camera) {
      this.#pictures.begin(next);
      await this.addVideoTrackCapture().catch(failed);
      return infoOf(this.#pictures.best);
    }
    return this.#pictures.add(next, camera).catch(failed);
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
    if (side) await turnCamera(this.#capture, side);
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
    await this.#mixing.start(option);
  }

  /** Ends the file, if there is one; `audio-mixing-finished` is not told. Source: seed 002. */
  async stopAudioMixing(): Promise<void> {
    this.#mixing.stop();
    await Promise.resolve();
  }

  /** Throws 90100001 if no file is mixed in, as do the next three. Source: seed 002. */
  pauseAudioMixing(): void {
    this.#mixing.file.pause();
  }

  resumeAudioMixing(): void {
    this.#mixing.file.resume();
  }

  /** 0 to 100. Source: seed 002; SETTLED 23. */
  setAudioMixingVolume(level: number): void {
    this.#mixing.file.setVolume(level);
  }

  /** In ms, up to the duration. Source: seed 002. */
  setAudioMixingPosition(position: number): void {
    this.#mixing.file.setPosition(position);
  }

  /** In ms; 0 if no file is mixed in. Source: seed 002. */
  getAudioMixingDuration(): number {
    return this.#mixing.duration;
  }

  /** In ms; 0 if no file is mixed in. Source: seed 002. */
  getAudioMixingCurrentPosition(): number {
    return this.#mixing.position;
  }

  /**
   * Sends this screen's sound within another stream of yours, mixed with its microphone or, with `muteMainStreamAudio`, instead of
   * it: who receives that stream hears both. Lasts until the screen's sound ends. Throws 90100001 if this is no screen or the
   * other stream has no sound. Source: seed 002.
   */
  bindScreenAudio2RelatedStream(bindStream: LocalStream, muteMainStreamAudio = false): void {
    bindScreenTo(this.#capture, captureOf(bindStream), muteMainStreamAudio);
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

  #microphone(deviceId: string | null): AudioWish {
    return { ...DEFAULT_AUDIO, ...this.#sound, deviceId };
  }

  #camera(cameraId: string | undefined): VideoWish {
    const facingMode = sideOf(cameraId) ?? this.#config.facingMode;
    const deviceId = cameraId === undefined || sideOf(cameraId) ? null : cameraId;
    return { ...this.#pictures.profile, deviceId, ...(facingMode && { facingMode }) };
  }

  #resolutions(): readonly Resolution[] {
    return this.#capture.wished('video') || !this.#initialized ? this.#pictures.all : [];
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
}

function kindOf(track: MediaStreamTrack): MediaKind {
  const { kind } = (track as { kind?: unknown } | null) ?? {};
  if (kind === 'audio' || kind === 'video') return kind;
  throw unusable('track', 'Pass a MediaStreamTrack.');
}
