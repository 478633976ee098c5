import type { Clock } from './clock.js';

/** Timers of browsers and Node hold 31 bits; a longer one would ring at once. */
const LONGEST = 2 ** 31 - 1;

/** `clock.setTimeout` for any time, months too. */
export function setLongTimeout(clock: Clock, callback: () => void, ms: number): () => void {
  const due = clock.now() + ms;
  let cancel = (): void => {};
  const arm = (): void => {
    const left = due - clock.now();
    cancel = left > LONGEST ? clock.setTimeout(arm, LONGEST) : clock.setTimeout(callback, Math.max(0, left));
  };
  arm();
  return () => {
    cancel();
  };
}
