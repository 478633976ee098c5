'use client';
import { useEffect, useMemo } from 'react';
import type { ScreenShareActions } from '../../core/internals.js';
import type { HummerError } from '../../protocol/errors.js';
import type { ScreenShareState } from '../../store/state.js';
import { keyOf, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { screenShareActions, screenSharesOf } from '../internal/screenShares.js';
import { useFailure } from '../internal/useFailure.js';
import { useMedia } from '../internal/useMedia.js';
import { useReportedError } from '../internal/useReportedError.js';
import { useTable } from '../internal/useTable.js';

/**
 * What {@link useScreenShare} returns.
 * @public
 */
export interface UseScreenShareResult extends ScreenShareState, ScreenShareActions {
  /** The screen while it is shared: show it with `<VideoTile>`. */
  readonly streamKey: ScreenShareState['streamKey'];
  /** Why sharing ended, or could not begin: 90100017 if the user chose nothing. */
  readonly error: HummerError | null;
}

const IDLE: ScreenShareState = Object.freeze({ status: 'idle', streamKey: null, error: null });

/**
 * Shares the screen, with its sound where the browser offers it, in a room. `start` opens the browser's picker, so call it
 * from a click; it resolves when a screen was chosen. Sharing ends with `stop`, with the browser's own stop button, with
 * the room, and with the last component that uses this hook or `useScreenShareToggle` for the room.
 *
 * `start` rejects with 90100007 outside of the room's media, with 90100022 for the audience, with 90100017 if the user chose
 * nothing or outside of a click, with 90100025 where screens cannot be shared.
 *
 * @param target - The room; null means 'not yet'.
 * @example
 * ```tsx
 * const { status, streamKey, start, stop } = useScreenShare(room);
 * return status === 'sharing'
 *   ? <><VideoTile stream={streamKey} /><button onClick={() => stop()}>Stop</button></>
 *   : <button onClick={() => start()}>Share screen</button>;
 * ```
 * Source: REACT.md, Provider, scope, hooks; seed 002 has screens.
 * @public
 */
export function useScreenShare(target: RoomTarget<RoomShape> | null): UseScreenShareResult {
  const { internals, media } = useMedia('useScreenShare');
  const key = keyOf(target);
  const shares = screenSharesOf(internals, media);
  useEffect(() => (key === null ? undefined : shares.observe(key)), [shares, key]);
  const state = useTable(internals.store.screenShares, key, IDLE);
  useReportedError(internals, state.error, state.status === 'sharing', 'screenShare.start', key);
  const bound = screenShareActions(internals, shares, key);
  const failure = useFailure(bound);
  const { actions } = bound;
  return useMemo(
    () =>
      Object.freeze({
        ...state,
        status: failure && state.status === 'idle' ? 'failed' : state.status,
        error: state.error ?? failure?.error ?? null,
        ...actions,
      }),
    [state, failure, actions],
  );
}
