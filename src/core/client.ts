import { systemClock, type Clock } from '../lib/clock.js';
import { Emitter } from '../lib/emitter.js';
import { createLogger, type Logger } from '../lib/logger.js';
import type { HummerNotifications, HummerRequests } from '../protocol/hummer.js';
import { createClientStore, type ClientStore } from '../store/clientStore.js';
import { Connection } from './connection/Connection.js';
import { TabMemory } from './connection/tabMemory.js';
import type { DomainContext } from './context.js';
import { Pace } from './delivery/pace.js';
import { pageEnvironment, type Environment } from './environment.js';
import type { HummerEvents, HummerOptions } from './hummerTypes.js';
import type { HummerInternals, MediaPart, SessionEvent } from './internals.js';
import { missingPart } from './parts.js';
import { Peers } from './peers/peers.js';
import { Rooms } from './rooms/rooms.js';
import type { SeenEvent } from './snapshot.js';
import { createSocketIoTransport } from './transport/socketIoTransport.js';
import type { Transport } from './transport/Transport.js';

/** What a client runs on; tests replace it. */
export interface HummerPorts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly environment: Environment;
}

const REQUEST_TIMEOUT = 11_000;
/** A remounted provider finds everything as it was. */
const RELEASE_DELAY = 200;
const EVENTS_KEPT = 200;

/** What one client is made of: store, connection and domains, and how events flow between them. */
export class Client implements HummerInternals, DomainContext {
  readonly appid: number;
  readonly options: HummerInternals['options'];
  readonly store: ClientStore = createClientStore();
  readonly clock: Clock;
  readonly transport: Transport;
  readonly log: Logger;
  readonly memory: TabMemory;
  readonly pace: Pace;
  readonly connection: Connection;
  readonly rooms: Rooms;
  readonly peers: Peers;
  /** Events of the public client. */
  readonly events = new Emitter<HummerEvents>();
  readonly seen: SeenEvent[] = [];
  readonly #environment: Environment;
  readonly #notifications = new Emitter<HummerNotifications>();
  readonly #sessions = new Emitter<{ event: SessionEvent }>();
  #media: MediaPart | null = null;
  #applying = 0;
  #afterApply: (() => void)[] = [];
  #watchers = 0;
  #stopWatching: () => void = () => undefined;
  #endSession: () => void = () => undefined;

  constructor(options: HummerOptions, ports: Partial<HummerPorts> = {}) {
    const { appid, url = globalThis.location?.origin ?? '', requestTimeout = REQUEST_TIMEOUT } = options;
    const { clock = systemClock, environment = pageEnvironment } = ports;
    this.appid = appid;
    this.options = { appid, url, requestTimeout };
    this.clock = clock;
    this.log = createLogger(options.logLevel);
    this.transport = ports.transport ?? createSocketIoTransport(clock);
    this.#environment = environment;
    this.memory = new TabMemory(environment, `hummer:${appid}@${url}`, clock);
    this.pace = new Pace(clock);
    const { transport, memory, pace, apply } = this;
    this.connection = new Connection(
      {
        ...this.options,
        tokenProvider: options.tokenProvider,
        clock,
        environment,
        transport,
        memory,
        pace,
        apply,
      },
      {
        changed: (connection, login) => {
          apply(() => this.store.session.setState({ connection, login }));
          this.#emit('ConnectionStateChange', connection);
        },
        session: (event) => {
          if (event.type === 'closed') this.#endSession();
          apply(() => this.#sessions.emit('event', event, this.report));
        },
        notification: (event, data) => {
          if (this.seen.push({ at: clock.now(), event }) > EVENTS_KEPT) this.seen.shift();
          this.#notifications.emit(event, data, this.report);
        },
        tokenExpired: () => this.#emit('TokenExpired', undefined),
        tokenWillExpire: (expiresInMs) => this.#emit('TokenWillExpire', { expiresInMs }),
      },
    );
    this.rooms = new Rooms(this);
    this.peers = new Peers(this);
  }

  readonly uid = (): string => this.connection.requireUid();

  readonly requireLink = (event: string): void => this.connection.requireLink(event);

  readonly request = <E extends keyof HummerRequests>(
    event: E,
    data: HummerRequests[E]['data'],
  ): Promise<HummerRequests[E]['result']> => this.connection.request(event, data);

  onNotification<E extends keyof HummerNotifications>(
    event: E,
    handler: (data: HummerNotifications[E]) => void,
  ): () => void {
    return this.#notifications.on(event, handler);
  }

  onSession(handler: (event: SessionEvent) => void): () => void {
    return this.#sessions.on('event', handler);
  }

  readonly apply = (work: () => void): void => {
    this.#applying++;
    try {
      this.store.batch(work);
      if (this.#applying === 1) this.#runAfterApply();
    } finally {
      this.#applying--;
    }
  };

  readonly afterApply = (callback: () => void): void => {
    this.#afterApply.push(callback);
    if (this.#applying === 0) this.apply(() => undefined);
  };

  /** What a handler of the app throws stops nothing here. */
  readonly report = (error: unknown): void => {
    this.log.error('A handler threw.', error);
  };

  /** A login begins: the page is watched until the session is over. */
  openSession(): void {
    this.#endSession();
    this.#endSession = this.#watch();
  }

  mount(): () => void {
    const release = this.#watch();
    return () => {
      this.clock.setTimeout(release, RELEASE_DELAY);
    };
  }

  get media(): MediaPart {
    if (!this.#media) throw missingPart('Media');
    return this.#media;
  }

  get hasMedia(): boolean {
    return this.#media !== null;
  }

  bringMedia(make: (internals: HummerInternals) => MediaPart): MediaPart {
    return (this.#media ??= make(this));
  }

  #emit<E extends keyof HummerEvents>(event: E, payload: HummerEvents[E]): void {
    this.afterApply(() => {
      this.events.emit(event, payload, this.report);
    });
  }

  #runAfterApply(): void {
    for (let next = this.#afterApply.shift(); next; next = this.#afterApply.shift()) {
      try {
        next();
      } catch (error) {
        this.report(error);
      }
    }
  }

  /** Counted: follows the page's visibility and connectivity. */
  #watch(): () => void {
    if (this.#watchers++ === 0) {
      this.#stopWatching = this.#environment.listen((event) => {
        this.rooms.environmentChanged(event);
        this.#media?.environmentChanged(event);
        this.connection.environmentChanged(event);
      });
    }
    let watching = true;
    return () => {
      if (watching && --this.#watchers === 0) this.#stopWatching();
      watching = false;
    };
  }
}
