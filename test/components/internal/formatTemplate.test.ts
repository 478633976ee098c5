import { expect, it } from 'vitest';
import { formatTemplate } from '../../../src/components/internal/formatTemplate.js';

it('fills placeholders, and shows one that has no value', () => {
  expect(formatTemplate('{name} in {room}', { name: 'Ana' }, 'en')).toBe('Ana in {room}');
});

it("chooses the plural form by the locale's rules", () => {
  const polish = { one: '{count} osoba', few: '{count} osoby', other: '{count} osób' };
  expect([1, 3, 5].map((count) => formatTemplate(polish, { count }, 'pl'))).toEqual([
    '1 osoba',
    '3 osoby',
    '5 osób',
  ]);
});

it('takes the form "other" where a table has no better one', () => {
  expect(formatTemplate({ other: '{count} 人' }, { count: 1 }, 'en')).toBe('1 人');
});

it('writes numbers as the locale does', () => {
  expect(formatTemplate('{count}', { count: 12_345 }, 'de')).toBe('12.345');
});

it('does not read a value as a template', () => {
  expect(formatTemplate('{name} {count}', { name: '{count}', count: 2 }, 'en')).toBe('{count} 2');
});
