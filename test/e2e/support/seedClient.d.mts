import type { Socket } from 'socket.io-client';

interface Answer {
  status: string;
  body: { data?: unknown; errmsg?: string; errcode?: number } & Record<string, unknown>;
}

export interface SeedClient {
  readonly socket: Socket;
  readonly consumers: readonly {
    id: string;
    peerId: string;
    producerId: string;
    kind: string;
    rtpParameters: unknown;
    type: string;
    producerPaused: boolean;
  }[];
  readonly notifications: readonly { event: string; data: unknown }[];
  /** Emits `body` as it is (the event `token`). */
  emit(event: string, body: object): Promise<Answer>;
  /** Emits `{data}`. */
  request(event: string, data: object): Promise<Answer>;
  close(): void;
}

export function connectSeedClient(url: string): SeedClient;
