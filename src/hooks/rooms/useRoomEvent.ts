'use client';
import { useEffect } from 'react';
import { checkListener } from '../../core/check.js';
import { ROOM_EVENTS, tell, type RoomEvents } from '../../core/rooms/roomEvents.js';
import { keyOf, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { useInternals } from '../internal/useClient.js';
import { useLatest } from '../internal/useLatest.js';

/**
 * Calls a handler for an event of a room: once for each event of the server, after the state it tells of is in place.
 * Never renders, and joins nothing; the latest handler is used.
 *
 * @param options - `replay`: also for events that are read again after a break. Default false.
 * @example
 * ```tsx
 * useRoomEvent(room, 'RoomMessage', ({ fromUid }) => chime(fromUid));
 * ```
 * Source: REACT.md, rule 5; API.md 1.2 has the events.
 * @public
 */
export function useRoomEvent<E extends keyof RoomEvents>(
  target: RoomTarget<RoomShape> | null,
  event: E,
  handler: (payload: RoomEvents[E]) => void,
  { replay = false }: { replay?: boolean | undefined } = {},
): void {
  const internals = useInternals('useRoomEvent');
  const key = keyOf(target);
  const latest = useLatest(handler);
  useEffect(() => {
    checkListener(ROOM_EVENTS, event, latest.current);
    if (key === null) return;
    const { rooms, log, report } = internals;
    const emit = <Name extends keyof RoomEvents>(name: Name, payload: RoomEvents[Name]): void => {
      if ((name as string) !== event) return;
      try {
        latest.current(payload as unknown as RoomEvents[E]);
      } catch (error) {
        report(error);
      }
    };
    if (event === 'ContinuityChange') {
      return rooms.onContinuity(key, (change) => {
        emit('ContinuityChange', change);
      });
    }
    return rooms.onPush(key, (push, replayed) => {
      if (replay || !replayed) tell(emit, push, log);
    });
  }, [internals, key, event, replay, latest]);
}
