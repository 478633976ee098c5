import type { Clock } from '../../lib/clock.js';
import { inputError } from '../../protocol/errors.js';

/** A clock that stands still until it is told to go on: for both sides of a test backend. @public */
export interface ControlledClock extends Clock {
  /** Lets `ms` pass: every timer that falls due runs in its order, with all that follows from it. */
  tick(ms: number): Promise<void>;
  /** Timers that wait. */
  pending(): number;
  /** Drops all timers. */
  clear(): void;
}

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Chosen so that a test's timestamps look like timestamps. */
const START = Date.UTC(2026, 0, 1);

/** The quickest way to the next turn of the event loop, taken at import: a test runner's fake timers do not stop it. */
const { setImmediate: immediate } = globalThis as { setImmediate?: (callback: () => void) => void };
const nextTurn = immediate ?? channelTurn();

function channelTurn(): (callback: () => void) => void {
  const waiting: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => waiting.shift()?.();
  return (callback) => {
    waiting.push(callback);
    port2.postMessage(null);
  };
}

const hostTimeout = globalThis.setTimeout.bind(globalThis);

/** A moment of the machine's time. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    hostTimeout(resolve, 1);
  });
}

/** Resolves when the microtasks of this turn, and those they queue, have run. */
export function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    nextTurn(resolve);
  });
}

/** Makes a {@link ControlledClock}. `settle` runs between timers; by default it lets all microtasks run. */
export function createControlledClock(settle: () => Promise<void> = macrotask): ControlledClock {
  const timers = new Set<Timer>();
  let now = START;
  let order = 0;

  function next(until: number): Timer | null {
    let first: Timer | null = null;
    for (const timer of timers) {
      if (timer.due > until) continue;
      if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order))
        first = timer;
    }
    return first;
  }

  return {
    now: () => now,
    setTimeout(callback, ms) {
      const timer: Timer = { due: now + Math.max(0, ms), order: order++, callback };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    defer(callback) {
      queueMicrotask(callback);
    },
    async tick(ms) {
      if (typeof ms !== 'number' || !(ms >= 0 && ms < Infinity))
        throw inputError('ms', 'tick() takes a number of milliseconds, 0 or more', ms);
      const target = now + ms;
      await settle();
      for (let timer = next(target); timer; timer = next(target)) {
        timers.delete(timer);
        now = timer.due;
        timer.callback();
        await settle();
      }
      now = target;
    },
    pending: () => timers.size,
    clear() {
      timers.clear();
    },
  };
}
