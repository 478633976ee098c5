import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaRole } from '../../protocol/media.js';
import { CLIENT_EVENTS, type ClientEvents } from './clientEvents.js';
import {
  bandwidthIn,
  checkEvent,
  checkFlag,
  checkNumber,
  iceServersIn,
  invalid,
  optionsIn,
  proxyIn,
} from './clientInput.js';
import { ClientMeters } from './ClientMeters.js';
import { ClientRelay } from './ClientRelay.js';
import { ClientSubscriptions } from './ClientSubscriptions.js';
import type {
  AllLocalVideoStats,
  AllRemoteVideoStats,
  LocalAudioStats,
  NetworkBandwidth,
  RemoteAudioStats,
  SubscribeParam,
  TransportStats,
  TurnServerConfig,
} from './clientTypes.js';
import type { LocalStream } from './LocalStream.js';
import type { RemoteStream } from './RemoteStream.js';
import type { RoomMedia } from './RoomMedia.js';
import { RtcError, toRtcError } from './RtcError.js';
import type { RtcEntry, RtcOrigin } from './rtcOrigin.js';
import type {
  Authorization,
  PublishOption,
  RtcConnectionState,
  SessionJoinConfig,
  SignatureJoinConfig,
  SubscribeOption,
} from './rtcTypes.js';
import { captureOf } from './streamCaptures.js';

/**
 * A client of one room: joins it, publishes, subscribes, and tells what happens.
 *
 * @example
 * ```ts
 * const client = HRTC.createClient({ appId: '1', url: 'http://localhost:8080' });
 * client.on('stream-added', ({ stream }) => void client.subscribe(stream, { audio: true, video: true }));
 * await client.join('demo', { userId: 'ada', signature, ctime, role: 0 });
 * await client.publish(stream);
 * ```
 * Source: seed 002, 3.5.2.
 * @public
 */
export class RtcClient<TConfig = SignatureJoinConfig | SessionJoinConfig> {
  readonly #origin: RtcOrigin<TConfig>;
  readonly #relay: ClientRelay;
  readonly #meters: ClientMeters;
  readonly #received: ClientSubscriptions;
  readonly #network: Partial<RoomMedia['network']> = {};
  #topThree = false;
  /** Of the three loudest. */
  readonly #sound = { volume: 100, muted: false };
  #silenceSlots: () => void = () => undefined;
  #entry: RtcEntry | null = null;

  /** @internal Use `HRTC.createClient` or `hummer.rtc.createClient`. */
  constructor(origin: RtcOrigin<TConfig>) {
    this.#origin = origin;
    this.#relay = new ClientRelay(origin);
    this.#received = new ClientSubscriptions(this.#relay);
    this.#meters = new ClientMeters(origin.clock, this.#relay, () => this.#entry);
  }

  /**
   * Joins a room. A client is in one room at a time. Rejects with 90100204 if it is in one, with 90000005 on an unusable
   * argument, with 90000004 if the server does not answer, 90100012 or 90100016 if it cannot be reached, 90100030 or
   * 90100031 for its signature. Source: seed 002.
   */
  async join(roomId: string, config: TConfig): Promise<void> {
    if (this.#entry && this.#isIn()) {
      throw new RtcError(
        RtcErrorCode.ALREADY_JOINED,
        `This client is in the room ${this.#entry.roomId}: leave it first.`,
      );
    }
    try {
      await this.enter(roomId, config).join();
    } catch (error) {
      throw toRtcError(error);
    }
  }

  /** @internal Takes part in a room without joining it: for the hooks, which do that themselves. */
  enter(roomId: string, config: TConfig): RtcEntry {
    const entry = this.#origin.enter(roomId, config, { topThree: this.#topThree });
    this.#entry?.release();
    Object.assign(entry.room.network, this.#network);
    this.#entry = entry;
    this.#received.reset();
    this.#silenceSlots();
    if (this.#topThree) {
      const { slots } = entry.room;
      slots.setVolume(this.#sound.volume);
      slots.setMuted(this.#sound.muted);
      this.#silenceSlots = slots.hear({ sinkId: '', onBlocked: () => undefined });
    }
    this.#relay.follow(entry);
    this.#meters.follow();
    return entry;
  }

  /** Leaves the room; nothing happens if there is none. Source: seed 002. */
  async leave(): Promise<void> {
    this.#silenceSlots();
    this.#meters.stop();
    const entry = this.#entry;
    await entry?.leave();
    entry?.release();
  }

  /**
   * Publishes a local stream. Already published resolves at once. Unless `autoPushVideo` is true, video is sent as soon as
   * somebody watches, and no longer. Rejects with 90100022 for the audience, with 90100007 before `join`, with 90100001 before
   * `initialize`; what is rejected is not published later either. Source: seed 002.
   */
  async publish(stream: LocalStream, option?: PublishOption): Promise<void> {
    const { publisher } = this.#joined().room;
    const autoPushVideo = optionsIn('option', option).autoPushVideo ?? false;
    checkFlag('autoPushVideo', autoPushVideo);
    const capture = captureOf(stream);
    if (!capture.wished('audio') && !capture.wished('video')) {
      throw new RtcError(RtcErrorCode.INVALID_OPERATION, 'The stream has no media: call initialize() first.');
    }
    await publisher.publishWithin(this.#origin.publishTimeout, capture, { autoPushVideo });
  }

  /** Ends the publication of a stream; what is not published is left alone. Source: seed 002. */
  async unpublish(stream: LocalStream): Promise<void> {
    this.#joined().room.publisher.unpublish(captureOf(stream).id);
    await Promise.resolve();
  }

  /**
   * Receives a stream, or more of it: what was subscribed to before stays, so that two sizes come at once, and without
   * `resolutionIds` the best is meant. `stream-subscribed` tells when all of it can be played. Rejects with 90100213 for a
   * choice that the stream does not offer, with 90100247 for a voice in the top-three mode. Source: seed 002.
   */
  async subscribe(stream: RemoteStream, option?: SubscribeOption): Promise<void> {
    await this.#received.subscribe(this.#joined().room, stream, option);
  }

  /** Receives a stream, one medium or one resolution of it, no more. Source: seed 002. */
  async unsubscribe(stream: RemoteStream, option?: SubscribeOption): Promise<void> {
    await this.#received.unsubscribe(this.#joined().room, stream, option);
  }

  /**
   * Receives the cameras of these users and no others; sound and screens stay as they are. Rejects with 90100213 for a user
   * without a camera, one who is named twice, or a resolution that is not there. Source: seed 002.
   */
  async batchSubscribe(subscribeInfos: SubscribeParam[]): Promise<void> {
    await this.#received.replaceCameras(this.#joined().room, subscribeInfos);
  }

  /** Becomes a speaker (0) or a member of the audience (2). Rejects with 90100229 for the role it has. Source: seed 002. */
  async switchRole(role: MediaRole, authorization?: Authorization): Promise<void> {
    const entry = this.#joined();
    if ((role as unknown) !== 0 && (role as unknown) !== 2)
      throw invalid('role', 'is the number 0 (speaker) or 2 (audience)');
    const next = role === 0 ? 'speaker' : 'audience';
    if (entry.room.state.role === next) {
      throw new RtcError(RtcErrorCode.ROLE_CHANGED_FAIL, `The role is ${String(role)} already.`);
    }
    entry.authorize(role, authorization);
    await entry.room.participation.switchRole(next);
  }

  /** Resolves with whether the name was changed. Source: seed 002. */
  async changeUserName(userName: string): Promise<boolean> {
    try {
      await this.#joined().room.participation.changeDisplayName(userName);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Proves anew who this is, after `signature-expired` or before. False for an unusable argument, before `join`, and where a login
   * proves it. A refusal arrives as `signature-expired`. Source: seed 002; SETTLED 22.
   */
  renewSignature(ctime: string, signature: string): boolean {
    if (!this.#isIn()) return false;
    return this.#entry?.renew({ ctime, signature }) ?? false;
  }

  getConnectionState(): RtcConnectionState {
    return this.#relay.connection;
  }

  /** Traffic of this client. Rejects with 90100001 before `publish`. Source: seed 002. */
  async getTransportStats(): Promise<TransportStats> {
    this.#requirePublished();
    return (await this.#meters.stats()).transport();
  }

  /** By user id. Rejects with 90100001 before `publish`. Source: seed 002. */
  async getLocalAudioStats(): Promise<Map<string, LocalAudioStats>> {
    this.#requirePublished();
    return (await this.#meters.stats()).localAudio();
  }

  /** By user id, the best layer first. Rejects with 90100001 before `publish`. Source: seed 002. */
  async getLocalVideoStats(): Promise<Map<string, AllLocalVideoStats>> {
    this.#requirePublished();
    return (await this.#meters.stats()).localVideo();
  }

  /** By user id, of what is received. Source: seed 002. */
  async getRemoteAudioStats(): Promise<Map<string, RemoteAudioStats>> {
    this.#joined();
    return (await this.#meters.stats()).remoteAudio();
  }

  /** By user id, of what is received. Source: seed 002. */
  async getRemoteVideoStats(): Promise<Map<string, AllRemoteVideoStats>> {
    this.#joined();
    return (await this.#meters.stats()).remoteVideo();
  }

  /** `rtc-stats` every `interval` ms (at least 100). Rejects with 90100007 before `join`. Source: seed 002. */
  async enableRtcStats(enable: boolean, interval: number): Promise<void> {
    this.#joined();
    checkFlag('enable', enable);
    if (enable) checkNumber('interval', interval, 100, 3_600_000);
    await this.#meters.reportStats(enable ? interval : null);
  }

  /**
   * `stream-interrupted` and `stream-recovered`, judged every `interval` seconds, 1 to 60. Rejects with 90100007 before `join`.
   * Source: seed 002.
   */
  async enableStreamStateDetection(enable: boolean, interval: number): Promise<void> {
    this.#joined();
    checkFlag('enable', enable);
    if (enable) checkNumber('interval', interval, 1, 60);
    await this.#meters.detectStates(enable ? interval * 1000 : null);
  }

  /**
   * Hears the three loudest of the room, however many there are, without a subscription. To be called before `join`; false if it is
   * too late. Source: seed 002.
   */
  enableTopThreeAudioMode(enable: boolean): boolean {
    checkFlag('enable', enable);
    if (this.#isIn()) return false;
    this.#topThree = enable;
    return true;
  }

  /** 0 to 100. Throws 90100001 unless the top-three mode is on; it counts for later rooms too. Source: seed 002. */
  setVolume4TopThree(volume: number): void {
    checkNumber('volume', volume, 0, 100);
    this.#requireTopThree();
    this.#sound.volume = volume;
    this.#entry?.room.slots.setVolume(volume);
  }

  /** Silences the three, or not. Throws 90100001 unless the top-three mode is on. Source: seed 002. */
  muteAudio4TopThree(enable: boolean): void {
    checkFlag('enable', enable);
    this.#requireTopThree();
    this.#sound.muted = enable;
    this.#entry?.room.slots.setMuted(enable);
  }

  /** The most that all media may take, each way. Before `join` or after it. Source: seed 002. */
  setNetworkBandwidth(bandwidthParam: NetworkBandwidth): void {
    const maxKbps = bandwidthIn(bandwidthParam);
    this.#network.maxKbps = maxKbps;
    this.#entry?.room.participation.setBandwidth(maxKbps).catch((cause: unknown) => {
      const { code, message } = toRtcError(cause);
      this.#relay.emit('Error', { errorCode: String(code), errorMsg: message });
    });
  }

  /** Reaches the server by a reverse proxy, `https://domain:port`. Throws 90100001 after `join`. Source: seed 002. */
  setProxyServer(server: string): void {
    this.#beforeJoin('setProxyServer', { server: proxyIn(server) });
  }

  /** TURN servers besides those of the server. Throws 90100001 after `join`. Source: seed 002. */
  setTurnServer(turnServerConfig: TurnServerConfig): void {
    this.#beforeJoin('setTurnServer', { iceServers: iceServersIn(turnServerConfig) });
  }

  /**
   * Sends the last thousand lines of the log to the server; `log-upload-result` tells the status. `token` is a login token, which
   * only an open server does without. Rejects with 90100007 before `join`. Source: seed 002, `log-upload-result`; SETTLED 27.
   */
  async uploadLog(token?: string): Promise<void> {
    const userId = this.#joined().userId();
    const { appId, url } = this.#origin;
    const { uploadLog } = await import('./logUpload.js');
    this.#relay.emit('log-upload-result', await uploadLog({ url, appId, userId, token }));
  }

  /** Calls `handler` at each `event`, until `off`. Throws 90000005 for an event that there is not. Source: seed 002. */
  on<E extends keyof ClientEvents>(event: E, handler: (payload: ClientEvents[E]) => void): void {
    checkEvent(CLIENT_EVENTS, event, handler);
    this.#relay.on(event, handler);
    this.#meters.listened(event, handler);
  }

  off<E extends keyof ClientEvents>(event: E, handler: (payload: ClientEvents[E]) => void): void {
    this.#relay.off(event, handler);
    this.#meters.unlistened(event, handler);
  }

  #isIn(): boolean {
    return this.#relay.connection !== 'DISCONNECTED';
  }

  #joined(): RtcEntry {
    if (this.#entry && this.#isIn()) return this.#entry;
    throw new RtcError(RtcErrorCode.STATUS_ERROR, 'This client is in no room: join one first.');
  }

  #requirePublished(): void {
    const { room } = this.#joined();
    if (!room.publisher.sent().next().done) return;
    throw new RtcError(
      RtcErrorCode.INVALID_OPERATION,
      'This client publishes nothing: call publish() first.',
    );
  }

  #requireTopThree(): void {
    if (this.#topThree) return;
    throw new RtcError(
      RtcErrorCode.INVALID_OPERATION,
      'The top-three mode is off: call enableTopThreeAudioMode(true) before join.',
    );
  }

  #beforeJoin(what: string, settings: Partial<RoomMedia['network']>): void {
    if (this.#isIn()) throw new RtcError(RtcErrorCode.INVALID_OPERATION, `Call ${what}() before join().`);
    Object.assign(this.#network, settings);
    if (this.#entry) Object.assign(this.#entry.room.network, settings);
  }
}
