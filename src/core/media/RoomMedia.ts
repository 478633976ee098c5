import { Emitter } from '../../lib/emitter.js';
import { sameFields } from '../../lib/sameFields.js';
import type { KickCause, PeerClosedReason } from '../../protocol/media.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MembershipLeftReason, RtcState } from '../../store/state.js';
import { applyEvent, type EventTargets } from './applyEvent.js';
import { Consumers } from './Consumers.js';
import { endingOf, interrupted } from './endings.js';
import { JoinWait } from './JoinWait.js';
import type { MediaSession } from './MediaSession.js';
import { Participation } from './Participation.js';
import { Publisher } from './Publisher.js';
import { RoomConnection } from './RoomConnection.js';
import {
  type NetworkSettings,
  type RoomMediaEnvironment,
  type RoomMediaEvents,
  type RoomMediaOptions,
} from './roomMediaTypes.js';
import { Roster } from './Roster.js';
import { RtcError } from './RtcError.js';
import { Slots } from './Slots.js';
import { StallWatch } from './StallWatch.js';
import { Subscriptions } from './Subscriptions.js';
import { VideoDemand } from './VideoDemand.js';
import type { TicketSource } from './tickets.js';

/** How long a rebuilt room waits for the others to announce their producers anew. */
const STALE_TIME = 5_000;

/**
 * The membership of one room's media: who is there, what is sent and received, and its state. The socket, the server's peer
 * and the engine may all be replaced while it lives; what the app sees is one membership.
 */
export class RoomMedia {
  readonly roster: Roster;
  readonly publisher: Publisher;
  readonly demand: VideoDemand;
  readonly slots = new Slots();
  /** Somebody keeps the order of all speakers: the server's loudest is but a hint. */
  ranked = false;
  readonly network: NetworkSettings = { server: null, iceServers: [], maxKbps: null };
  readonly consumers: Consumers;
  readonly subscriptions: Subscriptions;
  /** How this client takes part, and what of it may change. */
  readonly participation: Participation;
  readonly #events = new Emitter<RoomMediaEvents>();
  readonly #connection: RoomConnection;
  readonly #joining: JoinWait;
  readonly #stalls: StallWatch;
  #state: RtcState = { status: 'idle', leftReason: null, error: null, role: 'speaker', displayName: '' };
  #cancelStale: () => void = () => undefined;

  constructor(
    readonly roomKey: string,
    private readonly env: RoomMediaEnvironment,
    private readonly tickets: TicketSource,
  ) {
    const { clock, log, tracks, batch, requestTimeout } = env;
    this.roster = new Roster(
      roomKey,
      (change) => {
        this.#emit('roster', change);
      },
      () => this.participation.options.autoSubscribe,
    );
    this.demand = new VideoDemand(this.roster, clock, log);
    this.consumers = new Consumers(
      this.roster,
      tracks,
      this.demand,
      batch,
      (producerId) => this.subscriptions.wants(producerId),
      (error) => {
        log.warn('A stream could not be received.', error);
        this.#emit('error', error);
      },
    );
    this.subscriptions = new Subscriptions(this.roster, this.consumers, clock, log, batch);
    this.publisher = new Publisher(clock, this.#report);
    this.participation = new Participation({
      publisher: this.publisher,
      subscriptions: this.subscriptions,
      network: this.network,
      tickets,
      log,
      session: () => this.session,
      role: () => this.#state.role,
      tell: (change) => {
        this.#set(change);
      },
      signatureRefused: (error) => {
        this.#emit('signature', error);
      },
    });
    this.#joining = new JoinWait(clock, requestTimeout, () => {
      this.#late();
    });
    this.#stalls = new StallWatch(
      clock,
      () => this.consumers.video(),
      (consumerId) => {
        this.#connection.session?.request('requestConsumerKeyFrame', { consumerId }).catch(() => undefined);
      },
    );
    this.#connection = this.#connect();
  }

  get state(): RtcState {
    return this.#state;
  }

  /** What to ask of the server, if the room is joined. */
  get session(): MediaSession | null {
    return this.#connection.session;
  }

  /** What this client is called in the room. */
  get displayName(): string {
    return this.participation.options.displayName;
  }

  get peerId(): string | null {
    return this.#connection.peerId;
  }

  on<E extends keyof RoomMediaEvents>(event: E, handler: (payload: RoomMediaEvents[E]) => void): () => void {
    return this.#events.on(event, handler);
  }

  /** Begins what needs no session: a join is likely to follow. */
  prepare(): void {
    this.#connection.prepare();
  }

  /** Resolves when joined; the same promise for everybody who waits. */
  join(): Promise<void> {
    const { status } = this.#state;
    if (status === 'joined') return Promise.resolve();
    const { promise } = this.#joining;
    if (status !== 'reconnecting') this.#set({ status: 'joining', leftReason: null, error: null });
    this.#connection.start();
    return promise;
  }

  /** Ends the membership for `reason`. Resolves when the server has heard of it, or cannot. */
  async leave(reason: MembershipLeftReason = 'leave'): Promise<void> {
    if (this.#connection.wanted || this.#state.status === 'failed') {
      this.#end({ status: 'left', leftReason: reason, error: null }, interrupted(), true);
    }
    await this.#connection.gone();
  }

  /** Resolves when the server has heard of the last end, or cannot; at once while there was none. */
  gone(): Promise<void> {
    return this.#connection.gone();
  }

  /** Does not wait out the pause before the next attempt: the network or the session is back. */
  retryNow(): void {
    this.#connection.retryNow();
  }

  #connect(): RoomConnection {
    const { roster, publisher, demand, slots, consumers, subscriptions } = this;
    const targets: EventTargets = {
      roster,
      consumers,
      subscriptions,
      demand,
      publisher,
      slots,
      speaker: (peerId, volume) => {
        this.#emit('speaker', { peerId, volume });
      },
      topSpeakers: (speakers) => {
        this.#emit('topSpeakers', speakers);
      },
      signatureExpired: ({ code, msg }) => {
        this.#emit('signature', new RtcError(code, msg));
      },
      roleGiven: (peerId, role) => {
        if (peerId === this.#connection.peerId)
          this.participation.takeRole(role === 0 ? 'speaker' : 'audience');
      },
      putOut: (reason, cause) => {
        this.#putOut(reason, cause);
      },
      reset: () => {
        this.#connection.reset();
      },
    };
    return new RoomConnection(this.env, this.tickets, {
      roster,
      publisher,
      demand,
      slots,
      network: this.network,
      consumers,
      subscriptions,
      options: () => this.participation.options,
      event: (event) => {
        applyEvent(event, targets);
      },
      up: (told) => {
        this.#isUp(told);
      },
      down: () => {
        this.#stalls.stop();
        this.#cancelStale();
        this.#set({ status: 'reconnecting' });
      },
      failed: (error) => {
        this.#fail(error);
      },
    });
  }

  #isUp(told: Readonly<RoomMediaOptions>): void {
    this.#stalls.start();
    this.#set({ status: 'joined', leftReason: null, error: null, role: told.role });
    this.participation.catchUp(told);
    this.#joining.done();
    this.#cancelStale();
    this.#cancelStale = this.env.clock.setTimeout(() => {
      this.env.batch(() => {
        this.roster.dropStale();
      });
    }, STALE_TIME);
  }

  #fail(error: RtcError): void {
    this.#end({ status: 'failed', leftReason: null, error }, error, false);
    this.#emit('error', error);
  }

  #end(
    state: Pick<RtcState, 'status' | 'leftReason' | 'error'>,
    rejection: RtcError,
    goodbye: boolean,
  ): void {
    this.#cancelStale();
    this.#stalls.stop();
    this.env.batch(() => {
      this.#connection.stop(goodbye);
      this.roster.clear();
      this.demand.reset();
      this.#set(state);
    });
    this.#joining.fail(rejection);
  }

  /** The time for joining is over. A reconnect goes on; only those who wait for it hear that it takes too long. */
  #late(): void {
    if (this.#state.status === 'reconnecting') {
      const message = 'The connection has not come back in time; it goes on trying.';
      this.#joining.fail(new RtcError(RtcErrorCode.WEBSOCKET_RECONNECT_TIMEOUT, message));
      return;
    }
    const message = 'The room did not answer in time: try again.';
    this.#fail(this.#connection.lastError ?? new RtcError(RtcErrorCode.WAIT_RSP_TIMEOUT, message));
  }

  #putOut(reason: PeerClosedReason, cause: KickCause | null): void {
    const { leftReason, error } = endingOf(reason);
    this.#end({ status: 'left', leftReason, error }, error, false);
    this.#emit('banned', { ...reason, cause });
  }

  #set(change: Partial<RtcState>): void {
    const before = this.#state;
    const next = { ...before, ...change };
    if (sameFields(next, before)) return;
    this.#state = next;
    this.env.batch(() => {
      this.#emit('state', next);
    });
  }

  #emit<E extends keyof RoomMediaEvents>(event: E, payload: RoomMediaEvents[E]): void {
    this.#events.emit(event, payload, this.#report);
  }

  readonly #report = (error: unknown): void => {
    this.env.log.error('A media handler failed.', error);
  };
}
