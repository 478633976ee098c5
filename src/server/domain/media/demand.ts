import type { RtpParameters } from '../../../protocol/rtp.js';
import type { Clock } from '../../ports/Clock.js';
import type { Demand, PeerConsumer } from './model.js';

/** A new producer's watchers may need a moment to ask for it: until then it is not told that it has none. */
const FIRST = 1_000;

/**
 * What anybody wants of one video producer: the highest spatial layer that an unpaused consumer prefers. More is told at once,
 * less only when it has lasted, so that a viewer who turns a page does not make the publisher's encoder begin anew.
 */
export class ProducerDemand implements Demand {
  #begun = false;
  /** Undefined: nothing yet. */
  #told: number | null | undefined;
  #cancelFall: (() => void) | null = null;
  #ended = false;

  constructor(
    private readonly clock: Clock,
    private readonly fall: number,
    private readonly topLayer: number,
    private readonly consumers: ReadonlySet<PeerConsumer>,
    private readonly tell: (maxSpatialLayer: number | null) => void,
  ) {}

  /** The owner has the producer's id: nothing is told of it before. */
  begin(): void {
    this.#begun = true;
    this.review();
  }

  review(): void {
    if (!this.#begun || this.#ended) return;
    const wanted = this.#wanted();
    if (wanted !== null && rank(wanted) > rank(this.#told)) this.#say(wanted);
    else if (wanted === this.#told) this.#stay();
    else {
      this.#cancelFall ??= this.clock.setTimeout(
        () => {
          this.#say(this.#wanted());
        },
        this.#told === undefined ? FIRST : this.fall,
      );
    }
  }

  tellAgain(): void {
    if (this.#told !== undefined) this.tell(this.#told);
  }

  end(): void {
    this.#ended = true;
    this.#stay();
  }

  #say(wanted: number | null): void {
    this.#stay();
    this.#told = wanted;
    this.tell(wanted);
  }

  #stay(): void {
    this.#cancelFall?.();
    this.#cancelFall = null;
  }

  #wanted(): number | null {
    let wanted: number | null = null;
    for (const { pausedByClient, layer } of this.consumers) {
      if (pausedByClient) continue;
      wanted = Math.max(wanted ?? 0, Math.min(layer ?? this.topLayer, this.topLayer));
      if (wanted === this.topLayer) break;
    }
    return wanted;
  }
}

/** Nothing told yet is below nobody, and that below the lowest layer. */
function rank(layer: number | null | undefined): number {
  return layer === undefined ? -2 : (layer ?? -1);
}

/** The highest spatial layer that a stream has: with simulcast one an encoding, with SVC as its mode says. */
export function topLayerOf({ encodings = [] }: RtpParameters): number {
  if (encodings.length > 1) return encodings.length - 1;
  const mode = /^[LS]([1-9])T/.exec(encodings[0]?.scalabilityMode ?? '');
  return mode ? Number(mode[1]) - 1 : 0;
}
