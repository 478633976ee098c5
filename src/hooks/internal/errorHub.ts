import type { HummerInternals } from '../../core/internals.js';
import type { HummerError } from '../../protocol/errors.js';

/**
 * Where an error that reaches `onError` comes from.
 * @public
 */
export interface ErrorSource {
  /** What was done: `'session.login'`, `'room.join'`, `'messages.send'`, `'roomAttributes.addOrUpdate'`, `'localStream.start'`, … */
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
  /** Codes that were told of states that core tries to mend by itself. */
  readonly #standing = new Map<string, number>();

  constructor(internals: HummerInternals) {
    this.#internals = internals;
  }

  subscribe(handler: ErrorHandler): () => void {
    this.#handlers.add(handler);
    return () => {
      this.#handlers.delete(handler);
    };
  }

  /**
   * What the state of something says: an error is told once until it is settled, though core tries again and fails again
   * for the same reason.
   */
  follow(error: HummerError | null | undefined, settled: boolean, from: ErrorSource): void {
    const name = `${from.source} ${from.target ?? ''}`;
    if (settled) this.#standing.delete(name);
    if (!error || this.#standing.get(name) === error.code) return;
    this.#standing.set(name, error.code);
    this.report(error, from);
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
