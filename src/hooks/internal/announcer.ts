import type { HummerInternals } from '../../core/internals.js';

/** How long announcements are collected before they are read out as one. */
const WINDOW = 1_000;

/** Makes one text of all that was announced under one name within the window. */
export type AnnouncementFormat = (first: string, count: number) => string;

interface Collected {
  first: string;
  count: number;
  format: AnnouncementFormat;
}

/**
 * The one polite live region of a client, for screen readers. It is in the page while somebody may announce, since
 * readers only notice changes of a region that is already there; and it is quiet: a second's worth is one sentence.
 */
export class Announcer {
  readonly #internals: HummerInternals;
  readonly #collected = new Map<string, Collected>();
  #element: HTMLElement | null = null;
  #users = 0;
  #cancel: (() => void) | null = null;

  constructor(internals: HummerInternals) {
    this.#internals = internals;
  }

  /** Counts one component that may announce. */
  attach(lang: string | undefined): () => void {
    if (this.#users++ === 0) this.#element = document.body.appendChild(region());
    if (lang !== undefined) this.#element?.setAttribute('lang', lang);
    return () => {
      if (--this.#users > 0) return;
      this.#cancel?.();
      this.#cancel = null;
      this.#collected.clear();
      this.#element?.remove();
      this.#element = null;
    };
  }

  /** `name` is what happened to whom: equal `kind`s within a second become one text. */
  announce(kind: string, name: string, format: AnnouncementFormat): void {
    if (!this.#element) return;
    const known = this.#collected.get(kind);
    this.#collected.set(kind, { first: known?.first ?? name, count: (known?.count ?? 0) + 1, format });
    this.#cancel ??= this.#internals.clock.setTimeout(() => {
      this.#cancel = null;
      const texts = [...this.#collected.values()].map(({ first, count, format: text }) => text(first, count));
      this.#collected.clear();
      if (this.#element) this.#element.textContent = texts.join(' ');
    }, WINDOW);
  }
}

function region(): HTMLElement {
  const element = document.createElement('div');
  element.setAttribute('role', 'status');
  element.setAttribute('aria-live', 'polite');
  element.dataset['hummerLiveRegion'] = '';
  // Not `display: none`: readers skip what is not rendered.
  element.style.cssText =
    'position:fixed;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap';
  return element;
}

const announcers = /* @__PURE__ */ new WeakMap<HummerInternals, Announcer>();

export function announcerOf(internals: HummerInternals): Announcer {
  let announcer = announcers.get(internals);
  if (!announcer) announcers.set(internals, (announcer = new Announcer(internals)));
  return announcer;
}
