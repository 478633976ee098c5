import * as v from 'valibot';
import { inputError } from '../errors.js';

/** Turns what came over the wire into `T`, or throws a `HummerError` that names the wrong field. */
export type Decoder<T> = (input: unknown) => T;

/** One decoder per request of a map. */
export type Decoders<TRequests> = {
  readonly [E in keyof TRequests]: Decoder<TRequests[E] extends { data: infer TData } ? TData : never>;
};

/**
 * A decoder from a schema. Unknown fields are dropped by `v.object`; the first issue becomes the error, whose message says
 * which field, what it must be, and what came. Schemas need words of their own only where the type does not say enough.
 *
 * @param checkLimits - Runs on the decoded value; throws errors with codes of their own (too large, too many). The
 * gateway counts an error with a code other than 2001 as a breach of a limit.
 */
export function createDecoder<TSchema extends v.GenericSchema>(
  schema: TSchema,
  checkLimits?: (value: v.InferOutput<TSchema>) => void,
): Decoder<v.InferOutput<TSchema>> {
  return (input) => {
    const result = v.safeParse(schema, input, PARSING);
    if (!result.success) {
      const issue = firstIssue(schema, input, result.issues[0]);
      const field = v.getDotPath(issue) ?? 'data';
      throw inputError(field, `${field}: ${issue.message}${whatCame(issue)}`, issue.input);
    }
    checkLimits?.(result.output);
    return result.output;
  };
}

type Issue = v.BaseIssue<unknown>;

const PARSING = {
  abortEarly: true,
  message: ({ expected }: Issue) => `must be ${EXPECTED[expected ?? ''] ?? expected ?? 'something else'}`,
};

/** Words for the validator's names of types. */
const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  Object: 'an object',
  Array: 'an array',
};

/** Of a field that is absent the validator tells only its name; asked about `undefined`, it tells what the field must be. */
function firstIssue(schema: v.GenericSchema, input: unknown, issue: Issue): Issue {
  const { path } = issue;
  if (path?.at(-1)?.origin !== 'key') return issue;
  const completed = path.reduceRight<unknown>((value, item) => {
    const { input: parent, key } = item as { input: object; key: PropertyKey };
    return Object.assign(Array.isArray(parent) ? [...(parent as unknown[])] : { ...parent }, {
      [key]: value,
    });
  }, undefined);
  return v.safeParse(schema, completed, PARSING).issues?.[0] ?? issue;
}

/** Never a text itself: it may be a secret. */
function whatCame({ kind, type, input, received, expected }: Issue): string {
  if (input === undefined) return ', but is missing';
  if (type === 'max_length') return `, but has ${received}`;
  if (typeof input === 'number' || typeof input === 'boolean' || input === null)
    return `, but is ${String(input)}`;
  if (kind !== 'schema' || received === expected) return '';
  return `, but is ${typeof input === 'string' ? 'a string' : Array.isArray(input) ? 'an array' : 'an object'}`;
}
