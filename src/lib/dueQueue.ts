/** What falls due at its own time, nearest first: a binary heap, so a thousand deadlines need one timer. */
export class DueQueue<T> {
  readonly #heap: { at: number; item: T }[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** The nearest, or undefined. */
  peek(): { readonly at: number; readonly item: T } | undefined {
    return this.#heap[0];
  }

  push(at: number, item: T): void {
    const heap = this.#heap;
    let index = heap.length;
    // Holes move down towards the root until the parent is due no later.
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (!above || above.at <= at) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = { at, item };
  }

  pop(): T | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (first && last && heap.length > 0) this.#sink(last);
    return first?.item;
  }

  /** Everything due at `at` or before, nearest first; it stays in the queue. */
  until(at: number): T[] {
    const due: { at: number; item: T }[] = [];
    const walk = (index: number): void => {
      const entry = this.#heap[index];
      if (!entry || entry.at > at) return;
      due.push(entry);
      walk(index * 2 + 1);
      walk(index * 2 + 2);
    };
    walk(0);
    return due.sort((one, other) => one.at - other.at).map(({ item }) => item);
  }

  /** Keeps only what `wanted` says: O(n). */
  retain(wanted: (item: T) => boolean): void {
    const kept = this.#heap.filter(({ item }) => wanted(item));
    this.#heap.length = 0;
    for (const { at, item } of kept) this.push(at, item);
  }

  #sink(entry: { at: number; item: T }): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      const left = heap[child];
      const right = heap[child + 1];
      if (!left) break;
      if (right && right.at < left.at) child++;
      const nearest = heap[child];
      if (!nearest || nearest.at >= entry.at) break;
      heap[index] = nearest;
      index = child;
    }
    heap[index] = entry;
  }
}
