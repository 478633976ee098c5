import type { HummerInternals } from '../../core/internals.js';
import type { HummerError } from '../../protocol/errors.js';

/**
 * Where an error that reaches `onError` comes from.
 * @public
 */
export interface ErrorSource {
  /** What was done: `'login'`, `'room.join'`, `'room.sendMessage'`, `'roomAttributes.addOrUpdate'`, `'localStream.start'`, … */
  readonly source: string;
  /** What it was done to: a room's key, a peer's uid, a stream id; null where there is only one. */
  readonly target: string | null;
}

/** @public */
export type ErrorHandler = (error: HummerError, from: ErrorSource) => void;

/** Takes the failures of one client's hooks to the `onError` of its providers, each error once. */
export class ErrorHub {
  readonly #internals: HummerInternals;
  readonly #handlers = new Set<ErrorHandler>();
  readonly #reported = new WeakSet<HummerError>();

  constructor(internals: HummerInternals) {
    this.#internals = internals;
  }

  subscribe(handler: ErrorHandler): () => void {
    this.#handlers.add(handler);
    return () => {
      this.#handlers.delete(handler);
    };
  }

  report(error: HummerError, from: ErrorSource): void {
    if (this.#reported.has(error)) return;
    this.#reported.add(error);
    this.#internals.log.warn(`${from.source} failed: ${error.message}`, error);
    for (const handler of [...this.#handlers]) {
      try {
        handler(error, from);
      } catch (cause) {
        this.#internals.log.error('An onError handler threw.', cause);
      }
    }
  }
}

const hubs = /* @__PURE__ */ new WeakMap<HummerInternals, ErrorHub>();

export function errorHubOf(internals: HummerInternals): ErrorHub {
  let hub = hubs.get(internals);
  if (!hub) hubs.set(internals, (hub = new ErrorHub(internals)));
  return hub;
}
