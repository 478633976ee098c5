import { setLongTimeout } from '../../../lib/longTimeout.js';
import type { Clock } from '../../ports/Clock.js';
import type { Log } from '../../ports/Log.js';
import type { InvitationRecord, InvitationStore } from '../../ports/InvitationStore.js';

/** So many at a time: a thousand at once are ten rounds, between which others get their turn. */
const BATCH = 100;
/** When the store failed to end what was due. */
const RETRY_AFTER = 1_000;

/**
 * Ends invitations when their time comes: one timer for the nearest of all, set by what the store says. The deadlines
 * are the store's, so a process that starts takes up those that another left.
 */
export class Deadlines {
  readonly #context: {
    clock: Clock;
    log: Log;
    invitations: InvitationStore;
    end(due: InvitationRecord): Promise<void>;
  };
  #cancelTimer: () => void = () => {};
  readonly #stopWatching: () => void;
  #earliest: number | null = null;
  #ringing = false;
  #closed = false;

  constructor(context: {
    clock: Clock;
    log: Log;
    invitations: InvitationStore;
    end(due: InvitationRecord): Promise<void>;
  }) {
    this.#context = context;
    this.#stopWatching = context.invitations.watchDue((earliest) => {
      this.#earliest = earliest;
      if (!this.#ringing) this.#arm();
    });
  }

  close(): void {
    this.#closed = true;
    this.#stopWatching();
    this.#cancelTimer();
  }

  #arm(atLeast = 0): void {
    this.#cancelTimer();
    if (this.#earliest === null || this.#closed) return;
    const { clock } = this.#context;
    const left = Math.max(this.#earliest - clock.now(), atLeast);
    this.#cancelTimer = setLongTimeout(clock, () => void this.#ring(), left);
  }

  async #ring(): Promise<void> {
    const { clock, log, invitations } = this.#context;
    this.#ringing = true;
    let wait = 0;
    try {
      for (;;) {
        const due = await invitations.due(clock.now(), BATCH);
        if (due.length === 0 || this.#closed) break;
        await Promise.all(due.map((one) => this.#context.end(one)));
      }
    } catch (error) {
      log.error({ error }, 'Invitations that are due could not be ended; trying again.');
      wait = RETRY_AFTER;
    }
    this.#ringing = false;
    // A timer may ring a millisecond early by the wall clock: then nothing was due, and it waits that long.
    this.#arm(wait);
  }
}
