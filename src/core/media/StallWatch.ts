import type { Clock } from '../../lib/clock.js';
import type { EngineConsumer, EngineStats } from './MediaEngine.js';

const INTERVAL = 2_000;

/**
 * Asks for a key frame when packets of a video arrive but no picture comes out of them: after heavy loss a decoder may
 * wait for one that nobody sends.
 */
export class StallWatch {
  readonly #seen = new Map<string, { packets: number; frames: number }>();
  #cancel: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly consumers: () => Iterable<EngineConsumer>,
    private readonly requestKeyFrame: (consumerId: string) => void,
  ) {}

  start(): void {
    this.#cancel ??= this.clock.setTimeout(() => {
      this.#cancel = null;
      this.start();
      void this.#look();
    }, INTERVAL);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#seen.clear();
  }

  async #look(): Promise<void> {
    const consumers = [...this.consumers()];
    const live = new Set(consumers.map(({ id }) => id));
    for (const id of this.#seen.keys()) if (!live.has(id)) this.#seen.delete(id);
    for (const consumer of consumers) {
      const now = progress(await consumer.stats().catch(() => []));
      const before = this.#seen.get(consumer.id);
      if (!now || consumer.closed) continue;
      this.#seen.set(consumer.id, now);
      if (before && now.packets > before.packets && now.frames === before.frames)
        this.requestKeyFrame(consumer.id);
    }
  }
}

function progress(stats: EngineStats): { packets: number; frames: number } | null {
  const row = stats.find((candidate) => candidate.type === 'inbound-rtp');
  const packetsReceived = row?.['packetsReceived'];
  const framesDecoded = row?.['framesDecoded'];
  if (typeof packetsReceived !== 'number') return null;
  return { packets: packetsReceived, frames: typeof framesDecoded === 'number' ? framesDecoded : 0 };
}
