import { inputError } from '../../protocol/errors.js';
import type { AttributeMap } from '../../protocol/rooms.js';
import type { AttributeDeclaration, InvalidAttribute } from './roomShape.js';
import { check, type Checked, type StandardSchema } from './standardSchema.js';

export type Declarations = Readonly<Record<string, AttributeDeclaration>>;

/** A map of attributes through its declarations. */
export interface ReadAttributes {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly invalid: readonly InvalidAttribute[];
}

export const NOTHING_INVALID: readonly InvalidAttribute[] = Object.freeze([]);

/** One attribute's text as the value that its declaration makes of it. */
export function readAttribute(declaration: AttributeDeclaration, text: string): Checked {
  const { schema, codec } = parts(declaration);
  if (codec === 'text') return check(schema, text);
  try {
    return check(schema, JSON.parse(text));
  } catch {
    return { ok: false, message: 'The text is not JSON.' };
  }
}

/**
 * A reader that keeps what it made: an attribute whose text is the same keeps its value, the same map gives the same
 * result. Undeclared attributes are left out, so that the types tell the truth.
 */
export function createAttributeReader(declarations: Declarations): (map: AttributeMap) => ReadAttributes {
  let last: { map: AttributeMap; values: Map<string, Checked>; result: ReadAttributes } | null = null;
  return (map) => {
    if (last?.map === map) return last.result;
    const values = new Map<string, Checked>();
    const attributes: Record<string, unknown> = {};
    const invalid: InvalidAttribute[] = [];
    for (const [key, declaration] of Object.entries(declarations)) {
      const text = map[key];
      if (text === undefined) continue;
      const known = last?.map[key] === text ? last.values.get(key) : undefined;
      const value = known ?? readAttribute(declaration, text);
      values.set(key, value);
      if (value.ok) attributes[key] = value.value;
      else invalid.push(Object.freeze({ key, value: text, message: value.message }));
    }
    const result = Object.freeze({
      attributes: Object.freeze(attributes),
      invalid: invalid.length === 0 ? NOTHING_INVALID : Object.freeze(invalid),
    });
    last = { map, values, result };
    return result;
  };
}

/**
 * Values as the text that goes out. Throws a `HummerError` for an undeclared name and for what readers would find
 * invalid: the text is read back through the declaration before it is sent.
 */
export function writeAttributes(
  declarations: Declarations,
  values: Readonly<Record<string, unknown>>,
): AttributeMap {
  const map: Record<string, string> = {};
  for (const [key, value] of Object.entries(values)) {
    const declaration = Object.hasOwn(declarations, key) ? declarations[key] : undefined;
    if (!declaration) {
      throw inputError(
        key,
        `The room declares no attribute '${key}'. Add it to defineRoom(), or use the room's id alone.`,
        value,
      );
    }
    const text = encode(key, declaration, value);
    const read = readAttribute(declaration, text);
    if (!read.ok)
      throw inputError(key, `The value of '${key}' does not fit its declaration: ${read.message}`, value);
    map[key] = text;
  }
  return map;
}

function encode(key: string, declaration: AttributeDeclaration, value: unknown): string {
  if (parts(declaration).codec === 'json') {
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined) throw inputError(key, `The value of '${key}' cannot be written as JSON.`, value);
    return text;
  }
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw inputError(
    key,
    `The attribute '${key}' is text. Declare it as {schema, codec: 'json'} to write other values.`,
    value,
  );
}

function parts(declaration: AttributeDeclaration): { schema: StandardSchema; codec: 'text' | 'json' } {
  return '~standard' in declaration ? { schema: declaration, codec: 'text' } : declaration;
}
