'use client';
import { useInsertionEffect, useRef, type RefObject } from 'react';

/**
 * The value of the last committed render, for effects and handlers: so that the identity of a callback or an inline
 * object never matters. Not for reading during render.
 */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useInsertionEffect(() => {
    latest.current = value;
  });
  return latest;
}
