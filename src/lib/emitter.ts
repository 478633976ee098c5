type AnyHandler = (payload: never) => void;

/** Typed events. A handler registered twice for one event is called once. */
export class Emitter<Events extends object> {
  readonly #handlers = new Map<keyof Events, Set<AnyHandler>>();

  /** Registers `handler`; the returned function removes it and may be called at any time. */
  on<E extends keyof Events>(event: E, handler: (payload: Events[E]) => void): () => void {
    this.#handlers.set(event, this.#of(event).add(handler));
    return () => {
      this.off(event, handler);
    };
  }

  off<E extends keyof Events>(event: E, handler: (payload: Events[E]) => void): void {
    const handlers = this.#of(event);
    if (handlers.delete(handler) && !handlers.size) this.#handlers.delete(event);
  }

  /** Calls the handlers that are registered now. What one throws goes to `onError`; the others are still called. */
  emit<E extends keyof Events>(event: E, payload: Events[E], onError: (error: unknown) => void): void {
    for (const handler of [...this.#of(event)] as ((payload: Events[E]) => void)[]) {
      try {
        handler(payload);
      } catch (error) {
        onError(error);
      }
    }
  }

  /** Number of events that somebody listens to. */
  get size(): number {
    return this.#handlers.size;
  }

  #of(event: keyof Events): Set<AnyHandler> {
    return this.#handlers.get(event) ?? new Set();
  }
}
