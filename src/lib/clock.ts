/**
 * Time as a dependency, so that tests control it on both sides of the wire.
 * Every timer of `core` and `server/domain` goes through one of these.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `callback` once after `ms`; the returned function cancels it and may be called at any time. */
  setTimeout(callback: () => void, ms: number): () => void;
  /** Runs `callback` at the end of the current tick: after the work at hand, before any timer. */
  defer(callback: () => void): void;
}

/** The clock of the machine. `defer` is a microtask; the server replaces it by the end of the event-loop turn. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout(callback, ms) {
    const timer = setTimeout(callback, ms);
    return () => {
      clearTimeout(timer);
    };
  },
  defer(callback) {
    queueMicrotask(callback);
  },
};
