import type { Clock } from '../../lib/clock.js';
import type { Logger } from '../../lib/logger.js';
import type { SubscribeItem } from '../../protocol/mediaEvents.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import type { Consumers } from './Consumers.js';
import type { MediaSession } from './MediaSession.js';
import { streamIdOf, type RemoteProducer, type Roster } from './Roster.js';
import { RtcError, toRtcError } from './RtcError.js';
import { isSecond, layerOfLines, sizesOf, type Size, type VideoChoice } from './videoSizes.js';

const KINDS = ['audio', 'video'] as const;
const BEST: VideoChoice = { best: true, resolutionIds: [] };

/** What is to be received of one producer: a consumer for each size. */
interface Wish {
  readonly producer: RemoteProducer;
  readonly sizes: readonly Size[];
  readonly minLayer: number | undefined;
}

/** What the app wants to receive, told to the server. Wishes outlive sessions: they are kept in the roster and here. */
export class Subscriptions {
  /** The server offers everything by itself, as it was told at the join. */
  offersAll = true;
  /** Voices come by the three slots, and not by themselves. */
  topThree = false;
  #session: MediaSession | null = null;
  /** Streams whose producers changed in this tick. */
  readonly #due = new Set<string>();
  /** By stream id. */
  readonly #choices = new Map<string, VideoChoice>();
  /** What the server was told of a producer in this session; of the others it does what is so by default. */
  readonly #told = new Map<string, string>();

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
    this.#told.clear();
  }

  /** The sizes of a stream's video that the app asked for. */
  choice(streamId: string): VideoChoice | undefined {
    return this.#choices.get(streamId);
  }

  /** Resolves when the server has agreed; the tracks follow. Without a choice the video follows the page. */
  async subscribe(streamId: string, kinds: readonly MediaKind[], choice?: VideoChoice): Promise<void> {
    if (this.topThree && kinds.length === 1 && kinds[0] === 'audio') {
      throw new RtcError(
        RtcErrorCode.TOPN_SUB_MODE_FAULT,
        'In the top-three mode the three loudest are heard without a subscription.',
      );
    }
    if (kinds.includes('video')) this.#choose(streamId, choice);
    this.batch(() => {
      for (const kind of kinds) this.roster.setWanted(streamId, kind, true);
    });
    await this.#bring(kinds.flatMap((kind) => this.#wishes(streamId, kind)));
  }

  /** The tracks end here at once, whatever the server says. */
  async unsubscribe(streamId: string, kinds: readonly MediaKind[]): Promise<void> {
    if (kinds.includes('video')) this.#choices.delete(streamId);
    this.batch(() => {
      for (const kind of kinds) this.roster.setWanted(streamId, kind, false);
    });
    await this.#stop(kinds.flatMap((kind) => this.roster.producers(streamId, kind)));
  }

  /** These cameras and no others; screens and sound stay as they are. */
  async replaceVideo(choices: ReadonlyMap<string, VideoChoice>): Promise<void> {
    const session = this.#session;
    if (!session) throw notJoined();
    const wishes: Wish[] = [];
    this.batch(() => {
      for (const { streamKey } of this.roster.streams()) {
        const { streamId, source } = streamKey;
        if (source === 'main') {
          this.#choose(streamId, choices.get(streamId));
          this.roster.setWanted(streamId, 'video', choices.has(streamId));
        }
        wishes.push(...this.#wishes(streamId, 'video'));
      }
      const unwanted = wishes.flatMap(({ producer, sizes }) => (sizes.length === 0 ? producer.id : []));
      for (const id of this.consumers.idsOf(unwanted)) this.consumers.closed(id);
    });
    await this.#tell(wishes, { mode: 'replace', kind: 'video' });
  }

  /** The room's default changed: streams without a wish of their own follow it. */
  followDefault(): void {
    this.batch(() => {
      this.roster.refreshAll();
    });
    const wishes = this.roster
      .streams()
      .flatMap(({ streamKey }) => KINDS.flatMap((kind) => this.#wishes(streamKey.streamId, kind)));
    this.#quietly(this.#bring(wishes));
  }

  /** A producer came, went or changed its sizes; all of one tick are looked at together. */
  changed(streamId: string): void {
    if (this.#due.size === 0) {
      this.clock.defer(() => {
        const wishes = [...this.#due].flatMap((id) => KINDS.flatMap((kind) => this.#wishes(id, kind)));
        this.#due.clear();
        this.#quietly(this.#bring(wishes.filter((wish) => !this.#isTold(wish))));
      });
    }
    this.#due.add(streamId);
  }

  /** A producer is about to go: another size may take its place. */
  gone(producerId: string): void {
    this.#told.delete(producerId);
    const producer = this.roster.producer(producerId);
    if (producer) this.changed(streamIdOf(producer.peerId, producer.source));
  }

  /** Whether anything of a producer is to be received; of which size the server tells. */
  wants(producerId: string): boolean {
    const producer = this.roster.producer(producerId);
    if (!producer) return false;
    const wishes = this.#wishes(streamIdOf(producer.peerId, producer.source), producer.kind);
    return wishes.some((wish) => wish.producer === producer && wish.sizes.length > 0);
  }

  /** All that is wanted of the stream has arrived. */
  isComplete(streamId: string): boolean {
    return KINDS.every((kind) => this.#wishes(streamId, kind).every((wish) => this.#isMet(wish)));
  }

  #choose(streamId: string, choice: VideoChoice | undefined): void {
    if (choice) this.#choices.set(streamId, choice);
    else this.#choices.delete(streamId);
  }

  /** One for each producer that is there; what is stale will be announced anew, or is gone. */
  #wishes(streamId: string, kind: MediaKind): Wish[] {
    const all = this.roster.producers(streamId, kind).filter(({ stale }) => !stale);
    const wanted = this.roster.wants(streamId, kind);
    const choice = this.#choices.get(streamId) ?? BEST;
    const lines = kind === 'video' ? choice.minLines : undefined;
    return all.map((producer) => ({
      producer,
      sizes:
        !wanted || this.#bySlot(producer) ? [] : kind === 'audio' ? [null] : sizesOf(producer, all, choice),
      minLayer: lines === undefined ? undefined : layerOfLines(producer, lines),
    }));
  }

  #bySlot({ kind, source }: RemoteProducer): boolean {
    return this.topThree && kind === 'audio' && source !== 'screen-audio';
  }

  /** What the server does of itself with a producer that nothing was said of. */
  #default(producer: RemoteProducer): Wish {
    const all = this.roster.siblings(producer).filter(({ stale }) => !stale);
    const offered = this.offersAll && !this.#bySlot(producer) && !isSecond(producer, all);
    return { producer, sizes: offered ? [null] : [], minLayer: undefined };
  }

  #isTold(wish: Wish): boolean {
    const told = this.#told.get(wish.producer.id) ?? textOf(this.#default(wish.producer));
    return told === textOf(wish);
  }

  #isMet({ producer, sizes }: Wish): boolean {
    return sizes.every((size) => this.consumers.isLive(producer.id, size));
  }

  /** Asks for what is missing or not told yet, and ends what is not wanted. */
  async #bring(wishes: readonly Wish[]): Promise<void> {
    const ended = wishes.filter(({ sizes }) => sizes.length === 0);
    const asked = wishes.filter(
      (wish) => wish.sizes.length > 0 && !(this.#isTold(wish) && this.#isMet(wish)),
    );
    const stopping = this.#stop(ended.map(({ producer }) => producer));
    await Promise.all([stopping, asked.length > 0 ? this.#tell(asked, { mode: 'add' }) : undefined]);
  }

  async #tell(
    wishes: readonly Wish[],
    how: { mode: 'add' } | { mode: 'replace'; kind: MediaKind },
  ): Promise<void> {
    const session = this.#session;
    if (!session) throw notJoined();
    for (const wish of wishes) this.#told.set(wish.producer.id, textOf(wish));
    try {
      await session.durable('subscribe', { items: wishes.flatMap(itemsOf), ...how });
    } catch (error) {
      // Not so, then: the next wish is told whatever it is.
      if (session === this.#session) for (const { producer } of wishes) this.#told.set(producer.id, '');
      throw toRtcError(error);
    }
  }

  async #stop(producers: readonly RemoteProducer[]): Promise<void> {
    const ids = producers.map(({ id }) => id);
    for (const id of ids) this.#told.set(id, NOTHING);
    const consumerIds = this.consumers.idsOf(ids);
    if (consumerIds.length === 0) return;
    this.batch(() => {
      for (const id of consumerIds) this.consumers.closed(id);
    });
    try {
      await this.#session?.durable('unsubscribe', { consumerIds });
    } catch (error) {
      throw toRtcError(error);
    }
  }

  #quietly(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.log.warn('A change of subscriptions was refused.', error);
    });
  }
}

function itemsOf({ producer, sizes, minLayer }: Wish): SubscribeItem[] {
  const { id: producerId } = producer;
  return sizes.map((resolutionId) => {
    if (resolutionId !== null) return { producerId, resolutionId };
    return { producerId, ...(minLayer !== undefined && { minLayer }) };
  });
}

/** To compare. */
function textOf({ sizes, minLayer }: Pick<Wish, 'sizes' | 'minLayer'>): string {
  return JSON.stringify(sizes.length > 0 ? [sizes, minLayer] : []);
}

const NOTHING = textOf({ sizes: [], minLayer: undefined });

function notJoined(): RtcError {
  return new RtcError(RtcErrorCode.WEBSOCKET_NOT_CONNECTED, 'The room is not joined: join it first.');
}
