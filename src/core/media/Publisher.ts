import type { Clock } from '../../lib/clock.js';
import { Emitter } from '../../lib/emitter.js';
import { withTimeout } from '../../lib/timeout.js';
import * as HummerErrorCode from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import type { MediaSource } from '../../protocol/media.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import type { LocalCapture } from './LocalCapture.js';
import type { EngineProducer } from './MediaEngine.js';
import { describe, PublicationEntry, type Publication } from './publication.js';
import { RtcError, toRtcError } from './RtcError.js';
import {
  kindOf,
  loadOf,
  PARTS,
  sourceOf,
  step,
  unsent,
  type Around,
  type Part,
  type ProducingSession,
  type PublicationOptions,
  type Sending,
} from './sending.js';
import { videoShare } from './uplinkShare.js';

/**
 * What this client sends to one room. A publication is a wish, 'this capture is published', and each of its parts is
 * brought to it by a loop of its own: whatever order tracks, mutes, drops, rebuilds and releases come in, the end is
 * one producer per part, or none. It outlives sessions: a new one publishes everything again.
 */
export class Publisher {
  readonly #entries = new Map<string, PublicationEntry>();
  /** Publications that nobody holds but `publish`. */
  readonly #kept = new Map<string, () => void>();
  /** The highest layer that anybody takes, by producer; null: nobody watches. */
  readonly #demand = new Map<string, number | null>();
  readonly #events = new Emitter<{ change: Publication }>();
  #session: ProducingSession | null = null;
  #allowed = true;
  /** In kbit/s, for all media. */
  #limit: number | null = null;
  /** Of the bitrates of video. */
  #share = 1;

  constructor(
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Something is to be sent as soon as there is a session. */
  get hasWork(): boolean {
    return this.#entries.size > 0;
  }

  /** What is sent, for statistics. */
  *sent(): Generator<{ kind: MediaKind; source: MediaSource; producer: EngineProducer; silent: boolean }> {
    for (const [{ capture }, part, { producer, output }] of this.#sendings()) {
      const kind = kindOf(part);
      if (producer) yield { kind, source: sourceOf(capture, kind), producer, silent: output?.silent ?? true };
    }
  }

  onChange(handler: (publication: Publication) => void): () => void {
    return this.#events.on('change', handler);
  }

  get(captureId: string): Publication | undefined {
    return this.#entries.get(captureId);
  }

  /** Publishes while held; counted by capture, the first holder's options count. */
  hold(capture: LocalCapture, options: PublicationOptions): () => void {
    let entry = this.#entries.get(capture.id);
    if (entry && entry.capture !== capture) {
      this.#remove(entry);
      entry = undefined;
    }
    if (!entry) {
      const made = new PublicationEntry(capture);
      made.options = options;
      made.unlisten = capture.onChange((kind) => {
        for (const part of PARTS) {
          if (kindOf(part) !== kind) continue;
          made.sending[part].error = null;
          this.#converge(made, part);
        }
      });
      this.#entries.set(capture.id, (entry = made));
    }
    const held = entry;
    held.holds++;
    this.#convergeAll(held);
    let released = false;
    return () => {
      if (released) return;
      released = true;
      if (--held.holds === 0 && this.#entries.get(capture.id) === held) this.#remove(held);
    };
  }

  configure(captureId: string, options: PublicationOptions): void {
    const entry = this.#entries.get(captureId);
    if (!entry) return;
    entry.options = options;
    this.#convergeAll(entry);
  }

  /** Publishes until `unpublish`; again is no more than once. */
  publish(capture: LocalCapture, options: PublicationOptions): void {
    if (this.#kept.has(capture.id) && this.#entries.has(capture.id)) return;
    this.#kept.set(capture.id, this.hold(capture, options));
  }

  /** Publishes, and waits until it is up: what is not within `ms` is not published later either, unless others hold it. */
  async publishWithin(ms: number, capture: LocalCapture, options: PublicationOptions): Promise<void> {
    this.publish(capture, options);
    const release = this.#kept.get(capture.id);
    try {
      await this.settled(capture.id, ms);
    } catch (error) {
      if (release && this.#kept.get(capture.id) === release) this.#kept.delete(capture.id);
      release?.();
      throw error;
    }
  }

  /** Ends a publication whoever holds it. */
  unpublish(captureId: string): void {
    const entry = this.#entries.get(captureId);
    if (entry) this.#remove(entry);
    this.#kept.delete(captureId);
  }

  /** Resolves when the publication is up, rejects when it failed or after `ms`. */
  private settled(captureId: string, ms: number): Promise<void> {
    const entry = this.#entries.get(captureId);
    if (!entry)
      return Promise.reject(new RtcError(RtcErrorCode.INVALID_OPERATION, 'This stream is not published.'));
    const outcome = new Promise<void>((resolve, reject) => {
      const look = (): boolean => {
        if (this.#entries.get(captureId) !== entry) {
          reject(
            new RtcError(RtcErrorCode.WEBSOCKET_INTERRUPTED, 'The stream was unpublished, or the room left.'),
          );
        } else if (entry.state.status === 'published') resolve();
        else if (entry.state.status === 'failed')
          reject(entry.state.error ?? toRtcError('Publishing failed.'));
        else return false;
        return true;
      };
      if (look()) return;
      const stop = this.#events.on('change', () => {
        if (look()) stop();
      });
    });
    return withTimeout(
      this.clock,
      ms,
      outcome,
      () =>
        new RtcError(
          RtcErrorCode.WAIT_RSP_TIMEOUT,
          'The stream was not published in time: the room is not joined, or no device has opened.',
        ),
    );
  }

  /** A session is up: everything held is published on it. */
  attach(session: ProducingSession): void {
    this.#session = session;
    for (const entry of this.#entries.values()) this.#convergeAll(entry);
  }

  /** The session is gone, and its producers with it. */
  detach(): void {
    this.#session = null;
    this.#demand.clear();
    for (const [entry, , mine] of this.#sendings()) {
      mine.producer?.close();
      Object.assign(mine, unsent(), { error: null });
      this.#tell(entry);
    }
  }

  /** After a resume: the server's word on which producers live. */
  sync(producerIds: readonly string[]): void {
    const unknown = new Set(producerIds);
    for (const [entry, part, mine] of this.#sendings()) {
      if (mine.producer && !unknown.delete(mine.producer.id)) {
        mine.producer.close();
        mine.producer = null;
      }
      mine.paused = null;
      this.#converge(entry, part);
    }
    for (const producerId of unknown)
      void this.#session?.durable('closeProducer', { producerId }).catch(() => undefined);
  }

  /** The server says what of a video anybody takes. */
  demanded(producerId: string, maxLayer: number | null): void {
    this.#demand.set(producerId, maxLayer);
    for (const [entry, part, { producer }] of this.#sendings())
      if (producer?.id === producerId) this.#converge(entry, part);
  }

  /** The most that all media may take, in kbit/s; null: no limit. */
  limit(maxKbps: number | null): void {
    this.#limit = maxKbps;
    this.#rebalance();
  }

  /** Whether the role may send. */
  allow(allowed: boolean): void {
    if (this.#allowed === allowed) return;
    this.#allowed = allowed;
    for (const entry of this.#entries.values()) {
      for (const part of PARTS) entry.sending[part].error = null;
      this.#convergeAll(entry);
    }
  }

  #remove(entry: PublicationEntry): void {
    this.#entries.delete(entry.capture.id);
    entry.unlisten();
    this.#convergeAll(entry);
    entry.state = { status: 'idle', error: null };
    this.#events.emit('change', entry, this.onError);
  }

  *#sendings(): Generator<[PublicationEntry, Part, Sending]> {
    for (const entry of this.#entries.values())
      for (const part of PARTS) yield [entry, part, entry.sending[part]];
  }

  #convergeAll(entry: PublicationEntry): void {
    for (const part of PARTS) this.#converge(entry, part);
    this.#tell(entry);
  }

  #converge(entry: PublicationEntry, part: Part): void {
    const mine = entry.sending[part];
    mine.again = true;
    if (mine.busy) return;
    mine.busy = true;
    void this.#run(entry, part, mine);
  }

  async #run(entry: PublicationEntry, part: Part, mine: Sending): Promise<void> {
    const { capture } = entry;
    while (mine.again) {
      mine.again = false;
      try {
        if (await step(mine, part, capture, entry.options, this.#around(entry))) mine.again = true;
      } catch (cause) {
        // A lost link is no failure: the session goes on, or a new one begins, and either comes back here.
        if (cause instanceof HummerError && cause.code === HummerErrorCode.CONNECTION_LOST) continue;
        mine.error = toRtcError(cause);
        this.#tell(entry);
      }
    }
    // In the turn of the last look: what is asked for a microtask later must find it idle, or nobody would look again.
    mine.busy = false;
    this.#tell(entry);
    this.#rebalance();
  }

  #around(entry: PublicationEntry): Around {
    return {
      session: () => this.#session,
      held: this.#entries.get(entry.capture.id) === entry && this.#allowed,
      demand: (producerId) => this.#demand.get(producerId),
      share: this.#share,
      beginning: () => {
        this.#tell(entry);
      },
      ended: (producerId) => this.#demand.delete(producerId),
    };
  }

  /** What is sent has changed, or how much may be. */
  #rebalance(): void {
    const load = { audio: 0, video: 0 };
    for (const [, part, mine] of this.#sendings()) load[kindOf(part)] += loadOf(mine);
    const share = videoShare(this.#limit, load);
    if (share === this.#share) return;
    this.#share = share;
    for (const [entry, part] of this.#sendings()) if (kindOf(part) === 'video') this.#converge(entry, part);
  }

  #tell(entry: PublicationEntry): void {
    if (this.#entries.get(entry.capture.id) !== entry) return;
    const next = describe(entry, this.#session !== null, this.#allowed);
    if (next.status === entry.state.status && next.error === entry.state.error) return;
    entry.state = next;
    this.#events.emit('change', entry, this.onError);
  }
}
