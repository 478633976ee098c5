import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import {
  createAttributeReader,
  readAttribute,
  writeAttributes,
} from '../../../src/hooks/internal/attributeCodec.js';
import type { StandardSchema } from '../../../src/hooks/internal/standardSchema.js';
import { HummerError } from '../../../src/protocol/errors.js';

const declarations = {
  title: v.pipe(v.string(), v.maxLength(5)),
  page: { schema: v.number(), codec: 'json' },
  board: { schema: v.object({ pen: v.string() }), codec: 'json' },
  count: { schema: v.pipe(v.string(), v.transform(Number), v.number()), codec: 'text' },
} as const;

describe('reading attributes through their declarations', () => {
  it('gives text as it is, parses JSON, and applies transforms', () => {
    const read = createAttributeReader(declarations);
    const { attributes, invalid } = read({ title: 'Hi', page: '3', board: '{"pen":"red"}', count: '7' });
    expect(attributes).toEqual({ title: 'Hi', page: 3, board: { pen: 'red' }, count: 7 });
    expect(invalid).toEqual([]);
  });

  it('lists a value that does not fit and leaves it out of the attributes', () => {
    const { attributes, invalid } = createAttributeReader(declarations)({
      title: 'much too long',
      page: 'x',
      board: '{"pen":1}',
    });
    expect(attributes).toEqual({});
    expect(invalid.map(({ key, value }) => [key, value])).toEqual([
      ['title', 'much too long'],
      ['page', 'x'],
      ['board', '{"pen":1}'],
    ]);
    expect(invalid[1]?.message).toBe('The text is not JSON.');
  });

  it('leaves out what is not declared, also names of Object.prototype', () => {
    const read = createAttributeReader(declarations);
    expect(read({ other: 'x', toString: 'y' }).attributes).toEqual({});
  });

  it('keeps the value of an attribute whose text is the same, and the whole result for the same map', () => {
    const read = createAttributeReader(declarations);
    const map = { board: '{"pen":"red"}', title: 'a' };
    const first = read(map);
    expect(read(map)).toBe(first);
    const second = read({ ...map, title: 'b' });
    expect(second).not.toBe(first);
    expect(second.attributes['board']).toBe(first.attributes['board']);
  });

  it('checks a changed text anew after it was invalid', () => {
    const read = createAttributeReader(declarations);
    expect(read({ page: 'x' }).invalid).toHaveLength(1);
    expect(read({ page: '4' })).toMatchObject({ attributes: { page: 4 }, invalid: [] });
  });

  it('counts an asynchronous schema and one that throws as not fitting', () => {
    const later: StandardSchema = {
      '~standard': { version: 1, vendor: 'test', validate: () => Promise.reject(new Error('no')) },
    };
    const broken: StandardSchema = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: () => {
          throw new Error('broken schema');
        },
      },
    };
    expect(readAttribute(later, 'x')).toMatchObject({
      ok: false,
      message: expect.stringContaining('asynchronous') as string,
    });
    expect(readAttribute(broken, 'x')).toEqual({ ok: false, message: 'broken schema' });
  });

  it('takes a schema that is a function', () => {
    const schema = Object.assign(() => 'unused', {
      '~standard': {
        version: 1 as const,
        vendor: 'test',
        validate: (value: unknown) => ({ value: `${String(value)}!` }),
      },
    });
    expect(readAttribute(schema, 'x')).toEqual({ ok: true, value: 'x!' });
  });
});

describe('writing attributes through their declarations', () => {
  it('writes what readers will read back', () => {
    const text = writeAttributes(declarations, { title: 'Hi', page: 3, board: { pen: 'red' }, count: 7 });
    expect(text).toEqual({ title: 'Hi', page: '3', board: '{"pen":"red"}', count: '7' });
    expect(createAttributeReader(declarations)(text).attributes).toEqual({
      title: 'Hi',
      page: 3,
      board: { pen: 'red' },
      count: 7,
    });
  });

  it.each([
    ['an undeclared name', { other: 'x' }, 'other'],
    ['a name of Object.prototype', { toString: 'x' }, 'toString'],
    ['a value that the schema refuses', { title: 'much too long' }, 'title'],
    ['an object where text is declared', { title: { a: 1 } }, 'title'],
    ['what JSON cannot say', { page: undefined }, 'page'],
    ['JSON of another type', { page: '3' }, 'page'],
  ])('refuses %s and names the field', (_what, values, field) => {
    const write = vi.fn(() => writeAttributes(declarations, values));
    expect(write).toThrow(HummerError);
    const error = write.mock.results[0]?.value as HummerError;
    expect(error).toMatchObject({ code: 2001, action: 'fix-input', context: { type: 'input', field } });
  });
});
