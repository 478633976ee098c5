import { createMachine, type Machine } from '../../lib/machine.js';
import type { CallStatus } from '../../store/call.js';
import type { CallData } from './callData.js';
import { CALL_TRANSITIONS, isFree, type CallEvent } from './callMachine.js';
import type { CallMedia } from './callMedia.js';
import type { CallPeople } from './CallPeople.js';

/** One call, from its beginning to its end, and what it holds meanwhile. */
export class Call {
  readonly machine: Machine<CallStatus, CallEvent> = createMachine(CALL_TRANSITIONS, 'idle');
  /** Null until the server has it. */
  inviteID: string | null = null;
  /** Who calls, in a call between two that rings here. */
  caller: string | null = null;
  media: CallMedia | null = null;
  /** An answer of this client is on its way. */
  answering = false;
  /** At its end: when the server has heard of it. */
  told: Promise<void> | null = null;
  readonly #releases: (() => void)[] = [];

  constructor(
    readonly outgoing: boolean,
    /** Changes when two called each other at once and the other's call is the one that counts. */
    public data: CallData,
    readonly people: CallPeople,
  ) {}

  get isOver(): boolean {
    return isFree(this.machine.state);
  }

  is(state: CallStatus): boolean {
    return this.machine.state === state;
  }

  /** Runs at the end. */
  until(release: () => void): void {
    this.#releases.push(release);
  }

  close(): void {
    this.media?.leave();
    this.people.close();
    for (const release of this.#releases.splice(0)) release();
  }
}
