'use client';
import { useLocalStreams } from '../../hooks/media/useLocalStreams.js';
import type { StreamKey } from '../../store/state.js';

/** The stream that a control means: the one that was named, else the first local camera and microphone. */
export function useOwnStream(given: StreamKey | null | undefined): StreamKey | null {
  const streams = useLocalStreams();
  if (given !== undefined) return given;
  return streams.find(({ source }) => source === 'main') ?? null;
}
