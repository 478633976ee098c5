import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../../src/protocol/schemas/decode.js';

const decode = createDecoder(
  v.object({
    transportId: v.pipe(v.string(), v.minLength(1, 'must not be empty')),
    layer: v.exactOptional(
      v.pipe(v.number(), v.maxValue(7, 'must be at most 7'), v.integer('must be a whole number')),
    ),
    role: v.exactOptional(v.picklist([0, 2], 'must be 0 or 2')),
    device: v.exactOptional(v.object({ name: v.string() })),
    items: v.exactOptional(
      v.pipe(v.array(v.object({ on: v.boolean() })), v.maxLength(2, 'must hold at most 2 items')),
    ),
    secret: v.exactOptional(v.pipe(v.string(), v.regex(/^\d+$/, 'must be digits'))),
  }),
);

function messageOf(input: unknown): string {
  try {
    decode(input);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('what a decoder says', () => {
  it.each<[string, unknown, string]>([
    ['a field is missing', {}, 'transportId: must be a string, but is missing'],
    ['a field is undefined', { transportId: undefined }, 'transportId: must be a string, but is missing'],
    [
      'a field of a field is missing',
      { transportId: 't', device: {} },
      'device.name: must be a string, but is missing',
    ],
    [
      'a field of an entry is missing',
      { transportId: 't', items: [{ on: true }, {}] },
      'items.1.on: must be true or false, but is missing',
    ],
    ['a number came for a string', { transportId: 5 }, 'transportId: must be a string, but is 5'],
    ['null came for a string', { transportId: null }, 'transportId: must be a string, but is null'],
    ['an array came for a string', { transportId: [] }, 'transportId: must be a string, but is an array'],
    [
      'a string came for an object',
      { transportId: 't', device: 'x' },
      'device: must be an object, but is a string',
    ],
    [
      'an object came for an array',
      { transportId: 't', items: {} },
      'items: must be an array, but is an object',
    ],
    ['a text is too short', { transportId: '' }, 'transportId: must not be empty'],
    [
      'a list is too long',
      { transportId: 't', items: Array.from({ length: 3 }, () => ({ on: true })) },
      'items: must hold at most 2 items, but has 3',
    ],
    ['a number is too large', { transportId: 't', layer: 9 }, 'layer: must be at most 7, but is 9'],
    ['a value is none of a few', { transportId: 't', role: 1 }, 'role: must be 0 or 2, but is 1'],
    ['nothing came at all', undefined, 'data: must be an object, but is missing'],
    ['text came at all', 'hello', 'data: must be an object, but is a string'],
  ])('names the field, what it must be and what came when %s', (_what, input, message) => {
    expect(messageOf(input)).toBe(message);
  });

  it('does not repeat a text, which may be a secret', () => {
    expect(messageOf({ transportId: 't', secret: 'hunter2' })).toBe('secret: must be digits');
  });
});
