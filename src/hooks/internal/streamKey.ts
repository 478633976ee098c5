import type { StreamKey } from '../../store/state.js';

/** A stream as hooks and actions take it: its key, or a handle that knows its key. */
export type StreamRef = StreamKey | { readonly streamKey: StreamKey };

export function streamKeyOf(stream: StreamRef): StreamKey {
  return 'streamKey' in stream ? stream.streamKey : stream;
}
