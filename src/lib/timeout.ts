import type { Clock } from './clock.js';

/** Settles as `promise` does, or rejects with `late()` after `ms` of `clock`. Leaves no timer behind. */
export function withTimeout<T>(clock: Clock, ms: number, promise: Promise<T>, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.setTimeout(() => {
      reject(late());
    }, ms);
    promise.then(resolve, reject).finally(cancel);
  });
}
