import { Manager, type Socket } from 'socket.io-client';
import { systemClock, type Clock } from '../../lib/clock.js';
import { withTimeout } from '../../lib/timeout.js';
import type { WireError } from '../../protocol/errors.js';
import { linkLost, refused, responder, timedOut, unwrap, wrap } from './frames.js';
import type { Responder, Transport, TransportAddress, TransportSocket } from './Transport.js';

type Ack = (status: 'success' | 'error', body: unknown) => void;

/** One engine.io connection and the namespaces that share it. */
interface Wire {
  readonly url: string;
  readonly manager: Manager;
  readonly namespaces: Set<string>;
}

/** The wire of apps: socket.io, WebSocket first, long polling where that does not pass. */
export function createSocketIoTransport(clock: Clock = systemClock): Transport {
  const wires = new Set<Wire>();

  /** A live connection to the same server with this namespace free, so that the first media room shares `/hummer`'s; else a new one. */
  function wireTo({ url, namespace }: TransportAddress): Wire {
    for (const wire of wires) {
      if (wire.manager._readyState === 'closed') wires.delete(wire);
      else if (wire.url === url && !wire.namespaces.has(namespace)) return wire;
    }
    const manager = new Manager(url, {
      autoConnect: false,
      reconnection: false,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
    });
    const wire = { url, manager, namespaces: new Set<string>() };
    wires.add(wire);
    return wire;
  }

  return { socket: (address) => new SocketIoSocket(address, wireTo, clock) };
}

class SocketIoSocket implements TransportSocket {
  readonly #address: TransportAddress;
  readonly #wireTo: (address: TransportAddress) => Wire;
  readonly #clock: Clock;
  #events: (event: string, data: unknown, respond?: Responder) => void = () => undefined;
  #drops: (detail: string) => void = () => undefined;
  #wire: Wire | null = null;
  #socket: Socket | null = null;

  constructor(address: TransportAddress, wireTo: (address: TransportAddress) => Wire, clock: Clock) {
    this.#address = address;
    this.#wireTo = wireTo;
    this.#clock = clock;
  }

  get connected(): boolean {
    return this.#socket?.connected === true;
  }

  connect(timeoutMs: number): Promise<void> {
    const wire = (this.#wire = this.#wireTo(this.#address));
    wire.namespaces.add(this.#address.namespace);
    const socket = (this.#socket = wire.manager.socket(this.#address.namespace));
    const opened = new Promise<void>((resolve, reject) => {
      socket.on('connect', resolve);
      socket.on('connect_error', (error: Error & { data?: Partial<WireError> }) => {
        reject(
          error.data?.errcode === undefined
            ? linkLost('connect', false, error)
            : refused('connect', error.data),
        );
      });
      socket.on('disconnect', (reason) => {
        reject(linkLost('connect', false));
        this.close();
        this.#drops(reason);
      });
    });
    socket.onAny((event: string, payload: unknown, ack?: Ack) => {
      this.#events(event, unwrap(event, payload), ack && responder(ack));
    });
    socket.connect();
    return withTimeout(this.#clock, timeoutMs, opened, () => timedOut('connect', timeoutMs)).catch(
      (error: unknown) => {
        this.close();
        throw error;
      },
    );
  }

  request(event: string, data: unknown, timeoutMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const socket = this.#socket;
      if (!socket?.connected) {
        reject(linkLost(event, false));
        return;
      }
      socket
        .timeout(timeoutMs)
        .emit(event, wrap(event, data), (failure: Error | null, ...answer: Parameters<Ack>) => {
          const [status, body] = answer;
          if (failure) reject(socket.connected ? timedOut(event, timeoutMs) : linkLost(event, true));
          else if (status === 'success') resolve(unwrap(event, body));
          else reject(refused(event, body as WireError));
        });
    });
  }

  onEvent(handler: (event: string, data: unknown, respond?: Responder) => void): () => void {
    this.#events = handler;
    return () => {
      this.#events = () => undefined;
    };
  }

  onDrop(handler: (detail: string) => void): () => void {
    this.#drops = handler;
    return () => {
      this.#drops = () => undefined;
    };
  }

  /** Leaves the namespace; the connection ends with its last namespace. */
  close(): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = null;
    this.#wire?.namespaces.delete(this.#address.namespace);
    socket.off().offAny();
    socket.sendBuffer = [];
    socket.disconnect();
  }
}
