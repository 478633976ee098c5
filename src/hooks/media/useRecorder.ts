'use client';
import { useEffect, useMemo } from 'react';
import {
  NO_RECORDING,
  Recorders,
  type RecorderActions,
  type RecorderState,
} from '../../core/media/Recorders.js';
import type { StreamKey } from '../../store/state.js';
import { absentActions, bindActions } from '../internal/boundActions.js';
import { useFailure } from '../internal/useFailure.js';
import { useMedia } from '../internal/useMedia.js';
import { useTable } from '../internal/useTable.js';

/**
 * What {@link useRecorder} returns.
 * @public
 */
export interface UseRecorderResult extends RecorderState, RecorderActions {}

const ACTIONS = ['start', 'pause', 'resume', 'stop'] as const;

/**
 * Records a local or remote stream in this browser, as it is sent or received here; `stop` gives the file. A camera that is
 * turned off and on again, and another device, come into the same file: what was not there when it started, sound or picture, does
 * not. The file has 30 pictures a second of the first one's size; others are fitted into it. A recording that nobody stops is thrown away with the last component that could have.
 *
 * `start` rejects with 90100001 if there is nothing to record or a recording runs, with 90000005 for a type that this browser cannot
 * make, with 90100025 where nothing can be recorded; the others with 90100001 while nothing is recorded.
 *
 * @param key - The stream; null means 'not yet'.
 * @example
 * ```tsx
 * const { status, start, stop } = useRecorder(stream);
 * const save = async () => download(await stop());
 * return status === 'recording' ? <button onClick={save}>Save</button> : <button onClick={() => start()}>Record</button>;
 * ```
 * Source: issue 4; no seed has recording in the browser.
 * @public
 */
export function useRecorder(key: StreamKey | null): UseRecorderResult {
  const { internals, media } = useMedia('useRecorder');
  const recorders = internals.bring('recorders', () => new Recorders(internals, media));
  const id = key?.streamId ?? null;
  useEffect(() => (id === null ? undefined : recorders.hold(id)), [recorders, id]);
  const state = useTable(recorders.states, id, NO_RECORDING);
  const bound = key
    ? bindActions(internals, { name: 'recorder', target: key.streamId }, recorders.actions(key), ACTIONS)
    : absentActions<RecorderActions>(internals, 'recorder', ACTIONS);
  const failure = useFailure(bound);
  const { actions } = bound;
  return useMemo(
    () => Object.freeze({ ...state, error: state.error ?? failure?.error ?? null, ...actions }),
    [state, failure, actions],
  );
}
