'use client';
import { createContext, useContext, type Provider } from 'react';

/** The context of a component's root for its parts; a part outside its root fails with both names. */
export function createPartContext<T>(root: string): [Provider<T | null>, (part: string) => T] {
  const Context = createContext<T | null>(null);
  function usePartContext(part: string): T {
    const value = useContext(Context);
    if (value === null) throw new Error(`${part} has no root around it. Put it inside <${root}>.`);
    return value;
  }
  return [Context.Provider, usePartContext];
}
