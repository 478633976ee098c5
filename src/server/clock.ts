import { systemClock } from '../lib/clock.js';
import type { Clock } from './ports/Clock.js';

/** The server's clock: `defer` is the end of the event-loop turn, so that all that arrived in it shares a frame. */
export const serverClock: Clock = {
  ...systemClock,
  defer(callback) {
    setImmediate(callback);
  },
};
