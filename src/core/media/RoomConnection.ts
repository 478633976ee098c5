import { fullJitter } from '../../lib/backoff.js';
import { joinAnew, rebuildBelow, type Build } from './buildSession.js';
import type { Consumers } from './Consumers.js';
import { interrupted, isLost } from './endings.js';
import { EngineSupply } from './EngineSupply.js';
import { MediaLink, type MediaEvent } from './MediaLink.js';
import type { MediaSession } from './MediaSession.js';
import type { Publisher } from './Publisher.js';
import {
  toWireRole,
  type NetworkSettings,
  type ResumeSecret,
  type RoomMediaEnvironment,
  type RoomMediaOptions,
} from './roomMediaTypes.js';
import type { Roster } from './Roster.js';
import { toRtcError, type RtcError } from './RtcError.js';
import type { Slots } from './Slots.js';
import type { Subscriptions } from './Subscriptions.js';
import type { VideoDemand } from './VideoDemand.js';
import type { MediaTicket, TicketSource } from './tickets.js';

const BACKOFF = { base: 300, cap: 10_000 };
/** A session that lived this long was sound: what broke it is news, and no reason to wait. */
const SOUND = 30_000;

/** What a connection carries, and whom it tells. */
export interface RoomConnectionParts {
  readonly roster: Roster;
  readonly publisher: Publisher;
  readonly demand: VideoDemand;
  readonly slots: Slots;
  readonly network: NetworkSettings;
  readonly consumers: Consumers;
  readonly subscriptions: Subscriptions;
  options(): RoomMediaOptions;
  /** Called while the change is applied. */
  event(event: MediaEvent): void;
  /** In the room: joined, resumed, or rebuilt; the server knows us as `told`. */
  up(told: Readonly<RoomMediaOptions>): void;
  /** Not in the room any more, and on the way back. */
  down(): void;
  /** Given up: trying again would not help. */
  failed(error: RtcError): void;
}

/**
 * The connection of one room's media, while it is wanted. A dropped socket takes its session over with the secret: same
 * peer, same transports, ICE anew, nothing published twice. Only if the server refuses that is everything built again.
 */
export class RoomConnection {
  /** Why the last attempt to connect failed; null once one succeeded. */
  lastError: RtcError | null = null;
  readonly #engines: EngineSupply;
  #wanted = false;
  #up = false;
  #running = false;
  #leaving: Promise<unknown> = Promise.resolve();
  #link: MediaLink | null = null;
  #session: MediaSession | null = null;
  #secret: ResumeSecret | null = null;
  /** As what the server knows us. */
  #told: Readonly<RoomMediaOptions>;
  #wake: () => void = () => undefined;
  /** Sessions in a row that broke soon after they were up. */
  #breaks = 0;
  #upSince = 0;

  constructor(
    private readonly env: RoomMediaEnvironment,
    private readonly tickets: TicketSource,
    private readonly parts: RoomConnectionParts,
  ) {
    this.#engines = new EngineSupply(env.engine);
    this.#told = { ...parts.options() };
  }

  get wanted(): boolean {
    return this.#wanted;
  }

  /** The session to ask, if the room is joined. */
  get session(): MediaSession | null {
    return this.#up ? this.#session : null;
  }

  /** Id of this client among the peers; null while it has none. */
  get peerId(): string | null {
    return this.#session?.peerId ?? null;
  }

  /** Begins what needs no session: a start is likely to follow. */
  prepare(): void {
    if (!this.#session) this.#engines.prepare();
  }

  start(): void {
    this.#wanted = true;
    this.lastError = null;
    this.#wake();
    void this.#run();
  }

  /** Does not wait out the pause before the next attempt: the network or the session is back. */
  retryNow(): void {
    this.#wake();
  }

  /** Ends at once; with `goodbye` the server hears of it. */
  stop(goodbye: boolean): void {
    const link = this.#link;
    this.#wanted = this.#up = false;
    this.#breaks = 0;
    this.#link = null;
    this.#dropSession();
    if (link && goodbye) this.#sayGoodbye(link);
    else link?.close();
    this.#wake();
  }

  /** When the last goodbye has been heard, or cannot be. */
  async gone(): Promise<void> {
    await this.#leaving;
  }

  /** `mediaReset`: the socket, the peer and its secret stay, everything below is made anew. */
  reset(): void {
    const link = this.#link;
    const session = this.#session;
    const secret = this.#secret;
    if (!link || !session) return;
    this.#dropSession();
    this.#secret = secret;
    this.parts.down();
    rebuildBelow(this.#build(link), session.peerId).then(
      () => {
        if (link === this.#link) this.#isUp();
      },
      (error: unknown) => {
        this.env.log.warn('Media could not be rebuilt in place.', error);
        if (link === this.#link) this.#restart();
      },
    );
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    if (this.#breaks > 1) await this.#pause(this.#breaks - 1);
    for (let attempt = 0; this.#isDown(); attempt++) {
      try {
        await this.#leaving;
        await this.#connect();
      } catch (cause) {
        this.#closeLink();
        if (this.#isDown()) await this.#failed(toRtcError(cause), attempt);
      }
    }
    this.#running = false;
  }

  #isDown(): boolean {
    return this.#wanted && !this.#up;
  }

  async #failed(error: RtcError, attempt: number): Promise<void> {
    this.lastError = error;
    this.env.log.info('Media of a room did not connect.', error);
    if (error.action !== 'retry') {
      this.#wanted = false;
      this.#dropSession();
      this.parts.failed(error);
      return;
    }
    await this.#pause(attempt);
  }

  #pause(attempt: number): Promise<void> {
    const { random, clock } = this.env;
    const ms = fullJitter(attempt, BACKOFF.base, BACKOFF.cap, random);
    return new Promise<void>((resolve) => {
      const cancel = clock.setTimeout(resolve, ms);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }

  /** The ticket, the socket and the engine come at the same time. */
  async #connect(): Promise<void> {
    const { server } = this.parts.network;
    const url = server ?? this.tickets.url;
    const early = url === null ? null : this.#open(url);
    early?.catch(() => undefined);
    this.prepare();
    const asked = { ...this.parts.options() };
    const ticket = await this.tickets.get(toWireRole(asked.role));
    const target = server ?? ticket.url;
    const link = early && target === url ? await early : await this.#open(target);
    this.#check();
    if (this.#session) {
      if (this.#secret && (await this.#resume(link, ticket, this.#session, this.#secret))) return;
      // The socket has said its first event, and a ticket is good for one: both are fetched anew, at once.
      this.#dropSession();
      await this.#connect();
      return;
    }
    this.#told = asked;
    await this.#joinAnew(link, ticket);
  }

  async #open(url: string): Promise<MediaLink> {
    this.#closeLink();
    const { transport, requestTimeout, batch } = this.env;
    const link = new MediaLink(transport.socket({ url, namespace: '/' }), requestTimeout);
    this.#link = link;
    link.listen(
      (event) => {
        if (link !== this.#link) return;
        batch(() => {
          this.parts.event(event);
        });
      },
      (detail) => {
        if (link === this.#link) this.#dropped(detail);
      },
    );
    await link.connect();
    return link;
  }

  async #joinAnew(link: MediaLink, ticket: MediaTicket): Promise<void> {
    const { displayName, autoSubscribe, topThree } = this.#told;
    Object.assign(this.parts.subscriptions, { offersAll: autoSubscribe, topThree });
    try {
      this.#secret = await joinAnew(this.#build(link), ticket, {
        displayName,
        autoSubscribe,
        ...(topThree && { topN: 3 }),
      });
      this.env.batch(() => {
        this.#isUp();
      });
    } catch (error) {
      this.#dropSession();
      throw error;
    }
  }

  #build(link: MediaLink): Build {
    const { consumers, publisher, demand, slots, subscriptions } = this.parts;
    const speaker = this.#told.role === 'speaker';
    return {
      link,
      engine: this.#engines.take(),
      clock: this.env.clock,
      consumers,
      slots,
      publisher,
      speaker,
      iceServers: this.parts.network.iceServers,
      wanted: (work) => this.#orGone(work),
      met: (peers) => {
        if (link !== this.#link) return;
        this.env.batch(() => {
          this.parts.roster.syncPeers(peers);
        });
      },
      begin: (session) => {
        this.#session = session;
        subscriptions.attach(session);
        demand.attach(session);
        slots.begin(session);
        publisher.allow(speaker);
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
    { sessionId, secret }: ResumeSecret,
  ): Promise<boolean> {
    const { roster, consumers, publisher } = this.parts;
    const goOn = link.holdBack();
    try {
      const result = await this.#orGone(link.request('resume', { sessionId, secret, token: ticket.token }));
      if (session !== this.#session || !session.has(result.transportIds)) return false;
      this.#secret = result.resume;
      this.#told = { ...this.#told, role: result.role === 0 ? 'speaker' : 'audience' };
      session.rebind(link);
      this.env.batch(() => {
        roster.sync(result.peers, result.producers);
        consumers.sync(result.consumers);
        publisher.sync(result.producerIds);
        this.#isUp();
      });
      void session.restartIce();
      return true;
    } catch (error) {
      if (isLost(error) || !this.#wanted) throw error;
      this.env.log.info('The media session could not be resumed and is built anew.', error);
      return false;
    } finally {
      goOn();
    }
  }

  /** Gives the session and the socket up and joins anew, without the membership ending. */
  #restart(): void {
    const link = this.#link;
    const sound = this.#up && this.env.clock.now() - this.#upSince >= SOUND;
    this.#breaks = sound ? 1 : this.#breaks + 1;
    this.#link = null;
    this.#dropSession();
    if (link) this.#sayGoodbye(link);
    this.#down();
  }

  #sayGoodbye(link: MediaLink): void {
    this.#leaving = link
      .request('leave', {})
      .catch(() => undefined)
      .then(() => {
        link.close();
      });
  }

  #isUp(): void {
    this.lastError = null;
    this.#up = true;
    this.#upSince = this.env.clock.now();
    this.parts.up(this.#told);
  }

  #down(): void {
    this.#up = false;
    this.#session?.dropped();
    this.parts.down();
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
    const { subscriptions, publisher, demand, slots, consumers, roster } = this.parts;
    this.#session = null;
    this.#secret = null;
    if (!session) return;
    this.env.batch(() => {
      subscriptions.attach(null);
      demand.attach(null);
      slots.begin(null);
      publisher.detach();
      consumers.detach();
      roster.markStale();
    });
    session.close();
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
