import type { ProducerResolution } from './media.js';

/** A producer of video, as far as its sizes go. */
export interface SizedProducer {
  readonly id: string;
  readonly resolutions: readonly ProducerResolution[];
}

/**
 * Whether another producer of the same source shows the larger picture. Who does not ask for sizes receives the largest and
 * no other; server and client must agree on which that is. A producer that does not say its sizes is beside all others.
 */
export function isLesser(producer: SizedProducer, siblings: Iterable<SizedProducer>): boolean {
  for (const other of siblings) if (compare(producer, other) < 0) return true;
  return false;
}

/** Negative if the second is the better one; of two of the same area the wider one is, then the one with the first id. */
function compare(one: SizedProducer, other: SizedProducer): number {
  const [mine, theirs] = [largest(one), largest(other)];
  if (one.id === other.id || !mine || !theirs) return 0;
  return area(mine) - area(theirs) || mine.width - theirs.width || (one.id < other.id ? 1 : -1);
}

function largest({ resolutions }: SizedProducer): ProducerResolution | undefined {
  let best: ProducerResolution | undefined;
  for (const one of resolutions) if (!best || area(one) > area(best)) best = one;
  return best;
}

function area({ width, height }: ProducerResolution): number {
  return width * height;
}
