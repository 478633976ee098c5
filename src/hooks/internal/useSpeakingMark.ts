'use client';
import { useEffect } from 'react';
import type { StreamKey } from '../../store/state.js';
import { useInternals } from './useClient.js';
import { useTable } from './useTable.js';

/** For components: `useIsSpeaking` that brings no media. Where there is a stream, another hook has brought it. */
export function useSpeakingMark(key: StreamKey | null): boolean {
  const internals = useInternals('useSpeakingMark');
  useEffect(
    () => (key && internals.hasMedia ? internals.media.observeSpeaking(key) : undefined),
    [internals, key],
  );
  return useTable(internals.store.speaking, key?.streamId ?? null, false);
}
