/**
 * Full-jitter exponential backoff: anything from 0 to `min(cap, base · 2^attempt)` ms, so that clients which lost the
 * same server do not come back together. `attempt` counts from 0; `random` answers 0 to 1.
 */
export function fullJitter(attempt: number, base: number, cap: number, random: () => number): number {
  return random() * Math.min(cap, base * 2 ** attempt);
}
