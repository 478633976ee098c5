import type { Clock } from '../ports/Clock.js';

let made = 0;

/** Ids that look like the real ones and are easy to tell apart in a failing test. */
export function fakeId(kind: string): string {
  made++;
  return `${kind}-${made.toString().padStart(4, '0')}`;
}

/** What all objects of the fake have in common: an id, one listener, an end, and children that end with it. */
export abstract class FakeMediaObject<TEvent extends { type: string }> {
  readonly id: string;
  readonly #children = new Set<{ end(): void }>();
  readonly #atEnd: (() => void)[] = [];
  #handler: ((event: TEvent) => void) | undefined;
  #closed = false;

  constructor(
    kind: string,
    protected readonly clock: Clock,
  ) {
    this.id = fakeId(kind);
  }

  get closed(): boolean {
    return this.#closed;
  }

  listen(handler: (event: TEvent) => void): void {
    this.#handler = handler;
  }

  close(): void {
    this.#handler = undefined;
    this.end();
  }

  /** Ends without the owner's doing: children go too, then the listener hears `closed`, if this object has that event. */
  end(closedEvent?: TEvent): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const child of this.#children) child.end();
    this.#children.clear();
    for (const callback of this.#atEnd) callback();
    const handler = this.#handler;
    this.#handler = undefined;
    if (!handler || !closedEvent) return;
    this.clock.defer(() => {
      handler(closedEvent);
    });
  }

  /** Silences the listener of this object: used when a whole room ends. */
  mute(): void {
    this.#handler = undefined;
  }

  /** Makes a child that ends with this object. Throws if this object has ended meanwhile. */
  protected adopt<TChild extends { end(): void; atEnd(callback: () => void): void }>(
    make: () => TChild,
  ): TChild {
    if (this.#closed) throw new Error(`${this.id} is closed.`);
    const child = make();
    this.#children.add(child);
    child.atEnd(() => this.#children.delete(child));
    return child;
  }

  atEnd(callback: () => void): void {
    this.#atEnd.push(callback);
  }

  emit(event: TEvent): void {
    this.clock.defer(() => {
      if (!this.#closed) this.#handler?.(event);
    });
  }

  /** Rejects calls on a closed object, as the real one does; otherwise settles a microtask later. */
  protected async alive(): Promise<void> {
    await Promise.resolve();
    if (this.#closed) throw new Error(`${this.id} is closed.`);
  }
}
