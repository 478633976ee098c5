'use client';
import { useLocale, useText } from '../useText.js';
import { formatList } from '../formatList.js';

/** What the app calls a user; undefined where it does not know. @public */
export type CallNameOf = (uid: string) => string | undefined;

/** As many names as can be read at a glance; the others are counted. */
const SHOWN = 2;

/** Gives the names of users as one text in the provider's language. */
export function useCallNames(nameOf: CallNameOf | undefined): (uids: readonly string[]) => string {
  const text = useText();
  const locale = useLocale();
  return (uids) => {
    const named = uids.map((uid) => nameOf?.(uid) ?? uid);
    // One name more takes no more room than "and 1 other".
    if (named.length <= SHOWN + 1) return formatList(named, locale);
    const names = named.slice(0, SHOWN).join(', ');
    return text('namesAndOthers', { names, count: named.length - SHOWN });
  };
}
