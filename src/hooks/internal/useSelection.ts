'use client';
import { useState, useSyncExternalStore } from 'react';

/** A value that changes as a whole: `read` returns the same object until it does. */
export interface Selectable<State> {
  readonly read: () => State;
  readonly readInitial: () => State;
  readonly subscribe: (listener: () => void) => () => void;
}

/**
 * What a selector makes of a state. The result is kept for as long as `isEqual` holds, and a selector runs once for each
 * state: so it may be written inline and make new objects.
 */
export function useSelection<State, T>(
  source: Selectable<State>,
  selector: (state: State) => T,
  isEqual: (a: T, b: T) => boolean,
): T {
  const [keep] = useState(() => keeper<State, T>());
  return useSyncExternalStore(
    source.subscribe,
    () => keep(source.read(), selector, isEqual),
    () => keep(source.readInitial(), selector, isEqual),
  );
}

function keeper<State, T>(): (
  state: State,
  selector: (state: State) => T,
  isEqual: (a: T, b: T) => boolean,
) => T {
  let last: { state: State; selector: (state: State) => T; value: T } | null = null;
  return (state, selector, isEqual) => {
    if (last?.state === state && last.selector === selector) return last.value;
    const selected = selector(state);
    const value = last && isEqual(last.value, selected) ? last.value : selected;
    last = { state, selector, value };
    return value;
  };
}
