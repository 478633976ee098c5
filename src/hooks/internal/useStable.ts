'use client';
import { useState } from 'react';
import { shallow } from './shallow.js';

/** The same object as before for as long as `isEqual` holds: inline options so become usable as dependencies. */
export function useStable<T>(value: T, isEqual: (a: T, b: T) => boolean = shallow): T {
  const [kept, keep] = useState(() => ({ value }));
  if (Object.is(kept.value, value) || isEqual(kept.value, value)) return kept.value;
  keep({ value });
  return value;
}
