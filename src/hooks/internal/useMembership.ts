'use client';
import { useEffect } from 'react';
import type { HummerInternals } from '../../core/internals.js';
import type { AttributeMap } from '../../protocol/rooms.js';
import { noteHolder } from './dev.js';
import { errorHubOf } from './errorHub.js';
import type { RoomKey } from './roomKey.js';
import type { RoomShape } from './roomShape.js';
import { useLatest } from './useLatest.js';

/**
 * Options of a membership.
 * @public
 */
export interface UseRoomOptions {
  /** Told to the others when this user joins or leaves; what counts is its value at the join. At most 4 KiB. */
  extra?: AttributeMap | undefined;
  /** False: only `join()` joins. Default true. */
  autoJoin?: boolean | undefined;
}

/**
 * Holds a room's membership while mounted, and takes a failed join to `onError`. A hidden `<Activity>` gives it back, a suspended tree keeps it: that is how
 * React treats effects.
 */
export function useMembership(
  internals: HummerInternals,
  hook: string,
  room: RoomKey<RoomShape> | null,
  { extra, autoJoin = true }: UseRoomOptions,
): void {
  const latest = useLatest(extra);
  const key = room?.key ?? null;
  const roomId = room?.roomId;
  const region = room?.region;
  useEffect(() => {
    if (key === null || roomId === undefined || region === undefined) return;
    const options = {
      autoJoin,
      get extra(): AttributeMap | undefined {
        return latest.current;
      },
    };
    const { rooms } = internals.store;
    const unsubscribe = rooms.subscribe(key, () => {
      const room = rooms.get(key);
      const from = { source: 'room.join', target: key };
      errorHubOf(internals).follow(room?.error, room?.status === 'joined', from);
    });
    const forget = noteHolder(internals, hook, key, { autoJoin, extra: latest.current });
    const release = internals.rooms.acquire(region, roomId, options);
    return () => {
      release();
      forget();
      unsubscribe();
    };
  }, [internals, hook, key, roomId, region, autoJoin, latest]);
}
