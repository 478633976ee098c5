import type { Clock } from '../lib/clock.js';
import type { Logger } from '../lib/logger.js';
import type { HummerNotifications, HummerRequests } from '../protocol/hummer.js';
import type { ClientStore } from '../store/clientStore.js';
import type { TabMemory } from './connection/tabMemory.js';
import type { Pace } from './delivery/pace.js';
import type { SessionEvent } from './internals.js';

/** What a domain of core gets of its client. */
export interface DomainContext {
  readonly appid: number;
  readonly clock: Clock;
  readonly store: ClientStore;
  readonly log: Logger;
  readonly memory: TabMemory;
  readonly pace: Pace;
  /** Who is logged in, or logging in; throws 1001 if nobody. */
  uid(): string;
  /** Throws, saying what to do, while the server cannot be asked. */
  requireLink(event: string): void;
  request<E extends keyof HummerRequests>(
    event: E,
    data: HummerRequests[E]['data'],
  ): Promise<HummerRequests[E]['result']>;
  onNotification<E extends keyof HummerNotifications>(
    event: E,
    handler: (data: HummerNotifications[E]) => void,
  ): () => void;
  onSession(handler: (event: SessionEvent) => void): () => void;
  /** Changes stores as one, then runs what `afterApply` collected. */
  apply(work: () => void): void;
  /** Runs when all stores of the frame are applied: this is where user handlers are called. */
  afterApply(callback: () => void): void;
}
