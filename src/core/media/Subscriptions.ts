import type { Clock } from '../../lib/clock.js';
import type { Logger } from '../../lib/logger.js';
import type { SubscribeItem, WireProducer } from '../../protocol/media.js';
import { RtcErrorCode } from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import type { Consumers } from './Consumers.js';
import type { MediaSession } from './MediaSession.js';
import { streamIdOf, type RemoteProducer, type Roster } from './Roster.js';
import { RtcError, toRtcError } from './RtcError.js';

const KINDS = ['audio', 'video'] as const;

/** What of a video an app asked for. */
export interface VideoChoice {
  /** Of what the stream's producers offer; empty: the best. */
  readonly resolutionIds: readonly string[];
  /** No smaller picture than of this layer. */
  readonly minLayer?: number | undefined;
}

/** What the app wants to receive, told to the server. Wishes outlive sessions: they are kept in the roster. */
export class Subscriptions {
  /** The server offers everything by itself, as it was told at the join. */
  offersAll = true;
  /** Voices come by the three slots, and not by themselves. */
  topThree = false;
  #session: MediaSession | null = null;
  readonly #due = new Set<string>();
  /** By stream id. */
  readonly #choices = new Map<string, VideoChoice>();

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

  /** The sizes of a stream's video that the app asked for. */
  choice(streamId: string): VideoChoice | undefined {
    return this.#choices.get(streamId);
  }

  /** Resolves when the server has agreed; the tracks follow. */
  async subscribe(streamId: string, kinds: readonly MediaKind[], choice?: VideoChoice): Promise<void> {
    if (this.topThree && kinds.length === 1 && kinds[0] === 'audio') {
      throw new RtcError(
        RtcErrorCode.TOPN_SUB_MODE_FAULT,
        'In the top-three mode the three loudest are heard without a subscription.',
      );
    }
    const changed = kinds.includes('video') && this.#choose(streamId, choice);
    const wanted: RemoteProducer[] = [];
    this.batch(() => {
      for (const kind of kinds) {
        this.roster.setWanted(streamId, kind, true);
        wanted.push(
          ...(changed && kind === 'video' ? this.#chosen(streamId) : this.#missing(streamId, kind)),
        );
      }
    });
    if (changed) await this.#stopConsumers(this.#unchosen(streamId));
    await this.#ask(wanted);
  }

  /** The tracks end here at once, whatever the server says. */
  async unsubscribe(streamId: string, kinds: readonly MediaKind[]): Promise<void> {
    if (kinds.includes('video')) this.#choices.delete(streamId);
    this.batch(() => {
      for (const kind of kinds) this.roster.setWanted(streamId, kind, false);
    });
    await this.#stop(streamId, kinds);
  }

  /** These cameras and no others; screens and sound stay as they are. */
  async replaceVideo(choices: ReadonlyMap<string, VideoChoice>): Promise<void> {
    const session = this.#session;
    if (!session) throw notJoined();
    const wanted: RemoteProducer[] = [];
    const unwanted: RemoteProducer[] = [];
    this.batch(() => {
      for (const { streamKey } of this.roster.streams()) {
        const { streamId, source } = streamKey;
        const choice = choices.get(streamId);
        if (source === 'main') {
          this.#choose(streamId, choice);
          this.roster.setWanted(streamId, 'video', choice !== undefined);
        }
        if (this.roster.wants(streamId, 'video')) wanted.push(...this.#chosen(streamId));
        else unwanted.push(...this.roster.producers(streamId, 'video'));
        unwanted.push(...this.#unchosen(streamId));
      }
      for (const id of this.#consumersOf(unwanted)) this.consumers.closed(id);
    });
    const items = wanted.map((producer) => this.#item(producer));
    await asRtc(session.durable('subscribe', { items, mode: 'replace', kind: 'video' }));
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
  announced({ producerId, peerId, source, kind }: WireProducer): void {
    if (this.offersAll || !this.roster.wants(streamIdOf(peerId, source), kind)) return;
    if (this.#due.size === 0) {
      this.clock.defer(() => {
        const due = [...this.#due].flatMap((id) => this.roster.producer(id) ?? []);
        this.#due.clear();
        this.#ask(due.filter((producer) => this.#isDue(producer))).catch((error: unknown) => {
          this.log.warn('A subscription was refused.', error);
        });
      });
    }
    this.#due.add(producerId);
  }

  /** True if other sizes are asked for than before. */
  #choose(streamId: string, choice: VideoChoice | undefined): boolean {
    const before = this.#choices.get(streamId);
    if (!choice) return this.#choices.delete(streamId);
    this.#choices.set(streamId, choice);
    return JSON.stringify(before) !== JSON.stringify(choice);
  }

  /** The video producers that have a size which was asked for; all of them if none was. */
  #chosen(streamId: string): RemoteProducer[] {
    const all = this.roster.producers(streamId, 'video');
    const some = all.filter((producer) => this.#size(producer) !== undefined);
    return some.length > 0 ? some : all;
  }

  #unchosen(streamId: string): RemoteProducer[] {
    const chosen = this.#chosen(streamId);
    return this.roster.producers(streamId, 'video').filter((producer) => !chosen.includes(producer));
  }

  /** The best of a producer's sizes that were asked for: of one producer one size is received at a time. */
  #size({ peerId, source, resolutions }: RemoteProducer): string | undefined {
    const ids = this.#choices.get(streamIdOf(peerId, source))?.resolutionIds ?? [];
    return resolutions.findLast(({ resolutionId }) => ids.includes(resolutionId))?.resolutionId;
  }

  #item(producer: RemoteProducer): SubscribeItem {
    const { id: producerId, kind, peerId, source } = producer;
    if (kind === 'audio') return { producerId };
    const resolutionId = this.#size(producer);
    const minLayer = this.#choices.get(streamIdOf(peerId, source))?.minLayer;
    return {
      producerId,
      ...(resolutionId !== undefined && { resolutionId }),
      ...(minLayer !== undefined && { minLayer }),
    };
  }

  #missing(streamId: string, kind: MediaKind): RemoteProducer[] {
    const all = kind === 'video' ? this.#chosen(streamId) : this.roster.producers(streamId, kind);
    return all.filter((producer) => this.#isDue(producer));
  }

  #isDue({ trackId, source }: RemoteProducer): boolean {
    return !trackId && !(this.topThree && source === 'microphone');
  }

  #consumersOf(producers: readonly RemoteProducer[]): string[] {
    return this.consumers.idsOf(producers.map((producer) => producer.id));
  }

  async #ask(producers: readonly RemoteProducer[]): Promise<void> {
    if (producers.length === 0) return;
    if (!this.#session) throw notJoined();
    const items = producers.map((producer) => this.#item(producer));
    await asRtc(this.#session.durable('subscribe', { items, mode: 'add' }));
  }

  async #stop(streamId: string, kinds: readonly MediaKind[]): Promise<void> {
    await this.#stopConsumers(kinds.flatMap((kind) => this.roster.producers(streamId, kind)));
  }

  async #stopConsumers(producers: readonly RemoteProducer[]): Promise<void> {
    const consumerIds = this.#consumersOf(producers);
    if (consumerIds.length === 0) return;
    this.batch(() => {
      for (const id of consumerIds) this.consumers.closed(id);
    });
    if (this.#session) await asRtc(this.#session.durable('unsubscribe', { consumerIds }));
  }
}

async function asRtc(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw toRtcError(error);
  }
}

function notJoined(): RtcError {
  return new RtcError(RtcErrorCode.WEBSOCKET_NOT_CONNECTED, 'The room is not joined: join it first.');
}
