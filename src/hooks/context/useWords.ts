'use client';
import { createContext, useContext } from 'react';
import type { HummerStrings } from './strings.js';

/** What the provider says about language. Components fill the gaps with English and the page's own direction. */
export interface Words {
  readonly strings: Partial<HummerStrings> | undefined;
  /** BCP 47, for plural forms, numbers and times. */
  readonly locale: string | undefined;
  readonly dir: 'ltr' | 'rtl' | undefined;
}

const NO_WORDS: Words = Object.freeze({ strings: undefined, locale: undefined, dir: undefined });

export const WordsContext = createContext<Words>(NO_WORDS);

/** The nearest provider's words; never throws. */
export function useWords(): Words {
  return useContext(WordsContext);
}
