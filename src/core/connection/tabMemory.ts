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
  readonly cursors: [stream: string, Cursor][];
}

/**
 * What a tab must know after a reload to go on where it was: its session and how far it has read. Kept per tab, so that
 * two tabs are two connections; a duplicated tab gets a copy, which the server refuses to resume while the first lives.
 */
export interface TabMemory {
  /** Takes up what is known of `uid`; what is known of anybody else is forgotten. */
  open(uid: string): void;
  readonly instance: string;
  resume: Remembered['resume'];
  cursor(stream: string): Cursor | undefined;
  setCursor(stream: string, cursor: Cursor | undefined): void;
  /** Writes now: the page may be gone in a moment. */
  save(): void;
  clear(): void;
}

/** A burst of pushes is one write. */
const SAVE_DELAY = 250;

export function createTabMemory(
  environment: Pick<Environment, 'storage'>,
  key: string,
  clock: Clock,
): TabMemory {
  const nothing = (uid: string): Remembered => ({ uid, instance: createId(), resume: null, cursors: [] });
  let data = nothing('');
  let cursors = new Map<string, Cursor>();
  let cancelSave: (() => void) | null = null;

  function save(): void {
    cancelSave?.();
    cancelSave = null;
    try {
      environment.storage?.setItem(key, JSON.stringify({ ...data, cursors: [...cursors] }));
    } catch {
      // full or forbidden: the next reload starts at the head
    }
  }

  return {
    open(uid) {
      let stored: Remembered | null = null;
      try {
        stored = JSON.parse(environment.storage?.getItem(key) ?? 'null') as Remembered | null;
      } catch {
        // forbidden, or not ours
      }
      data = stored?.uid === uid ? stored : nothing(uid);
      cursors = new Map(data.cursors);
    },
    get instance() {
      return data.instance;
    },
    get resume() {
      return data.resume;
    },
    set resume(resume) {
      data.resume = resume;
      save();
    },
    cursor: (stream) => cursors.get(stream),
    setCursor(stream, cursor) {
      if (cursor) cursors.set(stream, cursor);
      else cursors.delete(stream);
      cancelSave ??= clock.setTimeout(save, SAVE_DELAY);
    },
    save,
    clear() {
      data = nothing('');
      cursors.clear();
      save();
    },
  };
}
