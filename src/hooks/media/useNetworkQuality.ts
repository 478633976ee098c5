'use client';
import { useEffect } from 'react';
import { observeQuality, OWN } from '../../core/media/qualityObserver.js';
import { memberKey } from '../../store/clientStore.js';
import type { NetworkQualityState } from '../../store/statistics.js';
import { keyOf, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { useMedia } from '../internal/useMedia.js';
import { useTable } from '../internal/useTable.js';

const UNKNOWN: NetworkQualityState = Object.freeze({ uplink: 0, downlink: 0 });

/**
 * How well the network carries one's own media, or somebody else's: 0 unknown, 1 excellent to 5 hardly anything, 6 disconnected.
 * Of others only the uplink can be known. Looked at every two seconds while somebody reads; renders when it changes.
 *
 * @param uid - Somebody else; without it, one's own network.
 * @example
 * ```tsx
 * const { uplink } = useNetworkQuality(room);
 * return uplink >= 4 ? <p>Your connection is weak.</p> : null;
 * ```
 * Source: seed 002, `network-quality`; thresholds in docs/seed-002.md.
 * @public
 */
export function useNetworkQuality(
  target: RoomTarget<RoomShape> | null,
  uid: string | null = null,
): NetworkQualityState {
  const { internals, media } = useMedia('useNetworkQuality');
  const key = keyOf(target);
  useEffect(
    () => (key === null ? undefined : observeQuality(internals, media, key)),
    [internals, media, key],
  );
  const own = internals.store.session.getState().login.uid;
  const id = key === null ? null : memberKey(key, uid === own ? OWN : (uid ?? OWN));
  return useTable(internals.store.networkQuality, id, UNKNOWN);
}
