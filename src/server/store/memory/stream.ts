import type { HistoryPage } from '../../../protocol/rooms.js';
import type { StreamEntry, StreamRange } from '../../ports/Store.js';

export interface StreamLimits {
  entries: number;
  age: number;
  bytes: number;
}

export interface PageLimits {
  entries: number;
  bytes: number;
}

interface Kept {
  readonly entry: StreamEntry;
  readonly bytes: number;
  /** What remembers this entry as the result of a request. */
  readonly onceKey: string | undefined;
}

/** What a stream tells its owner: for the app's budget and for remembered results. */
export interface StreamOwner {
  added(bytes: number, stream: Stream, seq: number): void;
  pruned(bytes: number, onceKey: string | undefined): void;
}

/** A bounded log with consecutive seqs. Entries leave at the front, so reading a range needs no search. */
export class Stream {
  readonly epoch: string;
  readonly #limits: StreamLimits;
  readonly #owner: StreamOwner;
  #kept: (Kept | undefined)[] = [];
  #start = 0;
  #head = 0;
  #bytes = 0;

  constructor(epoch: string, limits: StreamLimits, owner: StreamOwner) {
    this.epoch = epoch;
    this.#limits = limits;
    this.#owner = owner;
  }

  get head(): number {
    return this.#head;
  }

  get length(): number {
    return this.#kept.length - this.#start;
  }

  holds(seq: number): boolean {
    return seq > this.#head - this.length && seq <= this.#head;
  }

  append(entry: StreamEntry, now: number, onceKey?: string): void {
    const bytes = sizeOf(entry.data) + 64;
    this.#kept.push({ entry, bytes, onceKey });
    this.#head = entry.seq;
    this.#bytes += bytes;
    this.#owner.added(bytes, this, entry.seq);
    this.prune(now);
  }

  /** Drops what is too many, too large or too old. The newest entry may exceed the bytes alone. */
  prune(now: number): void {
    for (let first = this.#first(); first; first = this.#first()) {
      const over =
        this.length > this.#limits.entries || (this.#bytes > this.#limits.bytes && this.length > 1);
      if (!over && now - first.entry.ts <= this.#limits.age) return;
      this.dropOldest();
    }
  }

  dropOldest(): void {
    const first = this.#first();
    if (!first) return;
    this.#kept[this.#start++] = undefined;
    this.#bytes -= first.bytes;
    this.#owner.pruned(first.bytes, first.onceKey);
    if (this.#start > 256 && this.#start * 2 > this.#kept.length) {
      this.#kept = this.#kept.slice(this.#start);
      this.#start = 0;
    }
  }

  clear(): void {
    while (this.length > 0) this.dropOldest();
  }

  page(range: StreamRange, limits: PageLimits): HistoryPage<StreamEntry> {
    const { epoch, from } = range;
    const oldest = this.#head - this.length + 1;
    if (epoch !== this.epoch || from > this.#head || from + 1 < oldest) {
      return { gap: true, epoch: this.epoch, seq: this.#head };
    }
    const to = Math.min(range.to ?? this.#head, this.#head);
    const pushes: StreamEntry[] = [];
    let bytes = 0;
    let seq = from;
    while (seq < to && pushes.length < limits.entries) {
      const kept = this.#kept[this.#start + (seq + 1 - oldest)];
      if (!kept || (bytes + kept.bytes > limits.bytes && pushes.length > 0)) break;
      pushes.push(kept.entry);
      bytes += kept.bytes;
      seq++;
    }
    const page = { epoch: this.epoch, seq: this.#head, pushes };
    return seq < to ? { ...page, next: seq } : page;
  }

  #first(): Kept | undefined {
    return this.#kept[this.#start];
  }
}

/** About what a value weighs, without writing it out as JSON. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 8;
  if (typeof value !== 'object' || value === null) return 8;
  let bytes = 16;
  for (const [key, item] of Object.entries(value)) bytes += key.length + sizeOf(item);
  return bytes;
}
