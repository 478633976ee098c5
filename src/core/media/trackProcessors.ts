import type { HummerError } from '../../protocol/errors.js';
import { Batch, createEntityTable, type EntityTable } from '../../store/entityTable.js';
import type { MediaPart } from '../internals.js';
import { toRtcError } from './RtcError.js';
import type { TrackProcessor } from './trackProcessor.js';

/** A processor on a local stream. @public */
export interface TrackProcessorState {
  /** `'waiting'` for the device to open, `'starting'`, then `'active'`. */
  readonly status: 'idle' | 'waiting' | 'starting' | 'active' | 'failed';
  readonly error: HummerError | null;
}

export const NO_PROCESSOR: TrackProcessorState = Object.freeze({ status: 'idle', error: null });

/** Processors on the local streams of one client. */
export interface TrackProcessorsPart {
  /** By {@link processorId}. */
  readonly states: EntityTable<TrackProcessorState>;
  /** Processes a stream's medium until it is released, or until another processor takes its place. */
  use(streamId: string, processor: TrackProcessor): () => void;
}

export function processorId(streamId: string, kind: TrackProcessor['kind']): string {
  return `${streamId} ${kind}`;
}

export function createTrackProcessors(media: MediaPart): TrackProcessorsPart {
  const states = createEntityTable<TrackProcessorState>(new Batch());
  return {
    states,
    use(streamId, processor) {
      const { kind } = processor;
      const id = processorId(streamId, kind);
      const capture = media.capture(streamId);
      const pipeline = capture.pipeline(kind);
      /** Why it was taken off again; what is sent is as it was before. */
      let refused: HummerError | null = null;
      const tell = (): void => {
        if (pipeline.processor !== processor && !refused) return;
        const error = refused ?? pipeline.error;
        const active = pipeline.processing;
        const status = error
          ? 'failed'
          : active
            ? 'active'
            : capture.deviceTrack(kind)
              ? 'starting'
              : 'waiting';
        const before = states.get(id);
        if (before?.status !== status || before.error !== error)
          states.set(id, Object.freeze({ status, error }));
      };
      const unlisten = capture.onChange((changed) => {
        if (changed === kind) tell();
      });
      const started = pipeline.process(processor);
      tell();
      started.then(tell, (cause: unknown) => {
        refused = toRtcError(cause);
        tell();
      });
      return () => {
        unlisten();
        if (pipeline.processor === processor) {
          void pipeline.process(null);
          states.delete(id);
        } else if (refused) {
          states.delete(id);
        }
        refused = null;
      };
    },
  };
}
