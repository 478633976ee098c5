/** Something that runs once per key while anybody holds it. */
export class Shared<Key> {
  readonly #held = new Map<Key, { count: number; readonly stop: () => void }>();

  constructor(private readonly begin: (key: Key) => () => void) {}

  hold(key: Key): () => void {
    const held = this.#held.get(key) ?? { count: 0, stop: this.begin(key) };
    this.#held.set(key, held);
    held.count++;
    let holding = true;
    return () => {
      if (!holding) return;
      holding = false;
      if (--held.count > 0) return;
      this.#held.delete(key);
      held.stop();
    };
  }
}
