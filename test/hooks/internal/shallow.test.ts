import { expect, it } from 'vitest';
import { shallow } from '../../../src/hooks/internal/shallow.js';

const same = { a: 1 };
it.each([
  [1, 1, true],
  [NaN, NaN, true],
  [{ a: 1, b: same }, { b: same, a: 1 }, true],
  [[1, 'x'], [1, 'x'], true],
  [{ a: { b: 1 } }, { a: { b: 1 } }, false],
  [{ a: 1 }, { a: 1, b: undefined }, false],
  [{ a: undefined }, { b: undefined }, false],
  [[1, 2], [2, 1], false],
  [[], {}, false],
  [null, {}, false],
  [undefined, null, false],
  [(): number => 1, (): number => 1, false],
])('compares %j with %j: %s', (a, b, equal) => {
  expect(shallow(a, b)).toBe(equal);
});
