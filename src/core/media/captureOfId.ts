import type { MediaPart } from '../internals.js';
import type { LocalCapture } from './LocalCapture.js';
import { captureOf } from './LocalStream.js';
import { sharedCaptures } from './sharedCaptures.js';

/** The capture of a local stream's id, for what works on captures: of `HRTC.createStream`, or of the hooks. */
export function captureOfId(media: MediaPart, streamId: string): LocalCapture {
  return sharedCaptures.get(streamId) ?? captureOf(media.localStream(streamId));
}
