import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utf8Length } from '../../src/lib/utf8.js';

const encoded = (text: string) => new TextEncoder().encode(text).length;

it.each([
  '',
  'a',
  'é',
  '教',
  '😀',
  '\ud83d',
  '\ude00',
  '\ude00\ud83d',
  'a\ud83d\ud83d\ude00b',
  '\u07ff\u0800\uffff',
])('counts the bytes of %j as an encoder does', (text) => {
  expect(utf8Length(text)).toBe(encoded(text));
});

it('counts the bytes of any text as an encoder does, halves of pairs too', () => {
  const anyUnits = fc
    .array(fc.integer({ min: 0, max: 0xffff }))
    .map((units) => String.fromCharCode(...units));
  fc.assert(
    fc.property(anyUnits, (text) => {
      expect(utf8Length(text)).toBe(encoded(text));
    }),
  );
});
