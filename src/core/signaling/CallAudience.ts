import type { CallHoldOptions } from './callTypes.js';

/** Those who show the calls of a client. */
export class CallAudience {
  readonly #holders = new Set<{ options: CallHoldOptions }>();

  constructor(private readonly changed: () => void) {}

  /** Somebody shows them. */
  get watches(): boolean {
    return this.#holders.size > 0;
  }

  /** Somebody wants who calls during a call to hear that the line is busy. */
  get autoBusy(): boolean {
    return [...this.#holders].some(({ options }) => options.autoBusy);
  }

  hold(options: CallHoldOptions): { update(options: CallHoldOptions): void; release(): void } {
    const holder = { options };
    this.#holders.add(holder);
    this.changed();
    return {
      update: (next) => {
        holder.options = next;
      },
      release: () => {
        this.#holders.delete(holder);
        this.changed();
      },
    };
  }
}
