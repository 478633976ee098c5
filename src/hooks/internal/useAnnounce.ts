'use client';
import { useCallback, useEffect } from 'react';
import { useWords } from '../context/useWords.js';
import { announcerOf, type AnnouncementFormat } from './announcer.js';
import { useInternals } from './useClient.js';

/**
 * Says something to screen readers in the provider's one polite live region: what is announced under the same kind within a
 * second becomes one text, made by `format` from the first name and the count. For components; the region is in the page
 * while a component that calls this is.
 *
 * @internal
 */
export function useAnnounce(): (kind: string, name: string, format: AnnouncementFormat) => void {
  const announcer = announcerOf(useInternals('useAnnounce'));
  const { locale } = useWords();
  useEffect(() => announcer.attach(locale), [announcer, locale]);
  return useCallback(
    (kind, name, format) => {
      announcer.announce(kind, name, format);
    },
    [announcer],
  );
}
