import type { Clock } from '../../lib/clock.js';
import type { Logger } from '../../lib/logger.js';
import type { WireProducer } from '../../protocol/media.js';
import { RtcErrorCode } from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import type { Consumers } from './Consumers.js';
import type { MediaSession } from './MediaSession.js';
import { streamIdOf, type Roster } from './Roster.js';
import { RtcError, toRtcError } from './RtcError.js';

const KINDS = ['audio', 'video'] as const;

/** What the app wants to receive, told to the server. Wishes outlive sessions: they are kept in the roster. */
export class Subscriptions {
  /** The server offers everything by itself, as it was told at the join. */
  offersAll = true;
  #session: MediaSession | null = null;
  readonly #due = new Set<string>();

  constructor(
    private readonly roster: Roster,
    private readonly consumers: Consumers,
    private readonly clock: Clock,
    private readonly log: Logger,
    private readonly batch: (work: () => void) => void,
  ) {}

  attach(session: MediaSession | null): void {
    this.#session = session;
    this.#due.clear();
  }

  /** Resolves when the server has agreed; the tracks follow. */
  async subscribe(streamId: string, kinds: readonly MediaKind[]): Promise<void> {
    const missing: string[] = [];
    this.batch(() => {
      for (const kind of kinds) {
        this.roster.setWanted(streamId, kind, true);
        missing.push(...this.#missing(streamId, kind));
      }
    });
    await this.#ask(missing);
  }

  /** The tracks end here at once, whatever the server says. */
  async unsubscribe(streamId: string, kinds: readonly MediaKind[]): Promise<void> {
    this.batch(() => {
      for (const kind of kinds) this.roster.setWanted(streamId, kind, false);
    });
    await this.#stop(streamId, kinds);
  }

  /** The room's default changed: streams without a wish of their own follow it. */
  followDefault(): void {
    this.batch(() => {
      this.roster.refreshAll();
    });
    const work: Promise<void>[] = [];
    for (const { streamKey } of this.roster.streams()) {
      const { streamId } = streamKey;
      const unwanted = KINDS.filter((kind) => !this.roster.wants(streamId, kind));
      work.push(this.#stop(streamId, unwanted));
      for (const kind of KINDS)
        if (this.roster.wants(streamId, kind)) work.push(this.#ask(this.#missing(streamId, kind)));
    }
    for (const change of work) {
      change.catch((error: unknown) => {
        this.log.warn('A change of subscriptions was refused.', error);
      });
    }
  }

  /** A producer was announced; all of one tick are asked for together. */
  announced(producer: WireProducer): void {
    const wanted = this.roster.wants(streamIdOf(producer.peerId, producer.source), producer.kind);
    if (this.offersAll || !wanted) return;
    if (this.#due.size === 0) {
      this.clock.defer(() => {
        const ids = [...this.#due];
        this.#due.clear();
        this.#ask(ids).catch((error: unknown) => {
          this.log.warn('A subscription was refused.', error);
        });
      });
    }
    this.#due.add(producer.producerId);
  }

  #missing(streamId: string, kind: MediaKind): string[] {
    return this.roster
      .producers(streamId, kind)
      .filter((producer) => !producer.trackId)
      .map((producer) => producer.id);
  }

  #consumerIds(streamId: string, kind: MediaKind): string[] {
    return this.consumers.idsOf(this.roster.producers(streamId, kind).map((producer) => producer.id));
  }

  async #ask(producerIds: readonly string[]): Promise<void> {
    if (producerIds.length === 0) return;
    if (!this.#session) {
      throw notJoined();
    }
    try {
      const items = producerIds.map((producerId) => ({ producerId }));
      await this.#session.durable('subscribe', { items, mode: 'add' });
    } catch (error) {
      throw toRtcError(error);
    }
  }

  async #stop(streamId: string, kinds: readonly MediaKind[]): Promise<void> {
    const consumerIds = kinds.flatMap((kind) => this.#consumerIds(streamId, kind));
    if (consumerIds.length === 0) return;
    this.batch(() => {
      for (const id of consumerIds) this.consumers.closed(id);
    });
    await this.#session?.durable('unsubscribe', { consumerIds }).catch((error: unknown) => {
      throw toRtcError(error);
    });
  }
}

function notJoined(): RtcError {
  return new RtcError(RtcErrorCode.WEBSOCKET_NOT_CONNECTED, 'The room is not joined: join it first.');
}
