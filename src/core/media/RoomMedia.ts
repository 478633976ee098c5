import { fullJitter } from '../../lib/backoff.js';
import type { Clock } from '../../lib/clock.js';
import { createDeferred, type Deferred } from '../../lib/deferred.js';
import { Emitter } from '../../lib/emitter.js';
import type { Logger } from '../../lib/logger.js';
import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import type { MediaRole, PeerClosedReason } from '../../protocol/media.js';
import { RtcErrorCode } from '../../protocol/rtcCodes.js';
import type { MembershipLeftReason, RtcState } from '../../store/state.js';
import type { Transport } from '../transport/Transport.js';
import { joinAnew, rebuildBelow, type Build } from './buildSession.js';
import { Consumers } from './Consumers.js';
import type { MediaEngine, MediaEngineFactory } from './MediaEngine.js';
import { MediaLink, type MediaEvent } from './MediaLink.js';
import type { MediaSession } from './MediaSession.js';
import { Publisher } from './Publisher.js';
import { Roster, type RosterChange } from './Roster.js';
import { RtcError, toRtcError } from './RtcError.js';
import { StallWatch } from './StallWatch.js';
import { Subscriptions } from './Subscriptions.js';
import type { MediaTicket, TicketSource } from './tickets.js';
import type { TrackRegistry } from './TrackRegistry.js';

export interface RoomMediaEnvironment {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Logger;
  readonly engine: MediaEngineFactory;
  readonly requestTimeout: number;
  readonly tracks: TrackRegistry;
  /** Applies changes as one: readers are told after all of them, handlers of the app after that. */
  batch(work: () => void): void;
  random(): number;
}

export interface RoomMediaOptions {
  role: 'speaker' | 'audience';
  autoSubscribe: boolean;
  displayName: string;
}

/** What happens in the room's media, in the order of the wire. Handlers run while the change is applied. */
export interface RoomMediaEvents {
  state: RtcState;
  roster: RosterChange;
  /** Id of the loudest peer (perhaps this one), or null when all are silent. */
  speaker: { peerId: string | null; volume: number };
  /** This client was put out of the room. */
  banned: PeerClosedReason;
  error: RtcError;
}

type Secret = { sessionId: string; secret: string };

const BACKOFF = { base: 300, cap: 10_000 };
/** How long a rebuilt room waits for the others to announce their producers anew. */
const STALE_TIME = 5_000;

/**
 * The membership of one room's media: joins, comes back, leaves. The socket, the server's peer and the engine may all be
 * replaced while it lives; what the app sees is one membership.
 *
 * A dropped socket takes its session over with the secret: same peer, same transports, ICE anew, nothing published twice.
 * Only if the server refuses that is everything built again.
 */
export class RoomMedia {
  readonly roster: Roster;
  readonly publisher: Publisher;
  readonly consumers: Consumers;
  readonly subscriptions: Subscriptions;
  readonly #options: RoomMediaOptions = { role: 'speaker', autoSubscribe: true, displayName: '' };
  readonly #events = new Emitter<RoomMediaEvents>();
  readonly #stalls: StallWatch;
  #state: RtcState = { status: 'idle', leftReason: null, error: null, role: 'speaker' };
  /** The app wants to be in the room, whatever has been achieved of it. */
  #wanted = false;
  #up = false;
  #running = false;
  #joining: Deferred<void> | null = null;
  #leaving: Promise<unknown> = Promise.resolve();
  #prepared: Promise<MediaEngine> | null = null;
  #link: MediaLink | null = null;
  #session: MediaSession | null = null;
  #secret: Secret | null = null;
  #wake: () => void = () => undefined;
  #cancelDeadline: () => void = () => undefined;
  #cancelStale: () => void = () => undefined;

  constructor(
    readonly roomKey: string,
    private readonly env: RoomMediaEnvironment,
    private readonly tickets: TicketSource,
  ) {
    const { clock, log, tracks } = env;
    const batch = (work: () => void): void => { env.batch(work); };
    const tell = (change: RosterChange): void => { this.#emit('roster', change); };
    this.roster = new Roster(roomKey, tell, () => this.#options.autoSubscribe);
    this.consumers = new Consumers(this.roster, tracks, batch);
    this.subscriptions = new Subscriptions(this.roster, this.consumers, clock, log, batch);
    this.publisher = new Publisher(clock, (error) => { log.error('A media handler failed.', error); });
    this.#stalls = new StallWatch(
      clock,
      () => this.consumers.video(),
      (consumerId) =>
        this.#session?.request('requestConsumerKeyFrame', { consumerId }).catch(() => undefined),
    );
  }

  get state(): RtcState {
    return this.#state;
  }

  /** Id of this client among the peers; null while it has none. */
  get peerId(): string | null {
    return this.#session?.peerId ?? null;
  }

  on<E extends keyof RoomMediaEvents>(event: E, handler: (payload: RoomMediaEvents[E]) => void): () => void {
    return this.#events.on(event, handler);
  }

  /** Options for the next join; those of a running membership are changed by name below. */
  configure(options: Partial<RoomMediaOptions>): void {
    Object.assign(this.#options, options);
    if (!this.#up) this.#set({ role: this.#options.role });
  }

  /** Begins what needs no session: a join is likely to follow. */
  prepare(): void {
    if (this.#session || this.#prepared) return;
    this.#prepared = this.#loadEngine();
    this.#prepared.catch(() => (this.#prepared = null));
  }

  /** Resolves when joined; the same promise for everybody who waits. */
  join(): Promise<void> {
    this.#wanted = true;
    if (this.#state.status === 'joined') return Promise.resolve();
    if (!this.#joining) {
      this.#joining = createDeferred();
      this.#joining.promise.catch(() => undefined);
      this.#cancelDeadline = this.env.clock.setTimeout(() => { this.#late(); }, this.env.requestTimeout);
    }
    const { promise } = this.#joining;
    if (this.#state.status !== 'reconnecting')
      this.#set({ status: 'joining', leftReason: null, error: null });
    this.retryNow();
    void this.#run();
    return promise;
  }

  /** Ends the membership for `reason`. Resolves when the server has heard of it, or cannot. */
  async leave(reason: MembershipLeftReason = 'leave'): Promise<void> {
    if (this.#wanted || this.#state.status === 'failed') {
      const link = this.#link;
      this.#end({ status: 'left', leftReason: reason, error: null }, interrupted());
      if (link) this.#goodbye(link);
    }
    await this.#leaving;
  }

  /** Does not wait out the pause before the next attempt: the network or the session is back. */
  retryNow(): void {
    this.#wake();
  }

  async switchRole(role: RoomMediaOptions['role']): Promise<void> {
    const before = this.#options.role;
    this.configure({ role });
    const session = this.#session;
    if (role === 'audience') this.publisher.allow(false);
    try {
      if (this.#up && session && before !== role) {
        const { token } = await this.tickets.get(toWireRole(role));
        await session.request('switchRole', { role: toWireRole(role), token });
        if (role === 'audience') session.closeSend();
      }
    } catch (error) {
      this.configure({ role: before });
      this.publisher.allow(before === 'speaker');
      this.env.log.warn(`The role of ${role} was refused.`, error);
      throw toRtcError(error);
    }
    this.#set({ role });
    this.publisher.allow(role === 'speaker');
  }

  async changeDisplayName(displayName: string): Promise<void> {
    if (this.#options.displayName === displayName) return;
    this.configure({ displayName });
    if (this.#up) await this.#session?.request('changeDisplayName', { displayName });
  }

  setAutoSubscribe(autoSubscribe: boolean): void {
    if (this.#options.autoSubscribe === autoSubscribe) return;
    this.configure({ autoSubscribe });
    if (this.#up) this.subscriptions.followDefault();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let attempt = 0; this.#wanted && !this.#up; attempt++) {
      try {
        await this.#leaving;
        await this.#connect();
      } catch (cause) {
        this.#closeLink();
        if (!this.#wanted) continue;
        const error = toRtcError(cause);
        this.env.log.info('Media of a room did not connect.', error);
        if (error.action === 'retry')
          await this.#pause(fullJitter(attempt, BACKOFF.base, BACKOFF.cap, this.env.random));
        else this.#fail(error);
      }
    }
    this.#running = false;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.env.clock.setTimeout(resolve, ms);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }

  /** The ticket, the socket and the engine come at the same time. */
  async #connect(): Promise<void> {
    const { url } = this.tickets;
    const early = url === null ? null : this.#open(url);
    early?.catch(() => undefined);
    this.prepare();
    const ticket = await this.tickets.get(toWireRole(this.#options.role));
    const link = early && ticket.url === url ? await early : await this.#open(ticket.url);
    this.#check();
    if (this.#session && this.#secret && (await this.#resume(link, ticket, this.#session, this.#secret)))
      return;
    if (this.#session) {
      // The socket has said its first event, and a ticket is good for one: both are fetched anew, at once.
      this.#dropSession();
      return this.#connect();
    }
    const { displayName, autoSubscribe } = this.#options;
    this.subscriptions.offersAll = autoSubscribe;
    const peers = await joinAnew(this.#build(link, this.#takeEngine()), ticket, {
      displayName,
      autoSubscribe,
    });
    this.env.batch(() => {
      this.roster.syncPeers(peers);
      this.#isUp();
    });
  }

  async #open(url: string): Promise<MediaLink> {
    this.#closeLink();
    const socket = this.env.transport.socket({ url, namespace: '/' });
    const link = new MediaLink(socket, this.env.requestTimeout);
    this.#link = link;
    link.listen(
      (event) => {
        if (link === this.#link) this.env.batch(() => { this.#apply(event); });
      },
      (detail) => {
        if (link === this.#link) this.#dropped(detail);
      },
    );
    await link.connect();
    return link;
  }

  async #loadEngine(): Promise<MediaEngine> {
    try {
      return await this.env.engine();
    } catch (cause) {
      if (cause instanceof RtcError) throw cause;
      throw new RtcError(RtcErrorCode.RTC_SDK_ERROR, 'The media engine could not be loaded: try again.', {
        cause,
        action: 'retry',
      });
    }
  }

  /** An engine serves one session. */
  #takeEngine(): Promise<MediaEngine> {
    const engine = this.#prepared ?? this.#loadEngine();
    this.#prepared = null;
    return engine;
  }

  #build(link: MediaLink, engine: Promise<MediaEngine>): Build {
    const { clock } = this.env;
    const { consumers, publisher } = this;
    return {
      link,
      engine,
      clock,
      consumers,
      publisher,
      speaker: this.#options.role === 'speaker',
      wanted: (work) => this.#orGone(work),
      begin: (session, resume) => {
        this.#session = session;
        if (resume) this.#secret = resume;
        this.subscriptions.attach(session);
        publisher.allow(this.#options.role === 'speaker');
        publisher.attach(session);
      },
      broken: (session, detail) => {
        if (session !== this.#session) return;
        this.env.log.warn('Media of a room lost its path and is built anew.', detail);
        this.#restart();
      },
    };
  }

  /** False if the server no longer has the session, or not all of it. */
  async #resume(
    link: MediaLink,
    ticket: MediaTicket,
    session: MediaSession,
    secret: Secret,
  ): Promise<boolean> {
    try {
      const result = await this.#orGone(link.request('resume', { ...secret, token: ticket.token }));
      if (session !== this.#session || !session.has(result.transportIds)) return false;
      this.#secret = result.resume;
      session.rebind(link);
      this.env.batch(() => {
        this.roster.sync(result.peers, result.producers);
        this.consumers.sync(result.consumers);
        this.publisher.sync(result.producerIds);
        this.#isUp();
      });
      void session.restartIce();
      return true;
    } catch (error) {
      if (isLost(error) || !this.#wanted) throw error;
      this.env.log.info('The media session could not be resumed and is built anew.', error);
      return false;
    }
  }

  /** `mediaReset`: the socket and the peer stay. */
  #reset(): void {
    const link = this.#link;
    const session = this.#session;
    const secret = this.#secret;
    if (!link || !session) return;
    this.#dropSession();
    this.#secret = secret;
    this.#set({ status: 'reconnecting' });
    rebuildBelow(this.#build(link, this.#takeEngine()), session.peerId).then(
      () => {
        if (link === this.#link) this.#isUp();
      },
      (error: unknown) => {
        this.env.log.warn('Media could not be rebuilt in place.', error);
        if (link === this.#link) this.#restart();
      },
    );
  }

  /** Gives the session and the socket up and joins anew, without the membership ending. */
  #restart(): void {
    const link = this.#link;
    this.#link = null;
    this.#dropSession();
    if (link) this.#goodbye(link);
    this.#down();
  }

  #goodbye(link: MediaLink): void {
    this.#leaving = link
      .request('leave', {})
      .catch(() => undefined)
      .then(() => { link.close(); });
  }

  #isUp(): void {
    this.#up = true;
    this.#stalls.start();
    this.#cancelDeadline();
    this.#set({ status: 'joined', leftReason: null, error: null, role: this.#options.role });
    this.#joining?.resolve();
    this.#joining = null;
    this.#cancelStale();
    this.#cancelStale = this.env.clock.setTimeout(
      () => { this.env.batch(() => { this.roster.dropStale(); }); },
      STALE_TIME,
    );
  }

  #down(): void {
    this.#up = false;
    this.#stalls.stop();
    this.#cancelStale();
    this.#session?.dropped();
    this.#set({ status: 'reconnecting' });
    void this.#run();
  }

  #dropped(detail: string): void {
    this.#link = null;
    if (!this.#up) return;
    this.env.log.info('The media connection dropped.', detail);
    this.#down();
  }

  #closeLink(): void {
    const link = this.#link;
    this.#link = null;
    link?.close();
  }

  /** The engine and its transports go; the roster stays, for the next session. */
  #dropSession(): void {
    const session = this.#session;
    this.#session = null;
    this.#secret = null;
    if (!session) return;
    this.env.batch(() => {
      this.subscriptions.attach(null);
      this.publisher.detach();
      this.consumers.detach();
      this.roster.markStale();
    });
    session.close();
  }

  #fail(error: RtcError): void {
    this.#end({ status: 'failed', leftReason: null, error }, error);
    this.#emit('error', error);
  }

  #end(state: Pick<RtcState, 'status' | 'leftReason' | 'error'>, rejection: RtcError): void {
    this.#wanted = false;
    this.#up = false;
    this.#link = null;
    this.#cancelDeadline();
    this.#cancelStale();
    this.#stalls.stop();
    this.env.batch(() => {
      this.#dropSession();
      this.roster.clear();
      this.#set(state);
    });
    this.#joining?.reject(rejection);
    this.#joining = null;
    this.#wake();
  }

  /** The time for joining is over. A reconnect goes on; only those who wait for it hear that it takes too long. */
  #late(): void {
    const error = new RtcError(RtcErrorCode.WAIT_RSP_TIMEOUT, 'The room did not answer in time: try again.');
    if (this.#state.status === 'reconnecting') {
      this.#joining?.reject(error);
      this.#joining = null;
      return;
    }
    const link = this.#link;
    this.#fail(error);
    link?.close();
  }

  #put(out: PeerClosedReason): void {
    const link = this.#link;
    const code = out.code === SIGNATURE_EXPIRED ? RtcErrorCode.SIGNATURE_EXPIRED : RtcErrorCode.KICKED_USER;
    const error = new RtcError(code, out.msg || 'The server ended this membership.');
    this.#end({ status: 'left', leftReason: LEFT_REASONS[out.code] ?? 'closed', error }, error);
    link?.close();
    this.#emit('banned', out);
  }

  #apply(message: MediaEvent): void {
    const { roster, consumers } = this;
    switch (message.event) {
      case 'newPeer':
        { roster.addPeer(message.data); return; }
      case 'peerClosed':
        { roster.removePeer(message.data.peerId, message.data.reason); return; }
      case 'peerDisplayNameChanged':
      case 'peerUpdated':
        { roster.updatePeer(message.data.peerId, message.data); return; }
      case 'newProducer':
        roster.addProducer(message.data);
        { this.subscriptions.announced(message.data); return; }
      case 'producerClosed':
        { roster.removeProducer(message.data.producerId); return; }
      case 'producerPaused':
      case 'producerResumed':
        { roster.setPaused(message.data.producerId, message.event === 'producerPaused'); return; }
      case 'newConsumer':
        return void consumers.offered(message.data, message.respond);
      case 'consumerClosed':
        { consumers.closed(message.data.consumerId); return; }
      case 'consumerPaused':
      case 'consumerResumed':
        { consumers.paused(message.data.consumerId, message.event === 'consumerPaused'); return; }
      case 'activeSpeaker':
        { this.#emit('speaker', { volume: 0, ...message.data }); return; }
      case 'kicked':
        { this.#put(message.data.reason); return; }
      case 'roomClosed':
        { this.#put({ ...message.data.reason, code: ROOM_DISMISSED }); return; }
      case 'mediaReset':
        { this.#reset(); return; }
      case 'newDataConsumer':
        { message.respond({ ok: false, errcode: 403, errmsg: 'This client does not consume data.' }); return; }
      // Scores, layers and bandwidth are for the statistics that come with their own issue.
    }
  }

  #set(change: Partial<RtcState>): void {
    const before = this.#state;
    const next = { ...before, ...change };
    if ((Object.keys(next) as (keyof RtcState)[]).every((field) => next[field] === before[field])) return;
    this.#state = next;
    this.env.batch(() => { this.#emit('state', next); });
  }

  #emit<E extends keyof RoomMediaEvents>(event: E, payload: RoomMediaEvents[E]): void {
    this.#events.emit(event, payload, (error) => { this.env.log.error('A media handler failed.', error); });
  }

  /** The result of `work`, unless the membership ended or the link went meanwhile. */
  async #orGone<T>(work: Promise<T>): Promise<T> {
    const result = await work;
    this.#check();
    return result;
  }

  #check(): void {
    if (!this.#wanted || !this.#link) throw interrupted();
  }
}

/** Seed 002, table 3-6, as reasons of a membership's end. 5 is the same user's later login (SETTLED 19). */
const LEFT_REASONS: Readonly<Record<number, MembershipLeftReason>> = {
  0: 'leave',
  5: 'evicted',
  7: 'timeout',
  9: 'kicked',
  10: 'dismissed',
};
const SIGNATURE_EXPIRED = 6;
const ROOM_DISMISSED = 10;

export function toWireRole(role: RoomMediaOptions['role']): MediaRole {
  return role === 'speaker' ? 0 : 2;
}

function interrupted(): RtcError {
  return new RtcError(RtcErrorCode.WEBSOCKET_INTERRUPTED, 'The room was left before this was done.', {
    action: 'retry',
  });
}

function isLost(error: unknown): boolean {
  if (!(error instanceof HummerError)) return false;
  const lost: readonly number[] = [
    HummerErrorCode.CONNECTION_LOST,
    HummerErrorCode.TIMEOUT,
    RtcErrorCode.WEBSOCKET_INTERRUPTED,
  ];
  return lost.includes(error.code);
}
