/** The server's `defer` runs at the end of the event-loop turn, so that all that arrived in it shares a frame. */
export type { Clock } from '../../lib/clock.js';
