'use client';
import { forwardRef, useRef } from 'react';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import type { RoomShape } from '../../hooks/internal/roomShape.js';
import { useRtcStats } from '../../hooks/media/useRtcStats.js';
import type { RtcStatsInfo } from '../../store/statistics.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useRoomOf } from '../internal/useRoomOf.js';
import { useScrollable } from '../internal/useScrollable.js';
import { useText } from '../internal/useText.js';

/** Props of {@link StatsOverlay}. @public */
export type StatsOverlayProps = Omit<PartProps<'div'>, 'children'> & {
  /** In ms, at least 250. Default 1000. */
  interval?: number | undefined;
  /** Default: the room of the nearest `<HummerRoom>`. */
  roomId?: RoomTarget<RoomShape> | null | undefined;
};

/**
 * What is sent and received in the room, in numbers: a table with a row for each medium. For developers and support; it renders
 * at every interval while it is shown, and costs nothing while it is not.
 *
 * @example
 * ```tsx
 * {showsStats && <StatsOverlay interval={2000} />}
 * ```
 * Source: REACT.md, Components; seed 002, `rtc-stats`.
 * @public
 */
export const StatsOverlay = forwardRef<HTMLDivElement, StatsOverlayProps>(function StatsOverlay(
  { interval, roomId, ...props },
  ref,
) {
  const rows = useRtcStats(useRoomOf(roomId), { interval });
  const text = useText();
  const root = useRef<HTMLDivElement>(null);
  const scrollable = useScrollable(root, rows.length);
  const own = {
    role: 'region',
    'aria-label': text('statistics'),
    tabIndex: scrollable ? 0 : undefined,
    children: (
      <table>
        <thead>
          <tr>
            {(['statsWho', 'statsWhat', 'statsRate', 'statsPicture', 'statsLoss', 'statsDelay'] as const).map(
              (name) => (
                <th key={name} scope="col">
                  {text(name)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              <th scope="row">
                {row.isRemote ? '↓' : '↑'} <bdi>{row.userName || row.userId}</bdi>
              </th>
              <td>{text(mediumOf(row))}</td>
              <td>{Math.round(row.bitrate)}</td>
              <td>{pictureOf(row)}</td>
              <td>{row.pktLossRate.toFixed(1)}</td>
              <td>
                {Math.round(row.rtt)} / {Math.round(row.jitter)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    ),
  };
  return usePart({ tag: 'div', name: 'StatsOverlay', own, ownRef: root }, props, ref);
});

function mediumOf({
  mediaType,
  streamType,
}: RtcStatsInfo): 'microphone' | 'camera' | 'screen' | 'screenSound' {
  if (streamType === 'desktop') return mediaType === 'audio' ? 'screenSound' : 'screen';
  return mediaType === 'audio' ? 'microphone' : 'camera';
}

function pictureOf({ mediaType, frameWidth, frameHeight, frameRate }: RtcStatsInfo): string {
  return mediaType === 'video' ? `${frameWidth} × ${frameHeight}, ${Math.round(frameRate)}` : '';
}
