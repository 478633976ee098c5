import type { Pipe, PipeAck } from '../../core/transport/memoryTransport.js';
import type { Clock } from '../../lib/clock.js';
import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError, type WireError } from '../../protocol/errors.js';
import type { Link, LinkHandler, Namespace } from '../../server/ports/Link.js';
import { Channel, type Frame, type Weather } from './channel.js';
import type { MemoryBus } from './memoryBus.js';

export interface ConnectionOptions {
  id: string;
  clock: Clock;
  bus: MemoryBus;
  namespace: Namespace;
  up: Weather;
  down: Weather;
  /** Answers a request in the server's stead, or null to let it pass: an injected failure. */
  intercept(event: string, payload: unknown): WireError | null;
  /** A request was answered, by the server or in its stead. */
  answered(event: string, status: 'success' | 'error', body: unknown): void;
  /** The network is silent: the client does not answer pings. */
  silent(): boolean;
  ended(): void;
}

/** One connection of one client to one namespace: the client's {@link Pipe} here, the server's {@link Link} there. */
export class MemoryConnection implements Pipe {
  readonly #options: ConnectionOptions;
  readonly #up: Channel;
  readonly #down: Channel;
  readonly #server: LinkHandler;
  readonly #topics = new Set<string>();
  /** Requests of the client that wait for an ack, by ack number; and those of the server. */
  readonly #asked = new Map<number, PipeAck>();
  readonly #asking = new Map<number, PipeAck>();
  /** Requests that the server has and has not answered yet. */
  readonly #handling = new Set<number>();
  #early: (() => void)[] = [];
  #receive: ((event: string, payload: unknown, ack?: PipeAck) => void) | null = null;
  #closed: (detail: string) => void = () => undefined;
  #acks = 0;
  #open = true;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#up = new Channel(options.clock, options.up, (frame) => {
      this.#atServer(frame);
    });
    this.#down = new Channel(options.clock, options.down, (frame) => {
      this.#atClient(frame);
    });
    this.#server = options.namespace.accept(this.#link());
  }

  emit(event: string, payload: unknown, ack: PipeAck): void {
    if (!this.#open) return;
    const number = ++this.#acks;
    this.#asked.set(number, ack);
    this.#up.send({ kind: 'event', event, payload, ack: number });
  }

  receive(handler: (event: string, payload: unknown, ack?: PipeAck) => void): void {
    this.#receive = handler;
    for (const deliver of this.#early.splice(0)) deliver();
  }

  closed(handler: (detail: string) => void): void {
    this.#closed = handler;
  }

  /** The server is at work for this client. */
  get busy(): boolean {
    return this.#handling.size > 0;
  }

  /** A notification in the server's name. */
  notify(event: string, data: unknown): void {
    this.#down.send({ kind: 'event', event, payload: { data } });
  }

  /** The client closes; nothing more is delivered to it. */
  close(): void {
    this.#end();
  }

  /** The connection breaks: both sides are told, frames under way are lost. */
  drop(detail: string): void {
    if (this.#end()) this.#closed(detail);
  }

  #end(): boolean {
    if (!this.#open) return false;
    this.#open = false;
    this.#up.close();
    this.#down.close();
    this.#early = [];
    for (const topic of this.#topics) this.#options.bus.unfollow(topic, this.#down);
    this.#topics.clear();
    this.#asked.clear();
    this.#handling.clear();
    const asking = [...this.#asking.values()];
    this.#asking.clear();
    for (const ack of asking) ack('error', GONE);
    this.#options.ended();
    this.#server.closed();
    return true;
  }

  #atServer(frame: Frame): void {
    if (frame.kind === 'ack') {
      settle(this.#asking, frame);
      return;
    }
    const { event, payload, ack } = frame;
    if (ack === undefined) {
      this.#server.receive(event, payload, undefined);
      return;
    }
    let answered = false;
    this.#handling.add(ack);
    const reply: PipeAck = (status, body) => {
      if (answered) return;
      answered = true;
      this.#handling.delete(ack);
      this.#options.answered(event, status, body);
      this.#down.send({ kind: 'ack', ack, status, body });
    };
    const failure = this.#options.intercept(event, payload);
    if (failure) reply('error', failure);
    else this.#server.receive(event, payload, reply);
  }

  #atClient(frame: Frame): void {
    if (frame.kind === 'ack') {
      settle(this.#asked, frame);
      return;
    }
    const { event, payload, ack } = frame;
    const reply: PipeAck = (status, body) => {
      if (ack !== undefined) this.#up.send({ kind: 'ack', ack, status, body });
    };
    const deliver = (): void => this.#receive?.(event, payload, ack === undefined ? undefined : reply);
    if (this.#receive) deliver();
    else this.#early.push(deliver);
  }

  #link(): Link {
    const { id, bus } = this.#options;
    return {
      id,
      address: '127.0.0.1',
      notify: (event, data) => {
        this.notify(event, data);
      },
      request: (event, data, timeoutMs) => this.#ask(event, data, timeoutMs),
      follow: (topic) => {
        if (!this.#open) return;
        this.#topics.add(topic);
        bus.follow(topic, this.#down);
      },
      unfollow: (topic) => {
        this.#topics.delete(topic);
        bus.unfollow(topic, this.#down);
      },
      alive: () => Promise.resolve(this.#open && !this.#options.silent()),
      close: () => {
        this.#down.afterwards(() => {
          this.drop('The server closed the connection.');
        });
      },
    };
  }

  #ask(event: string, data: unknown, timeoutMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!this.#open) {
        reject(new HummerError(GONE.errcode, GONE.errmsg));
        return;
      }
      const number = ++this.#acks;
      const cancel = this.#options.clock.setTimeout(() => {
        this.#asking.delete(number);
        reject(new HummerError(HummerErrorCode.TIMEOUT, `The client did not answer '${event}'.`));
      }, timeoutMs);
      this.#asking.set(number, (status, body) => {
        cancel();
        if (status === 'success') resolve((body as { data?: unknown } | undefined)?.data);
        else reject(refusal(body));
      });
      this.#down.send({ kind: 'event', event, payload: { data }, ack: number });
    });
  }
}

const GONE: WireError = { errcode: HummerErrorCode.CONNECTION_LOST, errmsg: 'The client is gone.' };

function settle(waiting: Map<number, PipeAck>, { ack, status, body }: Extract<Frame, { kind: 'ack' }>): void {
  const answer = waiting.get(ack);
  waiting.delete(ack);
  answer?.(status === 'success' ? 'success' : 'error', body);
}

function refusal(body: unknown): HummerError {
  const { errcode, errmsg } = (body ?? {}) as Partial<WireError>;
  return new HummerError(errcode ?? HummerErrorCode.UNKNOWN, errmsg ?? 'The client refused.');
}
