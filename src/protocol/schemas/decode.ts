import * as v from 'valibot';
import { inputError } from '../errors.js';

/** Turns what came over the wire into `T`, or throws a `HummerError` that names the wrong field. */
export type Decoder<T> = (input: unknown) => T;

/** One decoder per request of a map. */
export type Decoders<TRequests> = {
  readonly [E in keyof TRequests]: Decoder<TRequests[E] extends { data: infer TData } ? TData : never>;
};

/**
 * A decoder from a schema. Unknown fields are dropped by `v.object`; the first issue becomes the error.
 *
 * @param checkLimits - Runs on the decoded value; throws errors with codes of their own (too large, too many). The
 * gateway counts an error with a code other than 2001 as a breach of a limit.
 */
export function createDecoder<TSchema extends v.GenericSchema>(
  schema: TSchema,
  checkLimits?: (value: v.InferOutput<TSchema>) => void,
): Decoder<v.InferOutput<TSchema>> {
  return (input) => {
    const result = v.safeParse(schema, input, { abortEarly: true });
    if (!result.success) {
      const [issue] = result.issues;
      const field = v.getDotPath(issue) ?? 'data';
      throw inputError(field, `${field}: ${issue.message}`, issue.input);
    }
    checkLimits?.(result.output);
    return result.output;
  };
}
