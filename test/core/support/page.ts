import type { Environment, EnvironmentEvent } from '../../../src/core/environment.js';

/** A page that a test plays. */
export interface PlayedPage extends Environment {
  isOnline: boolean;
  isHidden: boolean;
  /** What each backoff draws, 0 to 1. */
  chance: number;
  listeners(): number;
  tell(event: EnvironmentEvent): void;
}

export function playedPage(storage: Environment['storage'] = null): PlayedPage {
  const handlers = new Set<(event: EnvironmentEvent) => void>();
  const page: PlayedPage = {
    isOnline: true,
    isHidden: false,
    chance: 1,
    online: () => page.isOnline,
    hidden: () => page.isHidden,
    random: () => page.chance,
    storage,
    listen(handler) {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
    listeners: () => handlers.size,
    tell(event) {
      for (const handler of [...handlers]) handler(event);
    },
  };
  return page;
}

/** The memory of one tab, as `sessionStorage` is. */
export function tabStorage(): NonNullable<Environment['storage']> {
  const entries = new Map<string, string>();
  return {
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
  };
}
