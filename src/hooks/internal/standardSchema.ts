/**
 * The part of the Standard Schema interface (version 1) that this package reads. Schemas of valibot, zod, arktype and
 * others have it, so that none of them is a dependency.
 *
 * @example
 * ```ts
 * const title: StandardSchema<string> = v.pipe(v.string(), v.maxLength(80));
 * ```
 * Source: REACT.md, hooks, `defineRoom`.
 * @public
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    /** Must answer at once: a promise counts as a failure. */
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    /** Never there at run time: carries the types. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/**
 * What a schema says about a value.
 * @public
 */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] };

/** What may be written where a schema is declared. @public */
export type SchemaInput<Schema> = TypesOf<Schema> extends { readonly input: infer Input } ? Input : unknown;

/** What is read where a schema is declared. @public */
export type SchemaOutput<Schema> =
  TypesOf<Schema> extends { readonly output: infer Output } ? Output : unknown;

type TypesOf<Schema> = Schema extends { readonly '~standard': { readonly types?: infer Types } }
  ? NonNullable<Types>
  : never;

/** A value that passed, or why it did not. */
export type Checked =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** Runs a schema. Never throws. */
export function check(schema: StandardSchema, value: unknown): Checked {
  let result: SchemaResult<unknown> | Promise<SchemaResult<unknown>>;
  try {
    result = schema['~standard'].validate(value);
  } catch (cause) {
    return { ok: false, message: cause instanceof Error ? cause.message : String(cause) };
  }
  if (result instanceof Promise) {
    result.catch(() => undefined);
    return { ok: false, message: 'The schema is asynchronous; rooms need one that answers at once.' };
  }
  if (result.issues) return { ok: false, message: result.issues.map(({ message }) => message).join('; ') };
  return { ok: true, value: result.value };
}
