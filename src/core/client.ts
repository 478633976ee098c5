import { systemClock, type Clock } from '../lib/clock.js';
import { Emitter } from '../lib/emitter.js';
import { createLogger } from '../lib/logger.js';
import type { HummerNotifications } from '../protocol/hummer.js';
import { createClientStore } from '../store/clientStore.js';
import { createConnection } from './connection/connection.js';
import type { Connection } from './connection/connectionTypes.js';
import { createTabMemory } from './connection/tabMemory.js';
import { createPace } from './delivery/pace.js';
import { pageEnvironment, pageOrigin, type Environment } from './environment.js';
import type { HummerEvents, HummerOptions } from './hummerTypes.js';
import type { HummerInternals, MediaPart, SessionEvent } from './internals.js';
import { missingPart } from './parts.js';
import { createRooms, type Rooms } from './rooms/rooms.js';
import type { SeenEvent } from './snapshot.js';
import { createLazyTransport } from './transport/lazyTransport.js';
import type { Transport } from './transport/Transport.js';

/** What a client runs on; tests replace it. */
export interface HummerPorts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly environment: Environment;
}

/** What one client is made of: store, connection and domains, and how events flow between them. */
export interface Client extends HummerInternals {
  readonly connection: Connection;
  readonly rooms: Rooms;
  /** Events of the public client. */
  readonly events: Emitter<HummerEvents>;
  /** The last that came over the wire. */
  readonly seen: readonly SeenEvent[];
}

const REQUEST_TIMEOUT = 11_000;
/** A remounted provider finds everything as it was. */
const RELEASE_DELAY = 200;
const EVENTS_KEPT = 200;

/** socket.io-client arrives with the first login, as mediasoup-client does with the first media. */
async function socketIo(): Promise<Transport> {
  const { createSocketIoTransport } = await import('./transport/socketIoTransport.js');
  return createSocketIoTransport();
}

export function createClient(options: HummerOptions, ports: Partial<HummerPorts> = {}): Client {
  const { appid, url = pageOrigin(), requestTimeout = REQUEST_TIMEOUT, tokenProvider } = options;
  const { clock = systemClock, environment = pageEnvironment } = ports;
  const transport = ports.transport ?? createLazyTransport(clock, socketIo);
  const store = createClientStore();
  const log = createLogger(options.logLevel);
  const { storage } = options;
  const memory = createTabMemory(
    storage === undefined ? environment : { storage },
    `hummer:${appid}@${url}`,
    clock,
  );
  const pace = createPace(clock);
  const events = new Emitter<HummerEvents>();
  const notifications = new Emitter<HummerNotifications>();
  const sessions = new Emitter<{ event: SessionEvent }>();
  const seen: SeenEvent[] = [];
  const parts = new Map<string, unknown>();
  const after: (() => void)[] = [];
  let applying = 0;
  let opened: SessionEvent | null = null;
  let media: MediaPart | null = null;
  let watchers = 0;
  let stopWatching: (() => void) | undefined;
  let sessionEnded: (() => void) | null = null;

  /** What a handler of the app throws stops nothing here. */
  function report(error: unknown): void {
    log.error('A handler threw.', error);
  }

  function apply(work: () => void): void {
    applying++;
    try {
      store.batch(work);
      if (applying > 1) return;
      for (let next = after.shift(); next; next = after.shift()) next();
    } finally {
      applying--;
    }
  }

  function afterApply(callback: () => void): void {
    after.push(callback);
    if (!applying) apply(() => undefined);
  }

  function emit<E extends keyof HummerEvents>(event: E, payload: HummerEvents[E]): void {
    afterApply(() => {
      events.emit(event, payload, report);
    });
  }

  /** Follows the page; counted by who needs it. */
  function watch(): () => void {
    if (!watchers++) {
      stopWatching = environment.listen((event) => {
        client.rooms.environmentChanged(event);
        media?.environmentChanged(event);
        connection.environmentChanged(event);
      });
    }
    return () => {
      if (!--watchers) stopWatching?.();
    };
  }

  const connection = createConnection({
    appid,
    url,
    requestTimeout,
    tokenProvider,
    clock,
    environment,
    transport,
    memory,
    pace,
    apply,
    changed(change, login) {
      apply(() => {
        store.session.setState({ connection: change, login });
      });
      emit('ConnectionStateChange', change);
    },
    session(event) {
      opened = event.type === 'opened' ? event : null;
      if (event.type === 'closed') {
        sessionEnded?.();
        sessionEnded = null;
      } else sessionEnded ??= watch();
      sessions.emit('event', event, report);
    },
    notification(event, data) {
      if (seen.push({ at: clock.now(), event }) > EVENTS_KEPT) seen.shift();
      notifications.emit(event, data, report);
    },
    tokenExpired: () => {
      emit('TokenExpired', undefined);
    },
    tokenWillExpire: (expiresInMs) => {
      emit('TokenWillExpire', { expiresInMs });
    },
  });

  const client: Omit<Client, 'rooms'> & { rooms: Rooms } = {
    appid,
    options: { appid, url, requestTimeout, signatureProvider: options.signatureProvider },
    store,
    clock,
    transport,
    log,
    memory,
    pace,
    connection,
    rooms: null as unknown as Rooms,
    events,
    seen,
    uid: connection.uid,
    requireLink: connection.requireLink,
    request: connection.request,
    onNotification: (event, handler) => notifications.on(event, handler),
    onSession(handler) {
      if (opened) handler(opened);
      return sessions.on('event', handler);
    },
    apply,
    afterApply,
    report,
    bring<T>(name: string, make: (context: HummerInternals) => T) {
      if (!parts.has(name)) parts.set(name, make(client));
      return parts.get(name) as T;
    },
    mount() {
      const unwatch = watch();
      return () => {
        clock.setTimeout(unwatch, RELEASE_DELAY);
      };
    },
    get media() {
      if (media) return media;
      throw missingPart('Media');
    },
    get hasMedia() {
      return media !== null;
    },
    bringMedia: (make) => (media ??= make(client)),
  };
  client.rooms = createRooms(client);
  return client;
}
