import { vi } from 'vitest';

/** Tries again until it no longer throws: for what happens in real time, on a machine that may be busy. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 10_000, interval: 20 });
}
