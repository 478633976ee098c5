'use client';
import { useMemo, type Ref, type RefCallback } from 'react';

type AnyRef<T> = Ref<T> | undefined;

/** One stable ref that sets all of the given ones, and runs the cleanup that a React 19 callback ref returns. */
export function useMergedRefs<T>(a: AnyRef<T>, b?: AnyRef<T>, c?: AnyRef<T>): RefCallback<T> {
  return useMemo(() => mergeRefs([a, b, c]), [a, b, c]);
}

/** Returns nothing itself: React 18 would warn about a returned function, and React 19 then calls with null. */
function mergeRefs<T>(refs: readonly AnyRef<T>[]): RefCallback<T> {
  let releases: readonly (() => void)[] = [];
  return (node) => {
    for (const release of releases) release();
    releases = node === null ? [] : refs.map((ref) => attach(ref, node));
  };
}

function attach<T>(ref: AnyRef<T>, node: T): () => void {
  if (typeof ref === 'function') {
    const cleanup = ref(node);
    return () => {
      if (typeof cleanup === 'function') cleanup();
      else ref(null);
    };
  }
  if (!ref) return () => undefined;
  ref.current = node;
  return () => {
    ref.current = null;
  };
}
