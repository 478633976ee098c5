/** Where a transport connects to. */
export interface TransportAddress {
  url: string;
  namespace: '/hummer' | '/';
}

/** Answers a request of the server. */
export type Responder = (
  answer: { ok: true; data?: unknown } | { ok: false; errcode: number; errmsg: string },
) => void;

/**
 * One connection on one namespace. It makes a single attempt per `connect()`: when and how often to try again is
 * the connection machine's decision.
 *
 * INVARIANTS
 * - Every `request` settles: with the ack's data, or with a `HummerError` (refused with the server's code, 1005 on
 *   timeout, 1007 when the link is down or drops before the ack).
 * - Events are delivered synchronously, in the order of the wire.
 * - After `close()` nothing more is delivered.
 */
export interface TransportSocket {
  readonly connected: boolean;
  /** Resolves when connected; rejects with a `HummerError` after `timeoutMs` or a refused handshake. */
  connect(timeoutMs: number): Promise<void>;
  /** `{data}` envelope, except for the event `token`. Resolves with the unwrapped data. */
  request(event: string, data: unknown, timeoutMs: number): Promise<unknown>;
  /** Notifications (`respond` undefined) and requests of the server, unwrapped. */
  onEvent(handler: (event: string, data: unknown, respond?: Responder) => void): () => void;
  /** The link dropped after it was up. */
  onDrop(handler: (detail: string) => void): () => void;
  close(): void;
}

/** Makes sockets: socket.io in apps, memory in tests and stories. */
export interface Transport {
  socket(address: TransportAddress): TransportSocket;
}
