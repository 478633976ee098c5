'use client';
import { useEffect, useMemo, useRef } from 'react';
import type { RtcHold, RtcOptions } from '../../core/internals.js';
import type { RtcClient } from '../../core/media/RtcClient.js';
import type { SessionJoinConfig } from '../../core/media/rtcTypes.js';
import type { HummerError } from '../../protocol/errors.js';
import type { RtcState } from '../../store/state.js';
import { noteHolder } from '../internal/dev.js';
import { IDLE_RTC } from '../internal/idle.js';
import { keyOf, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { rtcActions, type RtcRoomActions } from '../internal/rtcActions.js';
import { useFailure } from '../internal/useFailure.js';
import { useLatest } from '../internal/useLatest.js';
import { useMedia } from '../internal/useMedia.js';
import { useReportedError } from '../internal/useReportedError.js';
import { useStable } from '../internal/useStable.js';
import { useTable } from '../internal/useTable.js';
import { withLazy } from '../internal/withLazy.js';

/**
 * Options of a membership in a room's media. Of callers with different ones, the first that names an option decides it.
 * @public
 */
export type UseRtcOptions = RtcOptions;

/**
 * What {@link useRtc} returns.
 * @public
 */
export interface UseRtcResult extends RtcState, RtcRoomActions {
  /** Why the join, or the last of these actions, failed. */
  readonly error: HummerError | null;
  /**
   * The client of seed 002 on the same membership, for what has no hook; null without a room. Made when it is first read, and the
   * same object from then on. Not state: never read it in render.
   */
  readonly client: RtcClient<SessionJoinConfig> | null;
}

/**
 * Joins the audio and video of a room while mounted, and says how that goes. It publishes nothing: that is
 * `usePublish`. Changed options are applied while joined and never cause another join. An administrator may give another role
 * meanwhile: `role` says which, and it stands until the option changes.
 *
 * @example
 * ```tsx
 * const { status, role, switchRole } = useRtc(room, { role: 'audience' });
 * ```
 * Source: REACT.md, rules 6 and 7; seed 002 has roles and leave reasons.
 * @public
 */
export function useRtc(target: RoomTarget<RoomShape> | null, options: UseRtcOptions = {}): UseRtcResult {
  const { internals, media } = useMedia('useRtc');
  const key = keyOf(target);
  const stable = useStable(options);
  const latest = useLatest(stable);
  const held = useRef<RtcHold | null>(null);
  useEffect(() => {
    if (key === null) return;
    const forget = noteHolder(internals, 'useRtc', `rtc of ${key}`, { ...latest.current });
    const hold = media.acquire(key, latest.current);
    held.current = hold;
    return () => {
      held.current = null;
      hold.release();
      forget();
    };
  }, [internals, media, key, latest]);
  useEffect(() => {
    held.current?.update(stable);
  }, [stable]);

  const state = useTable(internals.store.rtc, key, IDLE_RTC);
  useReportedError(internals, state.error, state.status === 'joined', 'rtc.join', key);
  const bound = rtcActions(internals, media, key);
  const failure = useFailure(bound);
  const { actions } = bound;
  return useMemo(() => {
    const failed = failure?.action === 'join' && state.status === 'joined' ? null : failure;
    const result = { ...state, error: state.error ?? failed?.error ?? null, ...actions };
    return withLazy(result, 'client', () => (key === null ? null : media.rtcClient(key)));
  }, [state, failure, actions, media, key]);
}
