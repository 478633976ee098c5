/** Whether two objects of one shape have identical values: a change that changes nothing is told to nobody. */
export function sameFields<T extends object>(one: T, other: T): boolean {
  return (Object.keys(one) as (keyof T)[]).every((field) => one[field] === other[field]);
}
