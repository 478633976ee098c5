/** Sets by key; a key without items takes no memory. */
export class MultiMap<K, T> {
  readonly #sets = new Map<K, Set<T>>();

  add(key: K, item: T): void {
    const set = this.#sets.get(key);
    if (set) set.add(item);
    else this.#sets.set(key, new Set([item]));
  }

  delete(key: K, item: T): void {
    const set = this.#sets.get(key);
    if (set?.delete(item) && set.size === 0) this.#sets.delete(key);
  }

  get(key: K): Iterable<T> {
    return this.#sets.get(key) ?? [];
  }

  size(key: K): number {
    return this.#sets.get(key)?.size ?? 0;
  }
}
