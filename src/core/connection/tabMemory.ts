import type { Clock } from '../../lib/clock.js';
import { createId } from '../../lib/id.js';
import type { Cursor } from '../../protocol/connection.js';
import type { Environment } from '../environment.js';

interface Remembered {
  readonly uid: string;
  /** Names this tab's client to the server, over its sessions: what it may read of a room's history hangs on it. */
  readonly instance: string;
  /** Proof for the next `resume` of this session. */
  resume: { sessionId: string; secret: string } | null;
  /** Last seq seen, by stream. */
  cursors: Record<string, Cursor>;
}

/** A burst of pushes is one write. */
const SAVE_DELAY = 250;

/**
 * What a tab must know after a reload to go on where it was: its session and how far it has read. Kept per tab, so that
 * two tabs are two connections; a duplicated tab gets a copy, which the server refuses to resume while the first lives.
 */
export class TabMemory {
  readonly #environment: Environment;
  readonly #key: string;
  readonly #clock: Clock;
  #data: Remembered | null = null;
  #cancelSave: (() => void) | null = null;

  constructor(environment: Environment, key: string, clock: Clock) {
    this.#environment = environment;
    this.#key = key;
    this.#clock = clock;
  }

  /** Takes up what is known of `uid`; what is known of anybody else is forgotten. */
  open(uid: string): void {
    let stored: Remembered | null = null;
    try {
      stored = JSON.parse(this.#environment.storage?.getItem(this.#key) ?? 'null') as Remembered | null;
    } catch {
      // not ours, or not readable
    }
    this.#data = stored?.uid === uid ? stored : { uid, instance: createId(), resume: null, cursors: {} };
  }

  get instance(): string {
    return this.#data?.instance ?? '';
  }

  get resume(): Remembered['resume'] {
    return this.#data?.resume ?? null;
  }

  set resume(resume: Remembered['resume']) {
    if (this.#data) this.#data.resume = resume;
    this.save();
  }

  cursor(stream: string): Cursor | null {
    return this.#data?.cursors[stream] ?? null;
  }

  setCursor(stream: string, cursor: Cursor | null): void {
    if (!this.#data) return;
    if (cursor) this.#data.cursors[stream] = cursor;
    else delete this.#data.cursors[stream];
    this.#cancelSave ??= this.#clock.setTimeout(() => this.save(), SAVE_DELAY);
  }

  /** Writes now: the page may be gone in a moment. */
  save(): void {
    this.#cancelSave?.();
    this.#cancelSave = null;
    try {
      if (this.#data) this.#environment.storage?.setItem(this.#key, JSON.stringify(this.#data));
      else this.#environment.storage?.removeItem(this.#key);
    } catch {
      // full or forbidden: the next reload starts at the head
    }
  }

  clear(): void {
    this.#data = null;
    this.save();
  }
}
