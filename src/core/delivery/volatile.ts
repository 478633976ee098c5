import { createDeferred, type Deferred } from '../../lib/deferred.js';
import type { DomainContext } from '../internals.js';

/** Sends what may be lost; resolves with null if a newer one took its place. */
export type SendVolatile = <T>(kind: string, send: () => Promise<T>) => Promise<T | null>;

interface Waiting {
  readonly send: () => Promise<unknown>;
  readonly answer: Deferred<unknown>;
}

/**
 * For positions and strokes in flight: never queued for the link and never sent twice, but shaped to the server's rate.
 * What is too much waits, one of each kind: a newer one takes the place of an older.
 */
export function createVolatile({ clock, pace }: Pick<DomainContext, 'clock' | 'pace'>): SendVolatile {
  const waiting = new Map<string, Waiting>();
  let timing = false;

  function pump(): void {
    timing = false;
    for (const [kind, { send, answer }] of waiting) {
      const wait = pace.take();
      if (wait) {
        timing = true;
        clock.setTimeout(pump, wait);
        return;
      }
      waiting.delete(kind);
      answer.resolve(send());
    }
  }

  return <T>(kind: string, send: () => Promise<T>) => {
    const answer = createDeferred<unknown>();
    waiting.get(kind)?.answer.resolve(null);
    waiting.set(kind, { send, answer });
    if (!timing) pump();
    return answer.promise as Promise<T | null>;
  };
}
