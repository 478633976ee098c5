import type { HummerStorage } from './HummerStorage.js';

/** What may happen around a client: `online` and `visible` are good moments to reconnect, `hide` and `show` frame a page's life. */
export type EnvironmentEvent = 'online' | 'visible' | 'hidden' | 'hide' | 'show';

/** What a client sees of the machine it runs on. Replaceable, so that tests and other platforms can play it. */
export interface Environment {
  readonly online: () => boolean;
  readonly hidden: () => boolean;
  readonly listen: (handler: (event: EnvironmentEvent) => void) => () => void;
  /** Memory of one tab that survives a reload; null where there is none. */
  readonly storage: HummerStorage | null;
  /** 0 to 1. */
  readonly random: () => number;
}

/** Outside of a page none of it is there. */
const page: Partial<Pick<typeof globalThis, 'navigator' | 'document' | 'sessionStorage' | 'location'>> =
  globalThis;

/** Origin of the page; empty outside of one. */
export function pageOrigin(): string {
  return page.location?.origin ?? '';
}

/** The page this runs in; outside of a page always online, visible and without memory. Touches nothing until it is asked. */
export const pageEnvironment: Environment = {
  online: () => page.navigator?.onLine !== false,
  hidden: () => page.document?.visibilityState === 'hidden',
  listen(handler) {
    if (!page.document) return () => undefined;
    const over = new AbortController();
    const on = (target: EventTarget, event: string, tell: () => EnvironmentEvent): void => {
      target.addEventListener(
        event,
        () => {
          handler(tell());
        },
        over,
      );
    };
    on(window, 'online', () => 'online');
    on(window, 'pagehide', () => 'hide');
    on(window, 'pageshow', () => 'show');
    on(page.document, 'visibilitychange', () => (this.hidden() ? 'hidden' : 'visible'));
    return () => {
      over.abort();
    };
  },
  get storage() {
    try {
      return page.sessionStorage ?? null;
    } catch {
      return null; // refused by the browser's privacy settings
    }
  },
  random: Math.random,
};
