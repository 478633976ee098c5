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

/** The network between the clients and the server of a test backend, and everything that can go wrong with it. */
export class MemoryNetwork {
  readonly #clock: Clock;
  readonly #connections = new Map<MemoryConnection, string>();
  readonly #failures: { event: string; error: WireError }[] = [];
  readonly #cutOff = new Set<string>();
  #namespaces: Readonly<Record<TransportAddress['namespace'], Namespace>> | null = null;
  #bus: MemoryBus | null = null;
  #delay = 0;
  #drop: (frame: SeenFrame) => boolean = () => false;
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
        intercept: (event) => this.#failure(event),
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

  setOffline(offline: boolean): void {
    this.#offline = offline;
    if (offline) this.disconnect();
  }

  /** Connections that are open: for leak tests. */
  size(): number {
    return this.#connections.size;
  }

  /** Whether no frame is under way that would arrive without time passing. */
  quiet(): boolean {
    return this.#underWay === 0 || this.#delay > 0;
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
