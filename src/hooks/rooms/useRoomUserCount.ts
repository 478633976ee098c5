'use client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { bindActions } from '../internal/boundActions.js';
import type { Loadable } from '../internal/loadable.js';
import { toRoomKey, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { useInternals } from '../internal/useClient.js';
import { useReportedError } from '../internal/useReportedError.js';
import { useStable } from '../internal/useStable.js';
import { createUserCounts, IDLE_COUNTS, type CountedRoom, type Counts } from '../internal/userCounts.js';

const initial = (): Counts => IDLE_COUNTS;

/**
 * How many users are in each of some rooms, joined here or not. The server does not tell of changes in rooms that one is
 * not in, so this is not live: it loads on mount and with every session that opens (a login, a reconnect), again 200 ms
 * after the members of a target that is joined here change, and on `refetch()`. Of a room that one is in,
 * `useRoomMembers(room).length` is live.
 *
 * `data` has the count under the id for a target that is an id, and under `key` for a `RoomKey`. Targets in another order
 * are the same targets.
 *
 * @example
 * ```tsx
 * const { data: counts, refetch } = useRoomUserCount(['lesson-1', 'lesson-2']);
 * return <button onClick={() => void refetch()}>{counts['lesson-1'] ?? '…'} in lesson 1</button>;
 * ```
 * Source: REACT.md, Provider, scope, hooks; seed 000 has getRoomUserCount.
 * @public
 */
export function useRoomUserCount(
  targets: readonly RoomTarget<RoomShape>[],
): Loadable<Readonly<Record<string, number>>> {
  const internals = useInternals('useRoomUserCount');
  const rooms = useStable(countedRooms(targets), sameNames);
  const counts = useMemo(() => createUserCounts(internals, rooms), [internals, rooms]);
  useEffect(() => counts.start(), [counts]);
  const state = useSyncExternalStore(counts.subscribe, counts.read, initial);
  useReportedError(internals, state.error, state.status === 'ready', 'roomUserCount.load', null);
  const { actions } = bindActions<Pick<typeof counts, 'refetch'>>(
    internals,
    { name: 'roomUserCount', target: null },
    counts,
    ['refetch'],
  );
  return useMemo(() => Object.freeze({ ...state, ...actions }), [state, actions]);
}

function countedRooms(targets: readonly RoomTarget<RoomShape>[]): readonly CountedRoom[] {
  const rooms = new Map<string, CountedRoom>();
  for (const target of targets) {
    const room = toRoomKey(target);
    if (!room) continue;
    const { key, roomId, region } = room;
    const name = typeof target === 'string' ? target : key;
    rooms.set(name, { name, key, roomId, region });
  }
  return [...rooms.values()];
}

function sameNames(a: readonly CountedRoom[], b: readonly CountedRoom[]): boolean {
  const names = new Set(b.map(({ name, key }) => `${name}\n${key}`));
  return a.length === b.length && a.every(({ name, key }) => names.has(`${name}\n${key}`));
}
