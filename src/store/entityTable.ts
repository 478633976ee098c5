import { createStore, type StoreApi } from 'zustand/vanilla';

/**
 * Entities of one kind by id. Each entity is one store of its own, made at its first reader and dropped with the
 * last; until then it is a plain object in a map. An event about one entity so costs the same at 10 and at 10,000.
 */
export interface EntityTable<T> {
  get(id: string): T | undefined;
  /** Values are immutable; setting the identical value notifies nobody. */
  set(id: string, value: T): void;
  delete(id: string): void;
  subscribe(id: string, listener: () => void): () => void;
  /** Any entity whose id begins so, once a batch. For who really reads them all: costs a look at every change. */
  watch(prefix: string, listener: () => void): () => void;
  ids(): IterableIterator<string>;
  /** Sizes, for leak tests and `inspect()`. */
  size(): { entities: number; stores: number };
}

/** Collects the notifications of a frame: all entities are in place before the first reader is told. */
export class Batch {
  #depth = 0;
  readonly #dirty = new Set<() => void>();

  run<T>(work: () => T): T {
    this.#depth++;
    try {
      return work();
    } finally {
      if (--this.#depth === 0) {
        const flushes = [...this.#dirty];
        this.#dirty.clear();
        for (const flush of flushes) flush();
      }
    }
  }

  /** Runs `flush` now, or once at the end of the batch. The same function is run once. */
  schedule(flush: () => void): void {
    if (this.#depth > 0) this.#dirty.add(flush);
    else flush();
  }
}

interface Observed<T> {
  store: StoreApi<{ value: T | undefined }>;
  readers: number;
  flush: () => void;
}

/** Makes an {@link EntityTable} whose notifications go through `batch`. */
export function createEntityTable<T>(batch: Batch): EntityTable<T> {
  const values = new Map<string, T>();
  const observed = new Map<string, Observed<T>>();
  const watchers = new Set<{ prefix: string; flush: () => void }>();

  function changed(id: string): void {
    const entry = observed.get(id);
    if (entry) batch.schedule(entry.flush);
    for (const { prefix, flush } of watchers) if (id.startsWith(prefix)) batch.schedule(flush);
  }

  function observe(id: string): Observed<T> {
    const store = createStore(() => ({ value: values.get(id) }));
    const entry: Observed<T> = {
      store,
      readers: 0,
      flush() {
        const value = values.get(id);
        if (store.getState().value !== value) store.setState({ value }, true);
      },
    };
    observed.set(id, entry);
    return entry;
  }

  return {
    get: (id) => values.get(id),
    set(id, value) {
      if (values.has(id) && values.get(id) === value) return;
      values.set(id, value);
      changed(id);
    },
    delete(id) {
      if (values.delete(id)) changed(id);
    },
    subscribe(id, listener) {
      const entry = observed.get(id) ?? observe(id);
      entry.readers++;
      const unsubscribe = entry.store.subscribe(listener);
      let subscribed = true;
      return () => {
        if (!subscribed) return;
        subscribed = false;
        unsubscribe();
        if (--entry.readers === 0 && observed.get(id) === entry) observed.delete(id);
      };
    },
    watch(prefix, listener) {
      const watcher = { prefix, flush: listener };
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
      };
    },
    ids: () => values.keys(),
    size: () => ({ entities: values.size, stores: observed.size + watchers.size }),
  };
}
