/* eslint-disable @typescript-eslint/require-await -- Memory has nothing to wait for; async turns a throw into a rejection. */
import type { Clock } from '../../ports/Clock.js';
import type { TokenStore } from '../../ports/Store.js';

export interface MemoryTokens extends TokenStore {
  sweep(now: number): void;
  size(): number;
}

export function createMemoryTokens(clock: Clock): MemoryTokens {
  const burned = new Map<string, number>();
  const kept = new Map<string, { value: object; expiresAt: number }>();
  return {
    async burn(id, expiresAt) {
      const until = burned.get(id);
      if (until !== undefined && until > clock.now()) return false;
      burned.set(id, expiresAt);
      return true;
    },
    async put(id, value, expiresAt) {
      kept.set(id, { value, expiresAt });
    },
    async take(id) {
      const found = kept.get(id);
      kept.delete(id);
      return found && found.expiresAt > clock.now() ? found.value : null;
    },
    sweep(now) {
      for (const [id, until] of burned) if (until <= now) burned.delete(id);
      for (const [id, { expiresAt }] of kept) if (expiresAt <= now) kept.delete(id);
    },
    size: () => burned.size + kept.size,
  };
}
