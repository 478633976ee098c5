import type { Clock } from '../../lib/clock.js';
import { Emitter } from '../../lib/emitter.js';
import { withTimeout } from '../../lib/timeout.js';
import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import type { MediaSource } from '../../protocol/media.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import { layersFor, type VideoLayers } from './encodings.js';
import type { LocalCapture } from './LocalCapture.js';
import {
  ALL_LAYERS,
  askedOf,
  describe,
  KINDS,
  outputOf,
  PublicationEntry,
  sourceOf,
  unsent,
  type Publication,
  type PublicationOptions,
  type Sending,
} from './publication.js';
import type { EngineProducer, VideoCodec } from './MediaEngine.js';
import { RtcError, toRtcError } from './RtcError.js';

/** What the publisher needs of one build of the room's media. */
export interface ProducingSession {
  produce(
    options: {
      track: MediaStreamTrack;
      source: MediaSource;
      paused: boolean;
      codec?: VideoCodec | undefined;
      audioBitrate?: number | undefined;
    } & Partial<VideoLayers>,
  ): Promise<EngineProducer>;
  /** A request that is repeated after a resume, until the session ends. */
  durable(
    event: 'closeProducer' | 'pauseProducer' | 'resumeProducer',
    data: { producerId: string },
  ): Promise<void>;
}

/**
 * What this client sends to one room. A publication is a wish, 'this capture is published', and each of its media is
 * brought to it by a loop of its own: whatever order tracks, mutes, drops, rebuilds and releases come in, the end is
 * one producer per medium, or none. It outlives sessions: a new one publishes everything again.
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
    for (const { capture, sending } of this.#entries.values()) {
      for (const kind of KINDS) {
        const { producer, output } = sending[kind];
        if (producer)
          yield { kind, source: sourceOf(capture, kind), producer, silent: output?.silent ?? true };
      }
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
        made.sending[kind].error = null;
        this.#converge(made, kind);
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
    for (const entry of this.#entries.values()) {
      for (const kind of KINDS) {
        const mine = entry.sending[kind];
        mine.producer?.close();
        Object.assign(mine, unsent(), { error: null });
      }
      this.#tell(entry);
    }
  }

  /** After a resume: the server's word on which producers live. */
  sync(producerIds: readonly string[]): void {
    const unknown = new Set(producerIds);
    for (const entry of this.#entries.values()) {
      for (const kind of KINDS) {
        const mine = entry.sending[kind];
        if (mine.producer && !unknown.delete(mine.producer.id)) {
          mine.producer.close();
          mine.producer = null;
        }
        mine.paused = null;
      }
      this.#convergeAll(entry);
    }
    for (const producerId of unknown)
      void this.#session?.durable('closeProducer', { producerId }).catch(() => undefined);
  }

  /** The server says what of a video anybody takes. */
  demanded(producerId: string, maxLayer: number | null): void {
    this.#demand.set(producerId, maxLayer);
    for (const entry of this.#entries.values())
      if (entry.sending.video.producer?.id === producerId) this.#converge(entry, 'video');
  }

  /** Whether the role may send. */
  allow(allowed: boolean): void {
    if (this.#allowed === allowed) return;
    this.#allowed = allowed;
    for (const entry of this.#entries.values()) {
      for (const kind of KINDS) entry.sending[kind].error = null;
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

  #convergeAll(entry: PublicationEntry): void {
    for (const kind of KINDS) this.#converge(entry, kind);
    this.#tell(entry);
  }

  #converge(entry: PublicationEntry, kind: MediaKind): void {
    const mine = entry.sending[kind];
    mine.again = true;
    if (mine.busy) return;
    mine.busy = true;
    void this.#run(entry, kind, mine).finally(() => {
      mine.busy = false;
      this.#tell(entry);
    });
  }

  async #run(entry: PublicationEntry, kind: MediaKind, mine: Sending): Promise<void> {
    while (mine.again) {
      mine.again = false;
      try {
        if (await this.#step(entry, kind, mine)) mine.again = true;
      } catch (cause) {
        // A lost link is no failure: the session goes on, or a new one begins, and either comes back here.
        if (cause instanceof HummerError && cause.code === HummerErrorCode.CONNECTION_LOST) continue;
        mine.error = toRtcError(cause);
        this.#tell(entry);
      }
    }
  }

  /** One step towards what is wished for; false when there is none left. */
  async #step(entry: PublicationEntry, kind: MediaKind, mine: Sending): Promise<boolean> {
    const session = this.#session;
    if (!session) return false;
    const { capture, options } = entry;
    const held = this.#entries.get(capture.id) === entry;
    const wanted = held && this.#allowed && (options[kind] ?? true) && capture.wished(kind);
    const track = capture.track(kind);
    const paused = capture.muted(kind) || !track;
    const { producer } = mine;

    const asked = askedOf(capture, kind);
    // Encodings cannot change while they are sent.
    if (producer && (!wanted || mine.asked !== asked)) {
      Object.assign(mine, unsent());
      this.#demand.delete(producer.id);
      producer.close();
      await session.durable('closeProducer', { producerId: producer.id });
      return true;
    }
    if (!wanted || mine.error) return false;
    if (!producer) {
      if (!track) return false;
      this.#tell(entry);
      const source = sourceOf(capture, kind);
      const made = await session.produce({
        track,
        source,
        paused,
        audioBitrate: capture.audioBitrate ?? undefined,
        codec: kind === 'video' ? options.videoCodec : undefined,
        ...layersFor(source, track, capture.resolutions()),
      });
      if (this.#session !== session) made.close();
      else
        Object.assign(mine, {
          producer: made,
          track,
          paused,
          asked,
          output: { silent: paused, maxLayer: ALL_LAYERS },
        });
      return true;
    }
    if (mine.track !== track) {
      mine.track = track;
      await producer.setTrack(track);
      return true;
    }
    const output = outputOf(kind, paused, this.#demand.get(producer.id), options);
    const before = mine.output;
    mine.output = output;
    if (before?.maxLayer !== output.maxLayer) await producer.setMaxSpatialLayer(output.maxLayer);
    if (before?.silent !== output.silent) await producer.setPaused(output.silent);
    if (mine.paused !== paused) {
      mine.paused = paused;
      await session.durable(paused ? 'pauseProducer' : 'resumeProducer', { producerId: producer.id });
      return true;
    }
    return false;
  }

  #tell(entry: PublicationEntry): void {
    if (this.#entries.get(entry.capture.id) !== entry) return;
    const next = describe(entry, this.#session !== null, this.#allowed);
    if (next.status === entry.state.status && next.error === entry.state.error) return;
    entry.state = next;
    this.#events.emit('change', entry, this.onError);
  }
}
