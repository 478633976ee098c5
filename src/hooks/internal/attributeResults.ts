import type { AttributeWriteOptions } from '../../core/internals.js';
import type { AttributesState } from '../../store/state.js';
import type { AttributesInput, AttributesOf, InvalidAttribute, NameOf } from './roomShape.js';

/**
 * A map of attributes as hooks return it.
 * @public
 */
export interface AttributesResult<Declarations> {
  /** What is known to the server with this user's own pending writes over it. */
  readonly attributes: AttributesOf<Declarations>;
  /** Grows by one with every write; 0 for a map that was never written. */
  readonly revision: number;
  /** Who wrote last, and when (ms, the server's clock). */
  readonly lastUpdate: AttributesState['lastUpdate'];
  /** Declared attributes whose value does not fit. */
  readonly invalid: readonly InvalidAttribute[];
}

/**
 * Writes to a map of attributes. Each shows at once, resolves when the server has it, and is taken back alone if the
 * server refuses. With `ifRevision`, a map that has moved on refuses with 5110.
 * @public
 */
export interface AttributesActions<Declarations> {
  /** Replaces the whole map. */
  readonly set: (attributes: AttributesInput<Declarations>, options?: AttributeWriteOptions) => Promise<void>;
  readonly addOrUpdate: (
    attributes: AttributesInput<Declarations>,
    options?: AttributeWriteOptions,
  ) => Promise<void>;
  readonly deleteByKeys: (
    keys: readonly NameOf<Declarations>[],
    options?: AttributeWriteOptions,
  ) => Promise<void>;
  readonly clear: (options?: AttributeWriteOptions) => Promise<void>;
}
