import type { Socket } from 'socket.io';
import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import type { Link, Reply } from '../ports/Link.js';

/** One socket.io socket as the domain sees it. */
export class SocketLink implements Link {
  readonly id: string;
  readonly address: string;
  readonly #socket: Socket;
  /** Requests of ours that wait for an answer; socket.io forgets them when the socket goes. */
  readonly #asking = new Set<(error: HummerError) => void>();

  constructor(socket: Socket, address: string) {
    this.id = socket.id;
    this.address = address;
    this.#socket = socket;
  }

  notify(event: string, data: unknown): void {
    if (this.#socket.connected) this.#socket.emit(event, { data });
  }

  request(event: string, data: unknown, timeoutMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        this.#asking.delete(fail);
      };
      const fail = (error: HummerError): void => {
        settle();
        reject(error);
      };
      if (!this.#socket.connected) {
        reject(gone());
        return;
      }
      this.#asking.add(fail);
      // Not emitWithAck: it keeps only the first of the two arguments of an answer.
      this.#socket
        .timeout(timeoutMs)
        .emit(event, { data }, (late: Error | null, status: unknown, body: unknown) => {
          if (late)
            fail(new HummerError(HummerErrorCode.TIMEOUT, `The client did not answer ${event} in time.`));
          else if (status === 'success') {
            settle();
            resolve(property(body, 'data'));
          } else fail(refusal(event, body));
        });
    });
  }

  follow(topic: string): void {
    if (this.#socket.connected) void this.#socket.join(topic);
  }

  unfollow(topic: string): void {
    void this.#socket.leave(topic);
  }

  alive(timeoutMs: number): Promise<boolean> {
    const { conn } = this.#socket;
    if (!this.#socket.connected || conn.readyState !== 'open') return Promise.resolve(false);
    // In the third revision of the protocol only the client pings.
    if (conn.protocol !== 4) return Promise.resolve(true);
    return new Promise((resolve) => {
      const answer = (isAlive: boolean): void => {
        clearTimeout(timer);
        conn.off('heartbeat', heard);
        conn.off('close', closed);
        resolve(isAlive);
      };
      const heard = (): void => {
        answer(true);
      };
      const closed = (): void => {
        answer(false);
      };
      const timer = setTimeout(closed, timeoutMs);
      conn.on('heartbeat', heard);
      conn.on('close', closed);
      // A heartbeat out of turn. engine.io has no public call for it; its clients answer at once, whatever their app does.
      (conn as unknown as { sendPacket(type: 'ping'): void }).sendPacket('ping');
    });
  }

  close(): void {
    this.#socket.disconnect();
  }

  /** The socket is gone: nobody will answer any more. */
  end(): void {
    for (const fail of [...this.#asking]) fail(gone());
  }
}

/** The parts of a raw event: its payload and the callback for the answer. */
export function partsOf(args: readonly unknown[]): { payload: unknown; reply: Reply | undefined } {
  const [first] = args;
  const payload = typeof first === 'function' ? undefined : first;
  const last = args.at(-1);
  // The only functions among the arguments are socket.io's own callbacks for acks.
  return { payload, reply: typeof last === 'function' ? (last as Reply) : undefined };
}

function gone(): HummerError {
  return new HummerError(HummerErrorCode.CONNECTION_LOST, 'The client is gone.');
}

function refusal(event: string, body: unknown): HummerError {
  const code = property(body, 'errcode');
  const message = property(body, 'errmsg');
  return new HummerError(
    typeof code === 'number' ? code : HummerErrorCode.UNKNOWN,
    typeof message === 'string' && message !== '' ? message : `The client refused ${event}.`,
  );
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
