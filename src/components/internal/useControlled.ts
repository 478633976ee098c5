'use client';
import { useState } from 'react';

/** A value that is the user's where the user gives one, else our own; the setter tells the user either way. */
export function useControlled<T>(
  given: T | undefined,
  initial: T,
  onChange: ((value: T) => void) | undefined,
): [T, (value: T) => void] {
  const [own, setOwn] = useState(initial);
  const set = (value: T): void => {
    if (given === undefined) setOwn(value);
    onChange?.(value);
  };
  return [given ?? own, set];
}
