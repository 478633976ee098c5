/**
 * Work that takes what is wanted as it finds it: one pass at a time, and another if it was asked for meanwhile. Everybody who
 * asks while it goes on waits for the same end; a pass that fails is that end.
 */
export class Passes {
  #running: Promise<void> | null = null;
  #again = false;

  constructor(private readonly pass: () => Promise<void>) {}

  /** What is under way; null if nothing is. */
  get running(): Promise<void> | null {
    return this.#running;
  }

  /** Asks for another pass after the one that is under way; without one, nothing is begun. */
  again(): void {
    this.#again = true;
  }

  /** Resolves when nothing is left to do. */
  run(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#all();
    return this.#running;
  }

  async #all(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        await this.pass();
      }
    } finally {
      // In the turn of the last look: who asks a microtask later must begin anew, or his pass would never come.
      this.#running = null;
    }
  }
}
