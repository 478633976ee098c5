import type { Cursor } from '../../protocol/connection.js';
import { SERVER } from '../../protocol/codes.js';
import { HummerError, toHummerError } from '../../protocol/errors.js';
import type { HistoryPage } from '../../protocol/rooms.js';
import type { Continuity } from '../../store/state.js';

/** An entry of a stream; both seqs are null for what is not part of it. */
export interface StreamPush {
  readonly epoch: string;
  readonly seq: number | null;
  readonly prevSeq: number | null;
}

/** Entries that are lost: seqs of the stream, both included. */
export interface Missed {
  readonly from: number;
  readonly to: number;
}

export interface StreamPorts<P extends StreamPush> {
  /** Entries after the cursor. */
  readonly history: (cursor: Cursor) => Promise<HistoryPage<P>>;
  /** Takes the next entry: each one once, in order. */
  readonly take: (push: P, replay: boolean) => void;
  /** Changes stores as one. */
  readonly batch: (work: () => void) => void;
  /**
   * Entries are lost: reads the state as it is now. What it resolves with puts that in place, behind the gap, unless the
   * link went down meanwhile. What the stream repeats up to that state is in it already.
   */
  readonly resync: () => Promise<(missed: Missed) => void>;
  /** A gap is told where it is: behind the entries before it, and before those behind it. */
  readonly continuity: (state: Continuity, missed?: Missed) => void;
  /** The history could not be read, or does not lead to what is live: recover later. */
  readonly failed: (error: HummerError) => void;
  readonly moved: (cursor: Cursor) => void;
}

/**
 * One gapless sequence made of live pushes and history. While it does not know where it stands (before the start, while
 * the link is down, while history is read) live pushes wait; then they are spliced behind the history.
 */
export interface PushStream<P extends StreamPush> {
  /** The last entry taken; null before the start. */
  readonly cursor: Cursor | null;
  /** A live push, inside the batch of its frame. */
  readonly push: (push: P) => void;
  /** Goes on behind `from`, where `head` is the last entry there is; reads nothing if both are the same. */
  readonly start: (from: Cursor, head: Cursor) => void;
  /** Reads what is missing since the cursor. */
  readonly recover: () => Promise<void>;
  /** The link is down: what comes next is not what comes after. */
  readonly pause: () => void;
  /** Forgets everything. */
  readonly stop: () => void;
}

export function createStream<P extends StreamPush>(ports: StreamPorts<P>): PushStream<P> {
  const { history, take, batch, resync, moved } = ports;
  let cursor: Cursor | null = null;
  let live = false;
  /** Live pushes that came while not `live`. */
  let waiting: P[] = [];
  /** The recovery that counts. */
  let recovery: object | null = null;
  let continuity: Continuity = 'ok';

  function move({ epoch, seq }: Cursor): void {
    moved((cursor = { epoch, seq }));
  }

  function tell(state: Continuity, missed?: Missed): void {
    if (state === continuity && !missed) return;
    continuity = state;
    ports.continuity(state, missed);
  }

  function push(next: P, spliced = false): void {
    const { epoch, seq, prevSeq } = next;
    if (seq === null) take(next, false);
    else if (!live || !cursor) waiting.push(next);
    else if (epoch === cursor.epoch && seq <= cursor.seq)
      return; // known already
    else if (epoch === cursor.epoch && (prevSeq ?? 0) === cursor.seq) {
      move({ epoch, seq });
      take(next, false);
    } else {
      waiting.push(next);
      live = false;
      if (spliced) ports.failed(new HummerError(SERVER, 'The history does not lead to what is live.'));
      else void recover();
    }
  }

  function splice(): void {
    recovery = null;
    live = true;
    for (const next of waiting.splice(0)) push(next, true);
  }

  function pause(): void {
    live = false;
    recovery = null;
    waiting = [];
  }

  async function recover(): Promise<void> {
    const mine = (recovery = {});
    live = false;
    batch(() => {
      tell('recovering');
    });
    try {
      await readHistory(() => recovery === mine);
      if (recovery !== mine) return;
      batch(() => {
        if (continuity === 'recovering') tell('ok');
        splice();
      });
    } catch (cause) {
      if (recovery === mine) ports.failed(toHummerError(cause));
    }
  }

  /** Up to the head, across what the server no longer has. */
  async function readHistory(wanted: () => boolean): Promise<void> {
    for (let from = cursor; from; from = cursor) {
      const page = await history(from);
      if (!wanted()) return;
      if (page.gap) {
        const restore = await resync();
        if (!wanted()) return;
        const missed = { from: page.epoch === from.epoch ? from.seq + 1 : 1, to: page.seq };
        batch(() => {
          move(page);
          restore(missed);
          tell('gap', missed);
        });
      } else {
        const { epoch, pushes, next = 0 } = page;
        let { seq } = from;
        batch(() => {
          for (const entry of pushes) {
            if (entry.seq === null || entry.seq <= seq) continue;
            move({ epoch, seq: (seq = entry.seq) });
            take(entry, true);
          }
        });
        if (next > seq) move({ epoch, seq: (seq = next) });
        if (!next || seq === from.seq) return; // at the head, or no way forward: then the next push tells
      }
    }
  }

  return {
    get cursor() {
      return cursor;
    },
    push: (next) => {
      push(next);
    },
    start(from, head) {
      move(from);
      if (from.epoch !== head.epoch || from.seq !== head.seq) void recover();
      else {
        if (continuity === 'recovering') tell('ok');
        splice();
      }
    },
    recover,
    pause,
    stop() {
      pause();
      cursor = null;
      continuity = 'ok';
    },
  };
}
