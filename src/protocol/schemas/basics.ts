import * as v from 'valibot';

export function text(most: number) {
  return v.pipe(v.string('must be a string'), v.maxLength(most, `must have at most ${most} characters`));
}

export function whole(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
}

export function bounded<TSchema extends v.GenericSchema>(item: TSchema, most: number) {
  return v.pipe(v.array(item, 'must be an array'), v.maxLength(most, `must hold at most ${most} entries`));
}

export const id = v.pipe(text(64), v.minLength(1, 'must not be empty'));
export const amount = v.pipe(
  v.number('must be a number'),
  v.finite('must be a number'),
  v.minValue(0, 'must not be negative'),
);
/** For valibot a list is an object, too. */
export const noList = v.check((value: unknown) => !Array.isArray(value), 'must be an object');
