import type { Cursor } from '../../protocol/connection.js';
import { toHummerError, type HummerError } from '../../protocol/errors.js';
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
  history(cursor: Cursor): Promise<HistoryPage<P>>;
  /** Takes the next entry: each one once, in order. */
  apply(push: P, replay: boolean): void;
  /** Changes stores as one. */
  batch(work: () => void): void;
  /** Entries are lost: read the state anew. What the stream repeats up to that state is in it already. */
  resync(missed: Missed): Promise<void>;
  continuity(state: Continuity, missed?: Missed): void;
  /** The history could not be read. */
  failed(error: HummerError): void;
  moved(cursor: Cursor): void;
}

/**
 * Makes one gapless sequence of live pushes and history. While it does not know where it stands (before the start,
 * while the link is down, while history is read) live pushes wait; then they are spliced behind the history.
 */
export class PushStream<P extends StreamPush> {
  readonly #ports: StreamPorts<P>;
  #cursor: Cursor | null = null;
  #live = false;
  /** Live pushes that came while not `#live`. */
  #waiting: P[] = [];
  /** The recovery that counts. */
  #recovery: object | null = null;
  #continuity: Continuity = 'ok';

  constructor(ports: StreamPorts<P>) {
    this.#ports = ports;
  }

  get cursor(): Cursor | null {
    return this.#cursor;
  }

  /** A live push, inside the batch of its frame. */
  push(push: P): void {
    if (push.seq === null) this.#ports.apply(push, false);
    else if (!this.#live || !this.#take(push)) {
      this.#waiting.push(push);
      if (this.#live) void this.recover();
    }
  }

  /** Begins at `cursor`, with whatever comes after it among the pushes that wait. */
  start(cursor: Cursor): void {
    this.#recovery = null;
    this.#move(cursor);
    this.#splice();
  }

  /** The link is down: what comes next is not what comes after. */
  pause(): void {
    this.#live = false;
    this.#recovery = null;
    this.#waiting = [];
  }

  /** Forgets everything. */
  stop(): void {
    this.pause();
    this.#cursor = null;
    this.#continuity = 'ok';
  }

  /** Goes on after a pause; reads nothing if the stream is where it was. */
  resume(head: Cursor): void {
    const cursor = this.#cursor;
    if (cursor && (cursor.epoch !== head.epoch || cursor.seq !== head.seq)) void this.recover();
    else {
      this.start(head);
      if (this.#continuity === 'recovering') this.#tell('ok');
    }
  }

  /** Begins at `cursor`, which may be old. */
  recoverFrom(cursor: Cursor, head: Cursor): void {
    this.#cursor = cursor;
    this.resume(head);
  }

  /** Reads what is missing since the cursor. */
  async recover(): Promise<void> {
    const recovery = (this.#recovery = {});
    this.#live = false;
    this.#tell('recovering');
    try {
      const missed = await this.#readHistory(() => this.#recovery === recovery);
      if (this.#recovery !== recovery) return;
      this.#ports.batch(() => {
        this.#tell(missed ? 'gap' : 'ok', missed);
        this.start(this.#cursor!);
      });
    } catch (cause) {
      if (this.#recovery === recovery) this.#ports.failed(toHummerError(cause));
    }
  }

  /** Up to the head; answers what the server no longer has. */
  async #readHistory(wanted: () => boolean): Promise<Missed | undefined> {
    const { history, resync, batch, apply } = this.#ports;
    let missed: Missed | undefined;
    for (let from = this.#cursor; from;) {
      const page = await history(from);
      if (!wanted()) return;
      if (page.gap) {
        missed = { from: page.epoch === from.epoch ? from.seq + 1 : 1, to: page.seq };
        this.#move(page);
        await resync(missed);
        if (!wanted()) return;
      } else {
        batch(() => {
          for (const push of page.pushes) {
            if (push.seq === null || push.seq <= this.#cursor!.seq) continue;
            this.#move({ epoch: page.epoch, seq: push.seq });
            apply(push, true);
          }
        });
        if (page.next === undefined) return missed;
        if (page.next > this.#cursor!.seq) this.#move({ epoch: page.epoch, seq: page.next });
        if (this.#cursor!.seq === from.seq) return missed; // no way forward: the next push tells
      }
      from = this.#cursor;
    }
    return missed;
  }

  /** True if the push follows, or is known already. */
  #take(push: P): boolean {
    const { epoch, seq } = this.#cursor!;
    if (push.epoch !== epoch || push.seq === null) return false;
    if (push.seq > seq) {
      if ((push.prevSeq ?? 0) !== seq) return false;
      this.#move({ epoch, seq: push.seq });
      this.#ports.apply(push, false);
    }
    return true;
  }

  #splice(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#live = true;
    for (const push of waiting) this.push(push);
  }

  #move({ epoch, seq }: Cursor): void {
    this.#cursor = { epoch, seq };
    this.#ports.moved(this.#cursor);
  }

  #tell(state: Continuity, missed?: Missed): void {
    if (state === this.#continuity && !missed) return;
    this.#continuity = state;
    this.#ports.continuity(state, missed);
  }
}
