/** For each state, the events that it accepts and the state that each leads to. */
export type Transitions<S extends string, E extends string> = Readonly<
  Record<S, Readonly<Partial<Record<E, S>>>>
>;

/** A declared state machine: what its table does not list does not happen. */
export interface Machine<S extends string, E extends string> {
  readonly state: S;
  /** Takes the transition of `event`; false, and nothing changes, if this state has none. */
  send(event: E): boolean;
}

export function createMachine<S extends string, E extends string>(
  table: Transitions<S, E>,
  initial: S,
): Machine<S, E> {
  let state = initial;
  return {
    get state() {
      return state;
    },
    send(event) {
      const next: S | undefined = table[state][event];
      state = next ?? state;
      return next !== undefined;
    },
  };
}
