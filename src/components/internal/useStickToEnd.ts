'use client';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { useBrowserLayoutEffect } from './useBrowserLayoutEffect.js';

/** How far from the end still counts as at the end: one line. */
const NEAR_PX = 24;

interface StickToEnd {
  /** Something came while the reader was further up. */
  behind: boolean;
  toEnd: () => void;
}

/**
 * Keeps a scrolling log at its end for whoever is there, and leaves everybody else where they read. `lastId` changes
 * with the newest row, `firstId` with the oldest; `mine` says that the newest is the reader's own, which is followed.
 */
export function useStickToEnd(
  ref: RefObject<HTMLElement | null>,
  { firstId, lastId, mine }: { firstId: string | null; lastId: string | null; mine: boolean },
): StickToEnd {
  const atEnd = useRef(true);
  const height = useRef(0);
  const [behind, setBehind] = useState(false);

  const toEnd = useCallback(() => {
    const log = ref.current;
    if (!log) return;
    log.scrollTop = log.scrollHeight;
    atEnd.current = true;
    setBehind(false);
  }, [ref]);

  useEffect(() => {
    const log = ref.current;
    if (!log) return;
    const onScroll = (): void => {
      atEnd.current = log.scrollHeight - log.scrollTop - log.clientHeight <= NEAR_PX;
      if (atEnd.current) setBehind(false);
    };
    log.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      log.removeEventListener('scroll', onScroll);
    };
  }, [ref]);

  // A panel that opens, a keyboard that rises: the end stays in view.
  useEffect(() => {
    const log = ref.current;
    if (!log || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) log.scrollTop = log.scrollHeight;
    });
    observer.observe(log);
    return () => {
      observer.disconnect();
    };
  }, [ref]);

  const known = useRef<string | null>(null);
  useBrowserLayoutEffect(() => {
    if (lastId === known.current) return;
    const first = known.current === null;
    known.current = lastId;
    if (first || mine || atEnd.current) toEnd();
    else setBehind(true);
  }, [lastId, mine, toEnd]);

  // Rows that are put in above must not move what is being read.
  const oldest = useRef(firstId);
  useBrowserLayoutEffect(() => {
    const log = ref.current;
    if (!log) return;
    if (oldest.current !== firstId && !atEnd.current) log.scrollTop += log.scrollHeight - height.current;
    oldest.current = firstId;
    height.current = log.scrollHeight;
  });

  return { behind, toEnd };
}
