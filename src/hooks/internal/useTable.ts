'use client';
import { useCallback, useSyncExternalStore } from 'react';
import type { EntityTable } from '../../store/entityTable.js';

const nothing = (): void => undefined;

/**
 * One entity of a table, and a render only when it changes. `fallback` stands for an id that is null, an entity that is
 * not there, and everything on the server; it must be one constant.
 */
export function useTable<T, F>(table: EntityTable<T>, id: string | null, fallback: F): T | F {
  const subscribe = useCallback(
    (listener: () => void) => (id === null ? nothing : table.subscribe(id, listener)),
    [table, id],
  );
  const read = (): T | F => {
    if (id === null) return fallback;
    const value = table.get(id);
    return value === undefined ? fallback : value;
  };
  return useSyncExternalStore(subscribe, read, () => fallback);
}

/** A part of one entity, undefined while it is not there. `select` returns text, a number or what is in the entity. */
export function useTableValue<T, V>(
  table: EntityTable<T>,
  id: string | null,
  select: (value: T) => V | undefined,
): V | undefined {
  const subscribe = useCallback(
    (listener: () => void) => (id === null ? nothing : table.subscribe(id, listener)),
    [table, id],
  );
  const read = (): V | undefined => {
    const value = id === null ? undefined : table.get(id);
    return value === undefined ? undefined : select(value);
  };
  return useSyncExternalStore(subscribe, read, () => undefined);
}
