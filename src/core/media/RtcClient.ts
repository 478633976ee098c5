import { Emitter } from '../../lib/emitter.js';
import { RtcErrorCode } from '../../protocol/rtcCodes.js';
import type { MediaRole } from '../../protocol/media.js';
import type { MediaKind } from '../../protocol/rtp.js';
import type { RemoteStreamState, RtcState } from '../../store/state.js';
import type { ClientEvents } from './clientEvents.js';
import { captureOf, type LocalStream } from './LocalStream.js';
import { RemoteStream } from './RemoteStream.js';
import type { RoomMedia } from './RoomMedia.js';
import type { RosterChange } from './Roster.js';
import { RtcError, toRtcError } from './RtcError.js';
import type {
  Authorization,
  PublishOption,
  RtcConnectionState,
  SessionJoinConfig,
  SignatureJoinConfig,
  SubscribeOption,
} from './rtcTypes.js';

/** A room as a client enters it. */
export interface RtcEntry {
  readonly room: RoomMedia;
  readonly roomId: string;
  /** Who this client is there. */
  userId(): string;
  join(): Promise<void>;
  leave(): Promise<void>;
  /** Takes what proves another role; rejects if it proves nothing. */
  authorize(role: MediaRole, authorization: Authorization | undefined): void;
}

/** Where a client comes from: a login, or nothing but signatures. */
export interface RtcOrigin<TConfig> {
  enter(roomId: string, config: TConfig): RtcEntry;
  track(trackId: string): MediaStreamTrack | null;
  /** Calls handlers of the app when the change that they hear of is complete. */
  after(callback: () => void): void;
  readonly publishTimeout: number;
}

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
  readonly #events = new Emitter<ClientEvents>();
  readonly #streams = new Map<string, RemoteStream>();
  /** Streams whose subscription was asked for and has not been told of. */
  readonly #awaited = new Set<string>();
  #entry: RtcEntry | null = null;
  #stop: () => void = () => undefined;
  #connection: RtcConnectionState = 'DISCONNECTED';

  /** @internal Use `HRTC.createClient` or `hummer.rtc.createClient`. */
  constructor(origin: RtcOrigin<TConfig>) {
    this.#origin = origin;
  }

  /**
   * Joins a room. A client is in one room at a time. Rejects with 90100204 if it is in one, with 90000005 on an unusable
   * argument, with 90000004 if the server does not answer. Source: seed 002.
   */
  async join(roomId: string, config: TConfig): Promise<void> {
    if (this.#entry && this.#connection !== 'DISCONNECTED') {
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
    this.#stop();
    const entry = this.#origin.enter(roomId, config);
    this.#entry = entry;
    this.#follow(entry.room);
    return entry;
  }

  /** Leaves the room; nothing happens if there is none. Source: seed 002. */
  async leave(): Promise<void> {
    await this.#entry?.leave();
  }

  /**
   * Publishes a local stream. Already published resolves at once. Rejects with 90100022 for the audience, with 90100007
   * before `join`. Source: seed 002.
   */
  async publish(stream: LocalStream, _option?: PublishOption): Promise<void> {
    const { publisher } = this.#joined().room;
    const capture = captureOf(stream);
    publisher.publish(capture, {});
    await publisher.settled(capture.id, this.#origin.publishTimeout);
  }

  /** Ends the publication of a stream; what is not published is left alone. Source: seed 002. */
  async unpublish(stream: LocalStream): Promise<void> {
    this.#joined().room.publisher.unpublish(captureOf(stream).id);
    await Promise.resolve();
  }

  /** Receives a stream; `stream-subscribed` tells when it can be played. Source: seed 002. */
  async subscribe(stream: RemoteStream, option?: SubscribeOption): Promise<void> {
    const { room } = this.#joined();
    const kinds = subscribed(option);
    this.#awaited.add(stream.getId());
    await room.subscriptions.subscribe(stream.getId(), kinds);
    this.#tellSubscribed(room.roster.stream(stream.getId()));
  }

  /** Receives a stream, or one medium of it, no more. Source: seed 002. */
  async unsubscribe(stream: RemoteStream, option?: SubscribeOption): Promise<void> {
    this.#awaited.delete(stream.getId());
    await this.#joined().room.subscriptions.unsubscribe(stream.getId(), subscribed(option));
  }

  /** Becomes a speaker (0) or a member of the audience (2). Rejects with 90100229 for the role it has. Source: seed 002. */
  async switchRole(role: MediaRole, authorization?: Authorization): Promise<void> {
    const entry = this.#joined();
    const next = role === 0 ? 'speaker' : 'audience';
    if (entry.room.state.role === next) {
      throw new RtcError(RtcErrorCode.ROLE_CHANGED_FAIL, `The role is ${String(role)} already.`);
    }
    entry.authorize(role, authorization);
    await entry.room.switchRole(next);
  }

  /** Resolves with whether the name was changed. Source: seed 002. */
  async changeUserName(userName: string): Promise<boolean> {
    try {
      await this.#joined().room.changeDisplayName(userName);
      return true;
    } catch {
      return false;
    }
  }

  getConnectionState(): RtcConnectionState {
    return this.#connection;
  }

  on<E extends keyof ClientEvents>(event: E, handler: (payload: ClientEvents[E]) => void): void {
    this.#events.on(event, handler);
  }

  off<E extends keyof ClientEvents>(event: E, handler: (payload: ClientEvents[E]) => void): void {
    this.#events.off(event, handler);
  }

  #joined(): RtcEntry {
    if (this.#entry && this.#connection !== 'DISCONNECTED') return this.#entry;
    throw new RtcError(RtcErrorCode.STATUS_ERROR, 'This client is in no room: join one first.');
  }

  #follow(room: RoomMedia): void {
    const stops = [
      room.on('state', (state) => {
        this.#stateChanged(state);
      }),
      room.on('roster', (change) => {
        this.#rosterChanged(change);
      }),
      room.on('banned', ({ code, msg }) => {
        const userId = this.#entry?.userId() ?? '';
        this.#emit('client-banned', { userId, reason: msg || `code ${String(code)}` });
      }),
      room.on('error', ({ code, message }) => {
        this.#emit('Error', { errorCode: String(code), errorMsg: message });
      }),
    ];
    this.#stop = () => {
      for (const stop of stops) stop();
      this.#streams.clear();
      this.#awaited.clear();
    };
    this.#stateChanged(room.state);
    for (const state of room.roster.streams()) this.#rosterChanged({ type: 'stream-added', state });
  }

  #stateChanged({ status }: RtcState): void {
    const prevState = this.#connection;
    const curState = CONNECTION_STATES[status];
    if (prevState === curState) return;
    this.#connection = curState;
    this.#emit('connection-state-changed', { prevState, curState });
  }

  #rosterChanged(change: RosterChange): void {
    const roomId = this.#entry?.roomId ?? '';
    switch (change.type) {
      case 'peer-joined': {
        this.#emit('peer-join', { userId: change.peer.userId, userName: change.peer.displayName });
        return;
      }
      case 'peer-left': {
        const { peer, reason } = change;
        this.#emit('peer-leave', {
          userId: peer.userId,
          userName: peer.displayName,
          ...(reason && { reason }),
        });
        return;
      }
      case 'peer-renamed': {
        const { userId, displayName: userName } = change.peer;
        this.#emit('remote-user-name-changed', { roomId, userId, userName });
        return;
      }
      case 'muted': {
        const { state, kind, muted } = change;
        const event = `${muted ? 'mute' : 'unmute'}-${kind}` as const;
        const { uid: userId } = state.streamKey;
        this.#emit(event, { roomId, userId, status: muted ? 2 : 1, reason: muted ? 1 : 2 });
        return;
      }
      default: {
        this.#streamChanged(change.type, change.state);
        return;
      }
    }
  }

  #streamChanged(type: 'stream-added' | 'stream-updated' | 'stream-removed', state: RemoteStreamState): void {
    const { streamId } = state.streamKey;
    const room = this.#entry?.room;
    if (!room) return;
    let stream = this.#streams.get(streamId);
    if (!stream) {
      stream = new RemoteStream(room, state, (trackId) => this.#origin.track(trackId));
      this.#streams.set(streamId, stream);
    }
    stream.changed(state);
    if (type === 'stream-removed') {
      this.#streams.delete(streamId);
      this.#awaited.delete(streamId);
    }
    this.#emit(type, { stream });
    if (type === 'stream-updated') this.#tellSubscribed(state);
  }

  /** `stream-subscribed`, once all of the stream that is wanted has arrived. */
  #tellSubscribed(state: RemoteStreamState | undefined): void {
    if (!state || !this.#entry) return;
    const { streamId } = state.streamKey;
    const { roster } = this.#entry.room;
    const missing = (kind: MediaKind, has: boolean, trackId: string | null): boolean =>
      has && roster.wants(streamId, kind) && trackId === null;
    if (
      missing('audio', state.hasAudio, state.audioTrackId) ||
      missing('video', state.hasVideo, state.videoTrackId)
    )
      return;
    const stream = this.#streams.get(streamId);
    if (stream && this.#awaited.delete(streamId)) this.#emit('stream-subscribed', { stream });
  }

  #emit<E extends keyof ClientEvents>(event: E, payload: ClientEvents[E]): void {
    this.#origin.after(() => {
      this.#events.emit(event, payload, (error) => {
        queueMicrotask(() => {
          throw error;
        });
      });
    });
  }
}

const CONNECTION_STATES: Readonly<Record<RtcState['status'], RtcConnectionState>> = {
  idle: 'DISCONNECTED',
  joining: 'CONNECTING',
  joined: 'CONNECTED',
  reconnecting: 'RECONNECTING',
  left: 'DISCONNECTED',
  failed: 'DISCONNECTED',
};

function subscribed(option: SubscribeOption | undefined): MediaKind[] {
  if (!option) return ['audio', 'video'];
  const kinds = (['audio', 'video'] as const).filter((kind) => option[kind]);
  if (kinds.length > 0) return kinds;
  throw new RtcError(RtcErrorCode.INVALID_SUBSCRIBED_INFO, 'Subscribe to the audio, the video or both.');
}
