/** For each state, the events that it accepts and the state that each leads to. */
export type Transitions<S extends string, E extends string> = Readonly<
  Record<S, Readonly<Partial<Record<E, S>>>>
>;

/** A declared state machine: what the table does not list does not happen. */
export class Machine<S extends string, E extends string> {
  readonly #table: Transitions<S, E>;
  #state: S;

  constructor(table: Transitions<S, E>, initial: S) {
    this.#table = table;
    this.#state = initial;
  }

  get state(): S {
    return this.#state;
  }

  /** Takes the transition of `event`; false, and nothing changes, if this state has none. */
  send(event: E): boolean {
    const next = this.#table[this.#state][event];
    if (next === undefined) return false;
    this.#state = next;
    return true;
  }
}
