/** What may happen around a client: `online` and `visible` are good moments to reconnect, `hide` and `show` frame a page's life. */
export type EnvironmentEvent = 'online' | 'visible' | 'hidden' | 'hide' | 'show';

/** What a client sees of the machine it runs on. Replaceable, so that tests and other platforms can play it. */
export interface Environment {
  online(): boolean;
  hidden(): boolean;
  listen(handler: (event: EnvironmentEvent) => void): () => void;
  /** Memory of one tab that survives a reload; null where there is none. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;
  /** 0 to 1. */
  random(): number;
}

/** The page this runs in; outside of a page always online, visible and without memory. Touches nothing until it is asked. */
export const pageEnvironment: Environment = {
  online: () => globalThis.navigator?.onLine !== false,
  hidden: () => globalThis.document?.visibilityState === 'hidden',
  listen(handler) {
    if (!('document' in globalThis)) return () => undefined;
    const listeners: [EventTarget, string, () => void][] = [
      [window, 'online', () => handler('online')],
      [window, 'pagehide', () => handler('hide')],
      [window, 'pageshow', () => handler('show')],
      [document, 'visibilitychange', () => handler(this.hidden() ? 'hidden' : 'visible')],
    ];
    for (const [target, event, listener] of listeners) target.addEventListener(event, listener);
    return () => {
      for (const [target, event, listener] of listeners) target.removeEventListener(event, listener);
    };
  },
  get storage() {
    try {
      return globalThis.sessionStorage ?? null;
    } catch {
      return null; // refused by the browser's privacy settings
    }
  },
  random: Math.random,
};
