/**
 * What surrounds everything that moves a test backend: nothing by default, React's `act` once a test renders with
 * `hummer-react/testing/react`, so that no update comes from outside it. Calls its argument at once.
 */
export type Around = (work: () => Promise<void>) => Promise<void>;

/** Runs the work of a backend inside its {@link Around}; work that overlaps shares one. */
export class Surroundings {
  #around: Around = (work) => work();
  #running: Promise<void> | null = null;
  readonly #works = new Set<Promise<unknown>>();

  set(around: Around): void {
    this.#around = around;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running) return this.#track(work());
    const started: Promise<T>[] = [];
    this.#running = this.#around(async () => {
      started.push(this.#track(work()));
      while (this.#works.size > 0) await Promise.allSettled(this.#works);
    });
    try {
      await this.#running;
    } finally {
      this.#running = null;
    }
    const [value] = started;
    if (!value) throw new Error('The surroundings of a test backend must call their work at once.');
    return value;
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#works.add(work);
    const done = (): void => {
      this.#works.delete(work);
    };
    work.then(done, done);
    return work;
  }
}
