/**
 * One client connection on one namespace, seen from the server: a socket.io socket or the end of a memory pipe.
 *
 * INVARIANTS
 * - Calls never throw; on a closed link they do nothing (`request` rejects).
 * - What is sent through one link, notified or published to a topic it follows, arrives in the order of the calls.
 * - `close` leaves this namespace only: another namespace on the same wire lives on (SETTLED 8).
 */
export interface Link {
  readonly id: string;
  /** Remote address, for limits and the log. */
  readonly address: string;
  /** Sends the notification `event` with `{data}`. */
  notify(event: string, data: unknown): void;
  /** Sends a request and resolves with the `data` of its success; rejects on error, timeout or a closed link. */
  request(event: string, data: unknown, timeoutMs: number): Promise<unknown>;
  /** Follows a topic of the bus. */
  follow(topic: string): void;
  unfollow(topic: string): void;
  /** Whether the other side still answers, found out within `timeoutMs` without its application noticing. Never rejects. */
  alive(timeoutMs: number): Promise<boolean>;
  close(): void;
}

/** The answer to one request: `('success', body)` or `('error', body)`, called at most once. */
export type Reply = (status: 'success' | 'error', body: unknown) => void;

/** What a namespace does with one accepted link. Nothing here throws or rejects. */
export interface LinkHandler {
  /** A raw event: `payload` is whatever the client sent. Without `reply` (no ack callback) it is dropped. */
  receive(event: unknown, payload: unknown, reply: Reply | undefined): void;
  /** The connection is gone. Called once. */
  closed(): void;
}

/** A namespace (`/hummer` or `/`): takes links of any transport. */
export interface Namespace {
  accept(link: Link): LinkHandler;
}
