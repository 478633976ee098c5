import type { Clock } from '../../lib/clock.js';
import type { Logger } from '../../lib/logger.js';
import { layerFor, type VideoNeed } from './layerChoice.js';
import type { MediaSession } from './MediaSession.js';
import type { Roster } from './Roster.js';
import { toRtcError } from './RtcError.js';

/** Less is asked for only after so long: a tile that moves, a glance at another tab or a turned page costs no key frame. */
export const DEMAND_DELAY = 1_000;
/** After a refusal that a repeat may cure. */
const RETRY_DELAY = 2_000;

/** One place where a stream is shown. */
export interface VideoViewer {
  /** Null: it cannot be seen now. */
  update(need: VideoNeed | null): void;
  release(): void;
}

export interface PreferredLayers {
  readonly spatialLayer: number;
  readonly temporalLayer?: number | undefined;
}

/** A received video, as far as demand goes. */
export interface DemandedConsumer {
  readonly id: string;
  readonly producerId: string;
  readonly streamId: string;
  /** How many spatial layers there are to choose from. */
  readonly spatialLayers: number;
  /** It was asked for by its size: its layer is what was asked for, whatever is seen. */
  readonly isFixed: boolean;
}

interface Wish {
  readonly viewers: Map<VideoViewer, VideoNeed | null>;
  preferred: PreferredLayers | null;
}

interface Told {
  consumer: DemandedConsumer;
  paused: boolean;
  layers: PreferredLayers | null;
  busy: boolean;
  cancel: (() => void) | null;
}

interface Aim {
  readonly paused: boolean;
  readonly layers: PreferredLayers | null;
}

/**
 * What of each video is received: the layer that its largest visible tile needs, nothing while it has none. More is asked
 * for at once, less after a moment. As long as nobody in the room says what is seen (an app that plays tracks by itself),
 * everything is received whole. Sound is never touched.
 */
export class VideoDemand {
  readonly #wishes = new Map<string, Wish>();
  readonly #told = new Map<string, Told>();
  #session: MediaSession | null = null;
  /** Somebody says what is seen, so what nobody shows is not seen. */
  #adaptive = false;

  constructor(
    private readonly roster: Roster,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  attach(session: MediaSession | null): void {
    this.#session = session;
  }

  /** The membership is over: the next one begins without viewers' marks on what they no longer show. */
  reset(): void {
    for (const streamId of [...this.#wishes.keys()]) this.#tidy(streamId);
    this.#adaptive = this.#wishes.size > 0;
  }

  /** Counts one place where the stream may be seen; from the first on, what is not seen is not received. */
  watch(streamId: string): VideoViewer {
    const viewer = this.#viewer(streamId);
    if (this.#adaptive) return viewer;
    this.#adaptive = true;
    for (const told of this.#told.values()) this.#look(told);
    return viewer;
  }

  /** For an app that takes the track itself: all of it, whatever is seen of others. */
  pin(streamId: string): VideoViewer {
    const viewer = this.#viewer(streamId);
    viewer.update('all');
    return viewer;
  }

  #viewer(streamId: string): VideoViewer {
    const wish = this.#wish(streamId);
    const viewer: VideoViewer = {
      update: (need) => {
        if (!wish.viewers.has(viewer) || wish.viewers.get(viewer) === need) return;
        wish.viewers.set(viewer, need);
        this.#reconsider(streamId);
      },
      release: () => {
        if (!wish.viewers.delete(viewer)) return;
        this.#tidy(streamId);
        this.#reconsider(streamId);
      },
    };
    wish.viewers.set(viewer, null);
    return viewer;
  }

  /** Asks for these layers whatever the size; null goes back to the size. Rejects if the server refuses. */
  async prefer(streamId: string, layers: PreferredLayers | null): Promise<void> {
    this.#wish(streamId).preferred = layers;
    this.#tidy(streamId);
    const work: Promise<void>[] = [];
    for (const told of this.#of(streamId)) work.push(this.#apply(told));
    await Promise.all(work).catch((error: unknown) => {
      throw toRtcError(error);
    });
  }

  /** A video has arrived. */
  begin(consumer: DemandedConsumer): void {
    const told: Told = { consumer, paused: false, layers: null, busy: false, cancel: null };
    this.#told.set(consumer.id, told);
    this.#look(told);
  }

  /** The server gave it another layer: a fixed one, or the best. */
  resized(consumerId: string, isFixed: boolean): void {
    const told = this.#told.get(consumerId);
    if (!told) return;
    told.consumer = { ...told.consumer, isFixed };
    told.layers = null;
    this.#look(told);
  }

  end(consumerId: string): void {
    this.#told.get(consumerId)?.cancel?.();
    this.#told.delete(consumerId);
  }

  /** What is deliberately not received is no stall. */
  isPaused(consumerId: string): boolean {
    return this.#told.get(consumerId)?.paused ?? false;
  }

  /** The sender's layers changed. */
  layersChanged(streamId: string): void {
    this.#reconsider(streamId);
  }

  #wish(streamId: string): Wish {
    let wish = this.#wishes.get(streamId);
    if (!wish) this.#wishes.set(streamId, (wish = { viewers: new Map(), preferred: null }));
    return wish;
  }

  #tidy(streamId: string): void {
    const wish = this.#wishes.get(streamId);
    if (wish?.viewers.size === 0 && !wish.preferred) this.#wishes.delete(streamId);
  }

  *#of(streamId: string): Iterable<Told> {
    for (const told of this.#told.values()) if (told.consumer.streamId === streamId) yield told;
  }

  #reconsider(streamId: string): void {
    for (const told of this.#of(streamId)) this.#look(told);
  }

  #aim({ consumer, layers }: Told): Aim {
    const { streamId, producerId, spatialLayers, isFixed } = consumer;
    const wish = this.#wishes.get(streamId);
    const preferred = isFixed ? null : (wish?.preferred ?? null);
    const best = { spatialLayer: spatialLayers - 1 };
    if (!this.#adaptive) return { paused: false, layers: preferred ?? (layers && best) };
    const needs = [...(wish?.viewers.values() ?? [])].filter((need) => need !== null);
    // What nobody sees keeps its layer: when it is seen again, it is most likely as large as before.
    if (needs.length === 0) return { paused: true, layers };
    if (preferred) return { paused: false, layers: preferred };
    if (spatialLayers < 2 || isFixed) return { paused: false, layers };
    const spatialLayer = Math.min(layerFor(needs, this.roster.resolutions(producerId)), spatialLayers - 1);
    // Nobody has to be told what is so by default.
    return { paused: false, layers: spatialLayer === best.spatialLayer && !layers ? null : { spatialLayer } };
  }

  /** Brings one video to what is wished for: at once if that is more, after a moment if it is less. */
  #look(told: Told): void {
    const aim = this.#aim(told);
    told.cancel?.();
    told.cancel = null;
    if (isMet(told, aim)) return;
    if (!isLess(told, aim)) this.#quietly(told);
    else this.#later(told, DEMAND_DELAY);
  }

  #later(told: Told, ms: number): void {
    told.cancel?.();
    told.cancel = this.clock.setTimeout(() => {
      told.cancel = null;
      this.#quietly(told);
    }, ms);
  }

  #quietly(told: Told): void {
    this.#apply(told).catch((error: unknown) => {
      if (!this.#isLive(told)) return;
      this.log.info('A change of what is received was refused.', error);
      if (toRtcError(error).action === 'retry') this.#later(told, RETRY_DELAY);
    });
  }

  async #apply(told: Told): Promise<void> {
    if (told.busy) return;
    told.busy = true;
    try {
      do if (!(await this.#step(told))) return;
      while (!isLess(told, this.#aim(told)));
    } finally {
      told.busy = false;
    }
    this.#look(told);
  }

  /** One request towards what is wished for now; false when there is none left. The layer goes before the packets. */
  async #step(told: Told): Promise<boolean> {
    const session = this.#session;
    if (!session || !this.#isLive(told)) return false;
    const { paused, layers } = this.#aim(told);
    const { id: consumerId } = told.consumer;
    if (layers && !sameLayers(layers, told.layers)) {
      const before = told.layers;
      told.layers = layers;
      const { spatialLayer, temporalLayer } = layers;
      const asked = { consumerId, spatialLayer, ...(temporalLayer !== undefined && { temporalLayer }) };
      await session.durable('setConsumerPreferredLayers', asked).catch((error: unknown) => {
        told.layers = before;
        throw error;
      });
      return true;
    }
    if (paused === told.paused) return false;
    told.paused = paused;
    await session
      .durable(paused ? 'pauseConsumer' : 'resumeConsumer', { consumerId })
      .catch((error: unknown) => {
        told.paused = !paused;
        throw error;
      });
    return true;
  }

  #isLive(told: Told): boolean {
    return this.#told.get(told.consumer.id) === told;
  }
}

function isMet(told: Told, { paused, layers }: Aim): boolean {
  return paused === told.paused && (!layers || sameLayers(layers, told.layers));
}

function isLess(told: Told, { paused, layers }: Aim): boolean {
  if (paused !== told.paused) return paused;
  return (layers?.spatialLayer ?? 0) < (told.layers?.spatialLayer ?? told.consumer.spatialLayers - 1);
}

function sameLayers(one: PreferredLayers, other: PreferredLayers | null): boolean {
  return one.spatialLayer === other?.spatialLayer && one.temporalLayer === other.temporalLayer;
}
