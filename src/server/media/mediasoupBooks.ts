import type { types } from 'mediasoup';

/** What the objects of a room need of it. */
export interface RoomBooks {
  readonly closed: boolean;
  /** By id: a consumer ends with its producer before the worker says so. */
  readonly producers: Map<string, types.Producer>;
  /** Hears who speaks. */
  readonly observer: types.AudioLevelObserver;
  count(what: 'transports' | 'producers' | 'consumers', by: 1 | -1): void;
}
