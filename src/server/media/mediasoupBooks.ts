import type { types } from 'mediasoup';

/** What the objects of a room need of it. */
export interface RoomBooks {
  readonly closed: boolean;
  /** By id: a consumer ends with its producer before the worker says so. */
  readonly producers: Map<string, types.Producer>;
  /** A microphone takes part in who is heard. */
  hear(producerId: string): Promise<void>;
  count(what: 'transports' | 'producers' | 'consumers', by: 1 | -1): void;
}
