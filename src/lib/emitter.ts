/** Typed events. A handler registered twice for one event is called once. */
export class Emitter<Events extends object> {
  readonly #handlers = new Map<keyof Events, Set<(payload: never) => void>>();

  /** Registers `handler`; the returned function removes it and may be called at any time. */
  on<E extends keyof Events>(event: E, handler: (payload: Events[E]) => void): () => void {
    let handlers = this.#handlers.get(event);
    if (!handlers) this.#handlers.set(event, (handlers = new Set()));
    handlers.add(handler);
    return () => {
      this.off(event, handler);
    };
  }

  off<E extends keyof Events>(event: E, handler: (payload: Events[E]) => void): void {
    const handlers = this.#handlers.get(event);
    handlers?.delete(handler);
    if (handlers?.size === 0) this.#handlers.delete(event);
  }

  /** Calls the handlers that are registered now. What one throws goes to `onError`; the others are still called. */
  emit<E extends keyof Events>(event: E, payload: Events[E], onError: (error: unknown) => void): void {
    for (const handler of [...(this.#handlers.get(event) ?? [])]) {
      try {
        (handler as (payload: Events[E]) => void)(payload);
      } catch (error) {
        onError(error);
      }
    }
  }

  /** Number of events that somebody listens to. */
  get size(): number {
    return this.#handlers.size;
  }
}
