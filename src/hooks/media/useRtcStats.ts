'use client';
import { useEffect } from 'react';
import { observeStats, statsKey } from '../../core/media/statsObserver.js';
import type { RtcStatsInfo } from '../../store/statistics.js';
import { keyOf, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { useMedia } from '../internal/useMedia.js';
import { useTable } from '../internal/useTable.js';

/** @public */
export interface UseRtcStatsOptions {
  /** In ms, at least 250. Default 1000. */
  interval?: number | undefined;
}

const NONE: readonly RtcStatsInfo[] = Object.freeze([]);
const LEAST = 250;

/**
 * Statistics of what is sent and received in a room: a row for each medium, and for each layer that is sent. Renders its reader,
 * and nobody else, at every interval.
 *
 * @example
 * ```tsx
 * const rows = useRtcStats(room, { interval: 2000 });
 * return rows.map((row) => <p key={row.userId + row.mediaType + row.streamType}>{row.userId}: {row.bitrate} kbit/s</p>);
 * ```
 * Source: seed 002, `rtc-stats`.
 * @public
 */
export function useRtcStats(
  target: RoomTarget<RoomShape> | null,
  { interval = 1000 }: UseRtcStatsOptions = {},
): readonly RtcStatsInfo[] {
  const { internals, media } = useMedia('useRtcStats');
  const key = keyOf(target);
  const ms = Math.max(LEAST, interval);
  useEffect(
    () => (key === null ? undefined : observeStats(internals, media, key, ms)),
    [internals, media, key, ms],
  );
  return useTable(internals.store.rtcStats, key === null ? null : statsKey(key, ms), NONE);
}
