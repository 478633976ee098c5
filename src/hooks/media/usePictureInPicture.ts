'use client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import {
  canShowPictureInPicture,
  PictureInPicture,
  type PictureInPictureActions,
} from '../../core/media/PictureInPicture.js';
import type { HummerError } from '../../protocol/errors.js';
import type { StreamKey } from '../../store/state.js';
import { absentActions, bindActions } from '../internal/boundActions.js';
import { useFailure } from '../internal/useFailure.js';
import { useMedia } from '../internal/useMedia.js';
import { useTable } from '../internal/useTable.js';

/**
 * What {@link usePictureInPicture} returns.
 * @public
 */
export interface UsePictureInPictureResult extends PictureInPictureActions {
  /** Whether this stream is in the window. */
  readonly active: boolean;
  /** Whether the browser has such a window for videos. */
  readonly supported: boolean;
  readonly error: HummerError | null;
}

const ACTIONS = ['enter', 'exit'] as const;
const unchanging = (): (() => void) => () => undefined;

/**
 * Shows a stream in the browser's picture-in-picture window, which stays above other windows. There is one window: another stream
 * takes its place. It closes with the stream, and with the last component that uses this hook for it.
 *
 * `enter` rejects with 90100025 where there is no such window, with 90100001 while the stream has no picture, with 90100021 outside
 * of a click.
 *
 * @param key - The stream; null means 'not yet'.
 * @example
 * ```tsx
 * const { active, supported, enter, exit } = usePictureInPicture(stream);
 * return supported ? <button onClick={() => (active ? exit() : enter())}>Pop out</button> : null;
 * ```
 * Source: issue 4; no seed has picture-in-picture.
 * @public
 */
export function usePictureInPicture(key: StreamKey | null): UsePictureInPictureResult {
  const { internals, media } = useMedia('usePictureInPicture');
  const window = internals.bring('pictureInPicture', () => new PictureInPicture(internals, media));
  const id = key?.streamId ?? null;
  useEffect(() => (id === null ? undefined : window.hold(id)), [window, id]);
  const active = useTable(window.states, id, false);
  const supported = useSyncExternalStore(unchanging, canShowPictureInPicture, () => false);
  const bound = key
    ? bindActions(internals, { name: 'pictureInPicture', target: key.streamId }, window.actions(key), ACTIONS)
    : absentActions<PictureInPictureActions>(internals, 'pictureInPicture', ACTIONS);
  const failure = useFailure(bound);
  const { actions } = bound;
  return useMemo(
    () => Object.freeze({ active, supported, error: failure?.error ?? null, ...actions }),
    [active, supported, failure, actions],
  );
}
