'use client';
import { useState } from 'react';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import { useActiveSpeakers } from '../../hooks/media/useActiveSpeakers.js';
import type { StreamKey } from '../../store/state.js';

/**
 * Which of the streams is shown large: a screen, the newest first; else whoever of the others spoke last; else the first of
 * the others; else oneself. It stays when nobody speaks, so that the picture does not jump back.
 */
export function useMainStream(room: RoomTarget | null, streams: readonly StreamKey[]): StreamKey | null {
  const speakers = useActiveSpeakers(room);
  const [last, setLast] = useState<string | null>(null);
  const others = streams.filter(({ isLocal, source }) => !isLocal && source === 'main');
  const heard = speakers.find((uid) => others.some((stream) => stream.uid === uid)) ?? null;
  // Who is shown and still speaks is not given up for who is louder.
  const kept = last !== null && speakers.includes(last) ? last : (heard ?? last);
  if (kept !== last) setLast(kept);
  const screen = streams.findLast(({ source, isLocal }) => source === 'screen' && !isLocal);
  return screen ?? others.find(({ uid }) => uid === kept) ?? others[0] ?? streams[0] ?? null;
}
