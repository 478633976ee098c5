/** How long each of the two titles is shown, in ms. Hidden tabs run no timer more often. */
const TURN_MS = 1000;

/**
 * Shows a text in the page's title and the title itself in turn, so that a tab in the background is noticed. The title
 * stays the app's: what the app writes meanwhile is what is shown in turn, and what is there at the end.
 */
export class PageTitle {
  readonly #texts: string[] = [];
  #own = '';
  /** What was last written here, and whether that was a text. */
  #written: string | null = null;
  #showsText = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Begins to show a text, the latest of several; returns the end. */
  show(text: string, still = false): () => void {
    if (this.#texts.length === 0) this.#own = document.title;
    this.#texts.push(text);
    this.#write(text, true);
    clearInterval(this.#timer);
    if (!still)
      this.#timer = setInterval(() => {
        this.#turn();
      }, TURN_MS);
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.#texts.splice(this.#texts.lastIndexOf(text), 1);
      const next = this.#texts.at(-1);
      this.#keepAppsTitle();
      if (next !== undefined) {
        this.#write(next, true);
        return;
      }
      clearInterval(this.#timer);
      document.title = this.#own;
      this.#written = null;
    };
  }

  #turn(): void {
    const text = this.#texts.at(-1);
    if (text === undefined) return;
    const shown = this.#showsText && document.title === this.#written;
    this.#keepAppsTitle();
    this.#write(shown ? this.#own : text, !shown);
  }

  /** A title that we did not write is the app's new one. */
  #keepAppsTitle(): void {
    if (document.title !== this.#written) this.#own = document.title;
  }

  #write(title: string, isText: boolean): void {
    this.#showsText = isText;
    document.title = title;
    // As the page has it: white space is collapsed there.
    this.#written = document.title;
  }
}

/** There is one title in a page. */
export const pageTitle = new PageTitle();
