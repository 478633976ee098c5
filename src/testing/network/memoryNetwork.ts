import type { Dial } from '../../core/transport/memoryTransport.js';
import type { TransportAddress } from '../../core/transport/Transport.js';
import type { Clock } from '../../lib/clock.js';
import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError, type WireError } from '../../protocol/errors.js';
import type { Namespace } from '../../server/ports/Link.js';
import type { Direction, Frame, Weather } from './channel.js';
import { MemoryConnection } from './connection.js';
import type { MemoryBus } from './memoryBus.js';

/** A frame as `faults.drop` sees it. @public */
export interface SeenFrame {
  readonly uid: string;
  readonly direction: Direction;
  /** The event, or null for an answer. */
  readonly event: string | null;
  readonly payload: unknown;
}

/** Enough for any test, and no leak in a story that runs all day. */
const LOG_LENGTH = 10_000;

/** One answered request, as `server.log()` tells it. @public */
export interface RequestLogEntry {
  readonly time: number;
  readonly uid: string;
  readonly event: string;
  /** Null for a success. */
  readonly code: number | null;
}

/** The network between the clients and the server of a test backend, and everything that can go wrong with it. */
export class MemoryNetwork {
  readonly #clock: Clock;
  readonly #connections = new Map<MemoryConnection, string>();
  readonly #failures: { event: string; error: WireError }[] = [];
  readonly #log: RequestLogEntry[] = [];
  readonly #cutOff = new Set<string>();
  #namespaces: Readonly<Record<TransportAddress['namespace'], Namespace>> | null = null;
  #bus: MemoryBus | null = null;
  #delay = 0;
  #drop: (frame: SeenFrame) => boolean = () => false;
  #inspect: (uid: string, event: string, payload: unknown) => WireError | null = () => null;
  #offline = false;
  #ids = 0;
  #underWay = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The server that new connections reach; null while it is down. */
  serve(
    server: { namespaces: Readonly<Record<TransportAddress['namespace'], Namespace>>; bus: MemoryBus } | null,
  ): void {
    this.#namespaces = server?.namespaces ?? null;
    this.#bus = server?.bus ?? null;
    if (!server) this.disconnect();
  }

  /** How the client of `uid` reaches the server. */
  dialFor(uid: string): Dial {
    return async ({ namespace }) => {
      await this.#distance();
      const bus = this.#bus;
      const target = this.#namespaces?.[namespace];
      if (this.#offline || this.#cutOff.has(uid) || !bus || !target) {
        throw new HummerError(
          HummerErrorCode.CONNECTION_LOST,
          'The server cannot be reached: the test network is down.',
        );
      }
      const connection: MemoryConnection = new MemoryConnection({
        id: `memory-${String(++this.#ids)}`,
        clock: this.#clock,
        bus,
        namespace: target,
        up: this.#weather(uid, 'up'),
        down: this.#weather(uid, 'down'),
        intercept: (event, payload) => this.#failure(event) ?? this.#inspect(uid, event, payload),
        answered: (event, status, body) => {
          this.#note(uid, event, status, body);
        },
        silent: () => this.#offline || this.#cutOff.has(uid),
        ended: () => this.#connections.delete(connection),
      });
      this.#connections.set(connection, uid);
      return connection;
    };
  }

  /** Breaks the connections of `uid`, or all; they may come back. */
  disconnect(uid?: string): void {
    for (const [connection, owner] of [...this.#connections]) {
      if (uid === undefined || owner === uid) connection.drop('The test network broke the connection.');
    }
  }

  /** Breaks the connections of `uid` and refuses new ones until `admit`. */
  cutOff(uid: string): void {
    this.#cutOff.add(uid);
    this.disconnect(uid);
  }

  admit(uid: string): void {
    this.#cutOff.delete(uid);
  }

  delay(ms: number): void {
    this.#delay = ms;
  }

  drop(fn: (frame: SeenFrame) => boolean): void {
    this.#drop = fn;
  }

  failNext(event: string, error: WireError): void {
    this.#failures.push({ event, error });
  }

  /** Asked about every request before the server gets it: an error answers it in the server's stead. */
  inspect(fn: (uid: string, event: string, payload: unknown) => WireError | null): void {
    this.#inspect = fn;
  }

  /** A notification in the server's name to all connections of `uid`. */
  notify(uid: string, event: string): void {
    for (const [connection, owner] of this.#connections) if (owner === uid) connection.notify(event, {});
  }

  /** Every request that was answered, in order. */
  log(): readonly RequestLogEntry[] {
    return [...this.#log];
  }

  setOffline(offline: boolean): void {
    this.#offline = offline;
    if (offline) this.disconnect();
  }

  get offline(): boolean {
    return this.#offline;
  }

  /** Connections that are open: for leak tests. */
  size(): number {
    return this.#connections.size;
  }

  /** Whether nothing more happens without time passing: no frame is about to arrive and the server is done. */
  quiet(): boolean {
    if (this.#underWay > 0) return false;
    for (const connection of this.#connections.keys()) if (connection.busy) return false;
    return true;
  }

  #distance(): Promise<void> {
    const delay = this.#delay;
    if (delay === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#clock.setTimeout(resolve, delay);
    });
  }

  #failure(event: string): WireError | null {
    const index = this.#failures.findIndex((failure) => failure.event === event);
    return index < 0 ? null : (this.#failures.splice(index, 1)[0]?.error ?? null);
  }

  #note(uid: string, event: string, status: 'success' | 'error', body: unknown): void {
    const code =
      status === 'success' ? null : ((body as Partial<WireError> | null)?.errcode ?? HummerErrorCode.UNKNOWN);
    this.#log.push({ time: this.#clock.now(), uid, event, code });
    if (this.#log.length > LOG_LENGTH) this.#log.shift();
  }

  #weather(uid: string, direction: Direction): Weather {
    return {
      delay: () => this.#delay,
      passes: (frame: Frame) => {
        const event = frame.kind === 'event' ? frame.event : null;
        const payload = frame.kind === 'event' ? frame.payload : frame.body;
        return !this.#drop({ uid, direction, event, payload });
      },
      underWay: (change) => {
        this.#underWay += change;
      },
    };
  }
}
