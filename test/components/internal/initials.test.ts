import { expect, it } from 'vitest';
import { hueOf, initials } from '../../../src/components/internal/initials.js';

it.each([
  ['Ana Silva', 'AS'],
  ['ana.silva@example.org', 'AO'],
  ['Bob', 'B'],
  ['小明', '小'],
  ['Ivan III. Petrov', 'IP'],
  ['  ', '?'],
  ['😀', '?'],
  ['user-42', 'U4'],
])('shows %j as %j', (name, letters) => {
  expect(initials(name)).toBe(letters);
});

it('gives a name the same colour every time, and others their own', () => {
  expect(hueOf('Ana')).toBe(hueOf('Ana'));
  expect(hueOf('Ana')).not.toBe(hueOf('Bob'));
  expect(hueOf('a very long name that goes on and on')).toBeLessThan(360);
});
