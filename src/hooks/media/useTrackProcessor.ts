'use client';
import { useEffect } from 'react';
import {
  createTrackProcessors,
  NO_PROCESSOR,
  processorId,
  type TrackProcessorState,
} from '../../core/media/trackProcessors.js';
import type { TrackProcessor } from '../../core/media/trackProcessor.js';
import type { StreamKey } from '../../store/state.js';
import { useMedia } from '../internal/useMedia.js';
import { useReportedError } from '../internal/useReportedError.js';
import { useTable } from '../internal/useTable.js';

/**
 * Processes a local stream while mounted: a blurred background, a voice without noise. One processor per medium; the last that is
 * given counts. What was on its way goes on until the processor is ready; if it cannot begin, it goes on as before
 * and `error` says why. When the device changes later, nothing leaves unprocessed: the medium waits for the processor.
 *
 * Make the processor once, outside of the component or in `useState` or `useMemo`: another object is another processor.
 *
 * @param key - The local stream; null means 'not yet'.
 * @param processor - Null for none.
 * @example
 * ```tsx
 * const [gate] = useState(() => noiseGate());
 * const { status } = useTrackProcessor(mic.streamKey, quiet ? gate : null);
 * ```
 * Source: issue 4; no seed has processors.
 * @public
 */
export function useTrackProcessor(
  key: StreamKey | null,
  processor: TrackProcessor | null,
): TrackProcessorState {
  const { internals, media } = useMedia('useTrackProcessor');
  const id = key?.isLocal ? key.streamId : null;
  const processors = internals.bring('trackProcessors', () => createTrackProcessors(media));
  useEffect(
    () => (id === null || !processor ? undefined : processors.use(id, processor)),
    [processors, id, processor],
  );
  const stateId = id === null || !processor ? null : processorId(id, processor.kind);
  const state = useTable(processors.states, stateId, NO_PROCESSOR);
  useReportedError(internals, state.error, state.status === 'active', 'trackProcessor.start', id);
  return state;
}
