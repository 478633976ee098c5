import { setLongTimeout } from '../../../lib/longTimeout.js';
import type { Clock } from '../../ports/Clock.js';
import type { Session } from './session.js';

/** A link whose token expired is closed after this (SETTLED 15). */
const EXPIRED_GRACE = 30_000;

/** What happens to sessions by time alone: their token ends, their grace ends. */
export class SessionTimers {
  readonly #clock: Clock;
  readonly #grace: number;
  /** Ends of the grace of suspended sessions, by id. */
  readonly #graces = new Map<string, () => void>();

  constructor(clock: Clock, grace: number) {
    this.#clock = clock;
    this.#grace = grace;
  }

  /** Tells the client when its token has expired, and closes the link if no fresh one comes. */
  watchExpiry(session: Session): void {
    session.cancelExpiry();
    if (session.expiresAt === null) return;
    const expire = (): void => {
      session.link.notify('session:expired', {});
      session.cancelExpiry = this.#clock.setTimeout(() => {
        session.link.close();
      }, EXPIRED_GRACE);
    };
    session.cancelExpiry = setLongTimeout(this.#clock, expire, session.expiresAt - this.#clock.now());
  }

  /** Runs `over` when a dropped session has not come back within the grace. */
  startGrace(sessionId: string, over: () => void): void {
    this.endGrace(sessionId);
    const cancel = this.#clock.setTimeout(() => {
      this.#graces.delete(sessionId);
      over();
    }, this.#grace);
    this.#graces.set(sessionId, cancel);
  }

  endGrace(sessionId: string): void {
    this.#graces.get(sessionId)?.();
    this.#graces.delete(sessionId);
  }

  close(): void {
    for (const cancel of this.#graces.values()) cancel();
    this.#graces.clear();
  }
}
