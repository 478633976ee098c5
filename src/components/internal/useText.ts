'use client';
import { useMemo } from 'react';
import type { Template } from '../../hooks/context/strings.js';
import { useWords } from '../../hooks/context/useWords.js';
import { en } from './en.js';
import { formatTemplate } from './formatTemplate.js';

type Table = typeof en;
export type TextName = keyof Table;

/** The placeholders of the English text, which every other table has too. */
type PlaceholderOf<T> = T extends string
  ? T extends `${string}{${infer Name}}${infer Rest}`
    ? Name | PlaceholderOf<Rest>
    : never
  : PlaceholderOf<T[keyof T]>;
type Values<K extends TextName> = {
  readonly [P in PlaceholderOf<Table[K]>]: P extends 'count' ? number : string;
};

/** Gives a text of the strings table with its placeholders filled. */
export type Text = <K extends TextName>(
  name: K,
  ...values: [PlaceholderOf<Table[K]>] extends [never] ? [] : [Values<K>]
) => string;

/** The texts of the nearest provider, with English where it says nothing. Stable while the provider's words are. */
export function useText(): Text {
  const { strings } = useWords();
  const locale = useLocale();
  return useMemo(
    () =>
      (name, ...[values]) => {
        const template: Template = strings?.[name] ?? en[name];
        return formatTemplate(template, values ?? {}, locale);
      },
    [strings, locale],
  );
}

/** The provider's locale, for numbers, plural forms and times; the built-in texts are English. */
export function useLocale(): string {
  return useWords().locale ?? 'en';
}
