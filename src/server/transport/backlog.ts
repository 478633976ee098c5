/** What a connection may leave unread before it is closed; it recovers from history when it comes back. */
const MOST_BYTES = 4 * 1_048_576;
const CHECK_EVERY = 1_000;

/** An engine.io connection, as far as it matters here. */
export interface Backlogged {
  readonly writeBuffer: readonly { readonly data?: unknown }[];
  close(discard?: boolean): unknown;
  /** A WebSocket has a `socket` that can be cut; who does not read would not answer a polite close either. */
  readonly transport: { readonly socket?: { terminate?: () => void } };
}

/** Closes connections that do not read what they are sent, before they fill the server's memory. */
export class BacklogWatch {
  readonly #connections = new Set<Backlogged>();
  readonly #timer: NodeJS.Timeout;

  constructor(closed: (connection: Backlogged) => void) {
    this.#timer = setInterval(() => {
      for (const connection of this.#connections) {
        if (bytesOf(connection) <= MOST_BYTES) continue;
        closed(connection);
        const { socket } = connection.transport;
        connection.close(true);
        socket?.terminate?.();
      }
    }, CHECK_EVERY);
    this.#timer.unref();
  }

  get size(): number {
    return this.#connections.size;
  }

  add(connection: Backlogged): void {
    this.#connections.add(connection);
  }

  remove(connection: Backlogged): void {
    this.#connections.delete(connection);
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

function bytesOf({ writeBuffer }: Backlogged): number {
  let bytes = 0;
  for (const { data } of writeBuffer) {
    if (typeof data === 'string') bytes += data.length;
    else if (ArrayBuffer.isView(data)) bytes += data.byteLength;
  }
  return bytes;
}
