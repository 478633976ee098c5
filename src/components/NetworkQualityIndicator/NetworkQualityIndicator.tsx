'use client';
import { forwardRef } from 'react';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import type { RoomShape } from '../../hooks/internal/roomShape.js';
import { useNetworkQuality } from '../../hooks/media/useNetworkQuality.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useRoomOf } from '../internal/useRoomOf.js';
import { useText } from '../internal/useText.js';

/** State of a NetworkQualityIndicator. @public */
export interface NetworkQualityIndicatorState {
  /** The worse of both directions: 0 unknown, 1 excellent to 5 hardly anything, 6 disconnected. */
  quality: 0 | 1 | 2 | 3 | 4 | 5 | 6;
}

/** Props of {@link NetworkQualityIndicator}. @public */
export type NetworkQualityIndicatorProps = PartProps<'span', NetworkQualityIndicatorState> & {
  /** Somebody else; default: oneself. */
  uid?: string | null | undefined;
  /** Default: the room of the nearest `<HummerRoom>`. */
  roomId?: RoomTarget<RoomShape> | null | undefined;
};

const TEXTS = [
  'networkUnknown',
  'networkExcellent',
  'networkGood',
  'networkFair',
  'networkPoor',
  'networkBad',
  'networkDown',
] as const;

/** How many of the bars are filled. */
const BARS = [0, 4, 3, 2, 1, 1, 0] as const;
const PLACES = [1, 2, 3, 4] as const;

/**
 * How well the network carries somebody's media: four bars, and words for readers and the pointer.
 *
 * @example
 * ```tsx
 * <NetworkQualityIndicator /> <NetworkQualityIndicator uid={uid} />
 * ```
 * Source: REACT.md, Components; seed 002, `network-quality`.
 * @public
 */
export const NetworkQualityIndicator = forwardRef<HTMLSpanElement, NetworkQualityIndicatorProps>(
  function NetworkQualityIndicator({ uid = null, roomId, ...props }, ref) {
    const { uplink, downlink } = useNetworkQuality(useRoomOf(roomId), uid);
    const quality = Math.max(uplink, downlink) as NetworkQualityIndicatorState['quality'];
    const label = useText()(TEXTS[quality]);
    const own = {
      role: 'img',
      'aria-label': label,
      title: label,
      children: PLACES.map((place) => (
        <span
          key={place}
          className="hummer-NetworkQualityIndicator__bar"
          data-filled={place <= BARS[quality] || undefined}
        />
      )),
    };
    return usePart({ tag: 'span', name: 'NetworkQualityIndicator', state: { quality }, own }, props, ref);
  },
);
