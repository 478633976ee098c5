/** A hook's result with one more field, which is made when it is first read; frozen. */
export function withLazy<F extends object, N extends string, V>(
  fields: F,
  name: N,
  make: () => V,
): Readonly<F & Record<N, V>> {
  Object.defineProperty(fields, name, { get: make, enumerable: true });
  return Object.freeze(fields as F & Record<N, V>);
}
