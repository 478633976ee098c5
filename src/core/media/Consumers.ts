import { MediaWireCode } from '../../protocol/codes.js';
import type { MediaSource } from '../../protocol/media.js';
import type { MediaResumeResult, MediaServerRequests } from '../../protocol/mediaEvents.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import type { Responder } from '../transport/Transport.js';
import type { EngineConsumer, EngineRecvTransport } from './MediaEngine.js';
import { RtcError } from './RtcError.js';
import { streamIdOf, type Roster } from './Roster.js';
import type { VideoDemand } from './VideoDemand.js';
import type { TrackRegistry } from './TrackRegistry.js';
import { topOf, type Size } from './videoSizes.js';

type Offer = MediaServerRequests['newConsumer']['data'];

interface ConsumerEntry {
  readonly id: string;
  readonly producerId: string;
  readonly kind: MediaKind;
  readonly peerId: string;
  readonly streamId: string;
  /** Which of the sizes it shows; null: the layer that the page needs. */
  size: Size;
  /** Null while it is negotiated. */
  live: EngineConsumer | null;
  /** How well the server receives it from its sender, 0 to 10; null while it has not said. */
  score: number | null;
  /** Whom to answer when it is: the offer is repeated if the link dropped meanwhile. */
  readonly waiting: Responder[];
}

/** One medium that arrives. */
export interface ReceivedMedia extends Pick<
  ConsumerEntry,
  'id' | 'kind' | 'peerId' | 'producerId' | 'streamId' | 'score'
> {
  readonly live: EngineConsumer;
  /** Nothing is meant to arrive: muted by its sender, or not looked at here. */
  readonly paused: boolean;
}

const SOURCES: ReadonlySet<unknown> = new Set<MediaSource>([
  'microphone',
  'camera',
  'screen',
  'screen-audio',
]);

/**
 * What this client receives. The server offers a consumer and waits for the answer; its end may be announced while the
 * offer is still being negotiated, so every offer is looked up again when it is done.
 */
export class Consumers {
  readonly #entries = new Map<string, ConsumerEntry>();
  #transport: Promise<EngineRecvTransport> | null = null;

  constructor(
    private readonly roster: Roster,
    private readonly tracks: TrackRegistry,
    private readonly demand: VideoDemand,
    private readonly batch: (work: () => void) => void,
    /** Whether anything of this producer is to be received. */
    private readonly wants: (producerId: string) => boolean,
    /** What was offered cannot be received: the browser refused it. */
    private readonly failed: (error: RtcError) => void,
  ) {}

  /** The transport of this session; it may still be on its way when the first offers come. */
  attach(transport: Promise<EngineRecvTransport>): void {
    this.#transport = transport;
  }

  /** The session is gone, and its consumers with it. */
  detach(): void {
    this.#transport = null;
    this.batch(() => {
      for (const id of [...this.#entries.keys()]) this.closed(id);
    });
  }

  /** Live video, for the watch on stalls. */
  *video(): Iterable<EngineConsumer> {
    for (const { kind, live, paused } of this.received()) if (kind === 'video' && !paused) yield live;
  }

  /** Ids of the consumers of these producers. */
  idsOf(producerIds: readonly string[]): string[] {
    return [...this.#entries.values()]
      .filter((entry) => producerIds.includes(entry.producerId))
      .map(({ id }) => id);
  }

  /** Whether this size of a producer arrives. */
  isLive(producerId: string, size: Size): boolean {
    for (const entry of this.#of(producerId)) if (entry.size === size && entry.live) return true;
    return false;
  }

  /** The track of a size, if it is received by itself or as the best. */
  trackIdOf(producerId: string, resolutionId: string): string | null {
    const isBest = topOf({ resolutions: this.roster.resolutions(producerId) }) === resolutionId;
    let found: string | null = null;
    for (const { id, size, live } of this.#of(producerId)) {
      if (!live) continue;
      if (size === resolutionId) return id;
      if (size === null && isBest) found = id;
    }
    return found;
  }

  /** What is received, for statistics. */
  *received(): Iterable<ReceivedMedia> {
    for (const { id, kind, peerId, producerId, streamId, live, score } of this.#entries.values()) {
      if (!live) continue;
      const paused = this.roster.isPaused(producerId) || this.demand.isPaused(id);
      yield { id, kind, peerId, producerId, streamId, live, score, paused };
    }
  }

  scored(consumerId: string, score: number): void {
    const entry = this.#entries.get(consumerId);
    if (entry) entry.score = score;
  }

  /** Answers each offer for itself; offers of one turn are negotiated together by the engine. */
  async offered(offer: Offer, respond: Responder): Promise<void> {
    const known = this.#entries.get(offer.id);
    if (known) {
      if (known.live) respond({ ok: true });
      else known.waiting.push(respond);
      return;
    }
    const source = SOURCES.has(offer.appData['source']) ? (offer.appData['source'] as MediaSource) : 'other';
    const { peerId, producerId, kind, producerPaused: paused } = offer;
    this.batch(() => {
      this.roster.addProducer({ producerId, peerId, kind, source, paused });
    });
    const streamId = streamIdOf(peerId, source);
    const transport = this.#transport;
    if (!transport || !this.wants(producerId)) {
      respond({
        ok: false,
        errcode: MediaWireCode.REFUSED,
        errmsg: 'This client does not want to receive it.',
      });
      return;
    }
    const entry: ConsumerEntry = {
      id: offer.id,
      producerId,
      kind,
      peerId,
      streamId,
      size: offer.resolutionId ?? null,
      live: null,
      score: null,
      waiting: [respond],
    };
    this.#entries.set(offer.id, entry);
    const answer = await this.#negotiate(entry, offer, transport, streamId);
    for (const each of entry.waiting.splice(0)) each(answer);
  }

  async #negotiate(
    entry: ConsumerEntry,
    offer: Offer,
    transport: Promise<EngineRecvTransport>,
    streamId: string,
  ): Promise<Parameters<Responder>[0]> {
    const { id, producerId, kind, rtpParameters } = offer;
    try {
      const engine = await transport;
      const live = await engine.consume({ id, producerId, kind, rtpParameters, streamId });
      if (this.#entries.get(id) !== entry) {
        live.close();
        return {
          ok: false,
          errcode: MediaWireCode.NOT_FOUND,
          errmsg: 'It was closed while it was negotiated.',
        };
      }
      entry.live = live;
      this.batch(() => {
        this.tracks.set(id, live.track);
        this.#showBest(producerId);
      });
      if (kind === 'video') {
        const spatialLayers = spatialLayersOf(offer);
        this.demand.begin({ id, producerId, streamId, spatialLayers, isFixed: entry.size !== null });
      }
      return { ok: true };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const errmsg = `It could not be received: ${reason}`;
      // Without its entry it has been ended meanwhile, by its sender or with the session, and nobody misses it.
      if (this.#entries.get(id) === entry) {
        this.#entries.delete(id);
        this.failed(
          new RtcError(RtcErrorCode.RTC_SDK_ERROR, `The ${kind} of ${streamId}: ${errmsg}`, { cause: error }),
        );
      }
      return { ok: false, errcode: MediaWireCode.INTERNAL, errmsg };
    }
  }

  /** Ended by the server or by this client; also one that is still negotiated. */
  closed(consumerId: string): void {
    const entry = this.#entries.get(consumerId);
    if (!entry) return;
    this.#entries.delete(consumerId);
    this.demand.end(consumerId);
    entry.live?.close();
    if (entry.live) this.#showBest(entry.producerId);
    this.tracks.delete(consumerId);
  }

  /** It shows another size from now on. */
  resized(consumerId: string, size: Size): void {
    const entry = this.#entries.get(consumerId);
    if (!entry || entry.size === size) return;
    entry.size = size;
    this.demand.resized(consumerId, size !== null);
    if (entry.live) this.#showBest(entry.producerId);
  }

  /** Of what is received of a producer, the best is what is shown where no size is named. */
  #showBest(producerId: string): void {
    const sizes = [
      null,
      ...this.roster
        .resolutions(producerId)
        .map(({ resolutionId }) => resolutionId)
        .reverse(),
    ];
    const live = [...this.#of(producerId)].filter((entry) => entry.live);
    const best = live.toSorted((one, other) => sizes.indexOf(one.size) - sizes.indexOf(other.size))[0];
    this.roster.setTrack(producerId, best?.id ?? null);
  }

  *#of(producerId: string): Iterable<ConsumerEntry> {
    for (const entry of this.#entries.values()) if (entry.producerId === producerId) yield entry;
  }

  /** The server paused or resumed what it forwards: the producer's own pause, seen by the one who receives it. */
  paused(consumerId: string, paused: boolean): void {
    const entry = this.#entries.get(consumerId);
    if (entry) this.roster.setPaused(entry.producerId, paused);
  }

  /** After a resume: what the server no longer has is closed here, pauses are as it says. */
  sync(consumers: MediaResumeResult['consumers']): void {
    const ids = new Set(consumers.map(({ id }) => id));
    for (const entry of [...this.#entries.values()]) if (!ids.has(entry.id)) this.closed(entry.id);
    for (const { id, producerPaused, resolutionId = null } of consumers) {
      this.resized(id, resolutionId);
      this.paused(id, producerPaused);
    }
  }
}

/** A consumer of simulcast or SVC names its layers in its one encoding: `L3T1` has three spatial ones. */
function spatialLayersOf({ rtpParameters: { encodings } }: Offer): number {
  return Number(/^[LS](\d)/.exec(encodings?.[0]?.scalabilityMode ?? '')?.[1] ?? 1);
}
