import { expect, it } from 'vitest';
import { defined } from '../../src/lib/defined.js';

it('leaves out what is undefined and keeps every other value', () => {
  const fields = { a: undefined, b: null, c: false, d: 0, e: '' };
  expect(Object.keys(defined(fields))).toEqual(['b', 'c', 'd', 'e']);
  const before: { a?: number } = { a: 1 };
  expect({ ...before, ...defined(fields) }).toMatchObject({ a: 1, b: null });
});
