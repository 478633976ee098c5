'use client';
import { useMemo } from 'react';
import type { HummerError } from '../../protocol/errors.js';
import type { RoomState } from '../../store/state.js';
import { IDLE_ROOM } from '../internal/idle.js';
import { roomActions } from '../internal/roomActions.js';
import { toRoomKey, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape, Untyped } from '../internal/roomShape.js';
import { useInternals } from '../internal/useClient.js';
import { useFailure } from '../internal/useFailure.js';
import { useMembership, type UseRoomOptions } from '../internal/useMembership.js';
import { useTable } from '../internal/useTable.js';
import type { UseRoomActionsResult } from './useRoomActions.js';

/**
 * What {@link useRoom} returns.
 * @public
 */
export interface UseRoomResult<Shape extends RoomShape = Untyped>
  extends RoomState, UseRoomActionsResult<Shape> {
  /** Why the join, or the last of these actions, failed. */
  readonly error: HummerError | null;
}

/**
 * Joins a room while mounted, and says how that goes. Many components may use it for one room: it is joined once and left
 * 200 ms after the last of them is gone.
 *
 * `status` is `'left'`, with a `leftReason`, after `leave()`, a kick, a ban or the room's end, and stays so until
 * `join()`. `continuity` is `'gap'` when messages were missed that the server no longer has.
 *
 * @param target - The room; null means 'not yet'.
 * @example
 * ```tsx
 * const { status, error, leave } = useRoom('lesson-7', { extra: { from: 'phone' } });
 * ```
 * Source: REACT.md, rules 2, 3 and 7; seed 000 has the room service.
 * @public
 */
export function useRoom<Shape extends RoomShape = Untyped>(
  target: RoomTarget<Shape> | null,
  options: UseRoomOptions = {},
): UseRoomResult<Shape> {
  const internals = useInternals('useRoom');
  const room = toRoomKey(target);
  const key = room?.key ?? null;
  useMembership(internals, 'useRoom', room, options);
  const state = useTable(internals.store.rooms, key, IDLE_ROOM);
  const bound = roomActions(internals, key, room?.shape?.messages);
  const failure = useFailure(bound);
  const { actions } = bound;
  return useMemo(() => {
    // A join that failed is over as soon as the room is joined in another way.
    const failed = failure?.action === 'join' && state.status === 'joined' ? null : failure;
    return Object.freeze({
      ...state,
      error: state.error ?? failed?.error ?? null,
      ...(actions as UseRoomActionsResult<Shape>),
    });
  }, [state, failure, actions]);
}
