import type { AttributeActions, AttributeWriteOptions, HummerInternals } from '../../core/internals.js';
import { writeAttributes, type Declarations } from './attributeCodec.js';
import { absentActions, bindActions, type BoundActions } from './boundActions.js';
import { checkedBy } from './checkedActions.js';

const ATTRIBUTES = ['set', 'addOrUpdate', 'deleteByKeys', 'clear'] as const;

export function attributeActions(
  internals: HummerInternals,
  of: 'roomAttributes' | 'localUserAttributes',
  key: string | null,
  attributes: Declarations | undefined,
): BoundActions<AttributeActions> {
  if (key === null) return absentActions(internals, of, ATTRIBUTES);
  const raw = internals.rooms[of](key);
  const checked = checkedBy(raw, attributes, (declarations) => ({
    set: async (values: Readonly<Record<string, unknown>>, options?: AttributeWriteOptions) => {
      await raw.set(writeAttributes(declarations, values), options);
    },
    addOrUpdate: async (values: Readonly<Record<string, unknown>>, options?: AttributeWriteOptions) => {
      await raw.addOrUpdate(writeAttributes(declarations, values), options);
    },
    deleteByKeys: (keys, options) => raw.deleteByKeys(keys, options),
    clear: (options) => raw.clear(options),
  }));
  return bindActions(internals, { name: of, target: key }, checked, ATTRIBUTES);
}
