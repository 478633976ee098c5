import type { HummerError } from '../../protocol/errors.js';

/**
 * Something that is asked of the server. `data` keeps what is known while it is asked anew, and after a failure.
 * @public
 */
export interface Loadable<T> {
  readonly data: T;
  /** `'idle'`: not asked yet, as nobody is signed in. */
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  /** Why the last question failed. */
  readonly error: HummerError | null;
  /** Asks anew. Resolves when `data` is fresh, rejects with what is then in `error`. */
  readonly refetch: () => Promise<void>;
}

/** A loadable's state, without its action. */
export type Loaded<T> = Omit<Loadable<T>, 'refetch'>;
