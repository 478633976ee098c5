import { Emitter } from '../../lib/emitter.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { RemoteStreamState, RtcState } from '../../store/state.js';
import type { ClientEvents } from './clientEvents.js';
import { endingOf } from './endings.js';
import { RemoteStream } from './RemoteStream.js';
import type { RoomMediaEvents } from './roomMediaTypes.js';
import type { RosterChange } from './Roster.js';
import type { RtcEntry, RtcOrigin } from './rtcOrigin.js';
import type { RtcError } from './RtcError.js';
import type { RtcConnectionState } from './rtcTypes.js';

/** What happens in a room, in the words of seed 002's client events. */
export class ClientRelay {
  connection: RtcConnectionState = 'DISCONNECTED';
  readonly #events = new Emitter<ClientEvents>();
  readonly #streams = new Map<string, RemoteStream>();
  /** Streams whose subscription was asked for and has not been told of. */
  readonly #awaited = new Set<string>();
  #entry: RtcEntry | null = null;
  #stop: () => void = () => undefined;

  constructor(private readonly origin: Pick<RtcOrigin<never>, 'track' | 'after'>) {}

  on<E extends keyof ClientEvents>(event: E, handler: (payload: ClientEvents[E]) => void): () => void {
    return this.#events.on(event, handler);
  }

  off<E extends keyof ClientEvents>(event: E, handler: (payload: ClientEvents[E]) => void): void {
    this.#events.off(event, handler);
  }

  emit<E extends keyof ClientEvents>(event: E, payload: ClientEvents[E]): void {
    this.origin.after(() => {
      this.#events.emit(event, payload, (error) => {
        queueMicrotask(() => {
          throw error;
        });
      });
    });
  }

  /** Tells of this room from now on, and of no other. */
  follow(entry: RtcEntry): void {
    this.#stop();
    this.#entry = entry;
    const { room } = entry;
    const stops = [
      room.on('state', (state) => {
        this.#stateChanged(state);
      }),
      room.on('roster', (change) => {
        this.#rosterChanged(change);
      }),
      room.on('banned', (ban) => {
        this.#banned(ban);
      }),
      room.on('topSpeakers', (speakers) => {
        this.emit(
          'volume-indicator',
          speakers.map(({ userId, volume }) => ({ user_id: userId, volume })),
        );
      }),
      room.on('signature', (error) => {
        this.#signature(error);
      }),
      room.on('error', (error) => {
        this.#signature(error);
        this.emit('Error', { errorCode: String(error.code), errorMsg: error.message });
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

  /** `stream-subscribed` is due once all of the stream that is wanted has arrived. */
  awaitStream(streamId: string): void {
    this.#awaited.add(streamId);
  }

  forgetStream(streamId: string): void {
    this.#awaited.delete(streamId);
  }

  tellSubscribed(streamId: string): void {
    const room = this.#entry?.room;
    const state = room?.roster.stream(streamId);
    if (!room || !state || !room.subscriptions.isComplete(streamId)) return;
    const stream = this.#streams.get(streamId);
    if (stream && this.#awaited.delete(streamId)) this.emit('stream-subscribed', { stream });
  }

  #stateChanged({ status }: RtcState): void {
    const prevState = this.connection;
    const curState = CONNECTION_STATES[status];
    if (prevState === curState) return;
    this.connection = curState;
    this.emit('connection-state-changed', { prevState, curState });
  }

  #signature({ code }: RtcError): void {
    const errorMsg = SIGNATURE[code];
    if (errorMsg) this.emit('signature-expired', { errorCode: String(code), errorMsg });
  }

  #banned({ cause, code, msg }: RoomMediaEvents['banned']): void {
    const { error } = endingOf({ code, msg });
    if (error.code === RtcErrorCode.KICKED_USER) {
      this.emit('client-banned', {
        userId: this.#entry?.userId() ?? '',
        reason: msg || (cause ?? 'removed'),
      });
      return;
    }
    this.#signature(error);
    this.emit('Error', { errorCode: String(error.code), errorMsg: error.message });
  }

  #rosterChanged(change: RosterChange): void {
    const roomId = this.#entry?.roomId ?? '';
    switch (change.type) {
      case 'peer-joined': {
        this.emit('peer-join', { userId: change.peer.userId, userName: change.peer.displayName });
        return;
      }
      case 'peer-left': {
        const { peer, reason, ended } = change;
        if (ended) return;
        const { userId, displayName: userName } = peer;
        this.emit('peer-leave', { userId, userName, ...(reason && { reason }) });
        return;
      }
      case 'peer-renamed': {
        const { userId, displayName: userName } = change.peer;
        this.emit('remote-user-name-changed', { roomId, userId, userName });
        return;
      }
      case 'muted': {
        const { state, kind, muted } = change;
        const { uid: userId } = state.streamKey;
        const event = `${muted ? 'mute' : 'unmute'}-${kind}` as const;
        this.emit(event, { roomId, userId, status: muted ? 2 : 1, reason: muted ? 1 : 2 });
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
      stream = new RemoteStream(room, state, (trackId) => this.origin.track(trackId));
      this.#streams.set(streamId, stream);
    }
    stream.changed(state);
    if (type === 'stream-removed') {
      this.#streams.delete(streamId);
      this.#awaited.delete(streamId);
    }
    this.emit(type, { stream });
    if (type === 'stream-updated') this.tellSubscribed(streamId);
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

/** In the words of seed 002. */
const SIGNATURE: Readonly<Record<number, string>> = {
  [RtcErrorCode.SIGNATURE_EXPIRED]: 'signature expired',
  [RtcErrorCode.SIGNATURE_INVALID]: 'signature invalid',
};
