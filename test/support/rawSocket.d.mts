/** The two arguments of an ack: status and body. */
export type RawAnswer = [status: string, body: { data?: unknown; errcode?: number; errmsg?: string }];

export interface RawSocket {
  /** Sends `[event, payload]` with an ack. */
  request(event: string, payload: unknown): Promise<RawAnswer>;
  /** Several requests in one write, so that the server reads them in one turn. */
  burst(event: string, payloads: readonly unknown[]): Promise<RawAnswer[]>;
  /** One WebSocket frame as it is. */
  raw(payload: string | Uint8Array, opcode?: number): void;
  /** Bytes that need not be a frame at all. */
  bytes(chunk: Uint8Array): void;
  readonly closed: Promise<void>;
  close(): void;
}

export function openRawSocket(options: {
  port: number;
  namespace: '/hummer' | '/';
  /** Revision of the protocol: 4, or 3 for what a socket.io 2 client speaks. */
  protocol?: 3 | 4;
  /** Frames other than awaited acks, as they came. */
  onFrame(body: Buffer, binary: boolean): void;
}): Promise<RawSocket>;
