import { inputError } from '../protocol/errors.js';
import { DEFAULT_LIMITS, type Limits } from '../protocol/limits.js';

/** Any part of `T`, at any depth. @public */
export type DeepPartial<T> = T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;

/** The defaults with single values replaced. Throws on a name that is no limit and on a value that is no number. */
export function mergeLimits(overrides: DeepPartial<Limits> = {}): Limits {
  // What comes out has exactly the keys of the defaults, with numbers where they have numbers.
  return merge(DEFAULT_LIMITS as unknown as Tree, overrides, 'limits') as unknown as Limits;
}

interface Tree {
  [name: string]: number | Tree | undefined;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}

function merge(defaults: Tree, overrides: Tree, path: string): Tree {
  const merged: Tree = { ...defaults };
  for (const [name, value] of Object.entries(overrides)) {
    const field = `${path}.${name}`;
    if (value === undefined) continue;
    const standard = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
    if (standard === undefined) throw inputError(field, `${field} is not a limit: see the type Limits.`);
    if (typeof standard === 'object') {
      if (!isTree(value)) throw inputError(field, `${field} must be an object.`, value);
      merged[name] = merge(standard, value, field);
    } else {
      if (typeof value !== 'number' || !(value >= 0))
        throw inputError(field, `${field} must be a number from 0 on.`, value);
      merged[name] = value;
    }
  }
  return merged;
}
