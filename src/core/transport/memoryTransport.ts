import type { Clock } from '../../lib/clock.js';
import { HummerError } from '../../protocol/errors.js';
import { linkLost, refused, responder, timedOut, unwrap, wrap, type Ack } from './frames.js';
import type { Responder, Transport, TransportAddress, TransportSocket } from './Transport.js';

/** Answer to one message over a pipe. */
export type PipeAck = Ack;

/**
 * The client's end of an in-memory connection. Whoever makes one keeps the promises of a wire: order, copies instead of
 * shared objects, nothing after the close.
 */
export interface Pipe {
  /** To the server, in its envelope. */
  emit(event: string, payload: unknown, ack: PipeAck): void;
  /** Takes what the server sends, in its envelope; with `ack` if it is a request. Set once, before anything is sent. */
  receive(handler: (event: string, payload: unknown, ack?: PipeAck) => void): void;
  /** Told once when the connection ends, by whichever side. */
  closed(handler: (detail: string) => void): void;
  close(): void;
}

/** Opens a pipe, or rejects as a handshake is refused. */
export type Dial = (address: TransportAddress) => Promise<Pipe>;

/** A transport without a network, for tests and stories: the same frames through `dial`'s pipes. */
export function createMemoryTransport(dial: Dial, clock: Clock): Transport {
  return { socket: (address) => new MemorySocket(() => dial(address), clock) };
}

class MemorySocket implements TransportSocket {
  readonly #dial: () => Promise<Pipe>;
  readonly #clock: Clock;
  #events: (event: string, data: unknown, respond?: Responder) => void = () => undefined;
  #drops: (detail: string) => void = () => undefined;
  #pipe: Pipe | null = null;
  #closed = false;
  readonly #open = new Set<(error: HummerError) => void>();

  constructor(dial: () => Promise<Pipe>, clock: Clock) {
    this.#dial = dial;
    this.#clock = clock;
  }

  get connected(): boolean {
    return this.#pipe !== null;
  }

  connect(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      let over = false;
      const settle = (error: HummerError | null): void => {
        if (over) return;
        over = true;
        cancel();
        this.#open.delete(settle);
        if (error) reject(error);
        else resolve();
      };
      const cancel = this.#clock.setTimeout(() => {
        settle(timedOut('connect', timeoutMs));
      }, timeoutMs);
      this.#open.add(settle);
      this.#dial().then(
        (pipe) => {
          if (over || this.#closed) pipe.close();
          else this.#attach(pipe);
          settle(this.#pipe ? null : linkLost('connect', 'not-sent'));
        },
        (error: unknown) => {
          settle(error instanceof HummerError ? error : linkLost('connect', 'not-sent', error));
        },
      );
    });
  }

  request(event: string, data: unknown, timeoutMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!this.#pipe) {
        reject(linkLost(event, 'not-sent'));
        return;
      }
      const fail = (error: HummerError): void => {
        cancel();
        this.#open.delete(fail);
        reject(error);
      };
      const cancel = this.#clock.setTimeout(() => {
        fail(timedOut(event, timeoutMs));
      }, timeoutMs);
      this.#open.add(fail);
      this.#pipe.emit(event, wrap(event, data), (status, body) => {
        if (!this.#open.delete(fail)) return;
        cancel();
        if (status === 'success') resolve(unwrap(event, body));
        else reject(refused(event, body));
      });
    });
  }

  onEvent(handler: (event: string, data: unknown, respond?: Responder) => void): () => void {
    this.#events = handler;
    return () => {
      if (this.#events === handler) this.#events = () => undefined;
    };
  }

  onDrop(handler: (detail: string) => void): () => void {
    this.#drops = handler;
    return () => {
      if (this.#drops === handler) this.#drops = () => undefined;
    };
  }

  close(): void {
    this.#closed = true;
    const pipe = this.#pipe;
    this.#pipe = null;
    pipe?.close();
    this.#settleAll();
  }

  #attach(pipe: Pipe): void {
    this.#pipe = pipe;
    pipe.receive((event, payload, ack) => {
      if (this.#pipe !== pipe) return;
      this.#events(event, unwrap(event, payload), responder(ack));
    });
    pipe.closed((detail) => {
      if (this.#pipe !== pipe) return;
      this.#pipe = null;
      this.#settleAll();
      this.#drops(detail);
    });
  }

  #settleAll(): void {
    for (const fail of [...this.#open]) fail(linkLost('request', 'unknown'));
  }
}
