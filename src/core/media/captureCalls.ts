import type { MediaKind } from '../../protocol/rtp.js';
import type { AudioWish, VideoWish } from './capture.js';
import type { LocalCapture } from './LocalCapture.js';
import { captureError, RtcError, StreamInitializeResult, type MediaCaptureResult } from './RtcError.js';

// What a call of seed 002 asks of a capture, and answers: the capture itself only follows wishes.

/** Changes the wish of one medium; rejects with the reason if it does not come true. */
export async function applyWish(
  capture: LocalCapture,
  kind: MediaKind,
  wish: AudioWish | VideoWish,
): Promise<void> {
  await capture.apply({
    audio: capture.wish('audio'),
    video: capture.wish('video'),
    [kind]: wish,
  });
  const error = capture.error(kind);
  if (error && !capture.muted(kind)) throw error;
}

/** Wishes for a medium that was not wished for, and takes the wish back if it does not come true. */
export async function addWish(
  capture: LocalCapture,
  kind: MediaKind,
  wish: AudioWish | VideoWish,
): Promise<MediaStreamTrack> {
  await applyWish(capture, kind, wish).catch(async (cause: unknown) => {
    const wishes = { audio: capture.wish('audio'), video: capture.wish('video') };
    await capture.apply({ ...wishes, [kind]: null });
    throw cause;
  });
  const track = capture.track(kind);
  if (!track) throw captureError({ name: 'AbortError' }, kind);
  return track;
}

/** Takes a camera by its side; goes on with the one before if there is none. */
export async function turnCamera(capture: LocalCapture, facingMode: 'user' | 'environment'): Promise<void> {
  const before = capture.wish('video');
  if (!before) return;
  try {
    await applyWish(capture, 'video', { ...before, deviceId: null, facingMode });
  } catch (cause) {
    await applyWish(capture, 'video', before).catch(() => undefined);
    throw cause;
  }
}

/** Seed 002 names cameras by their side too. */
export function sideOf(cameraId: string | undefined): 'user' | 'environment' | null {
  return cameraId === 'user' || cameraId === 'environment' ? cameraId : null;
}

/** What was captured, per medium; throws it if that is nothing of what was asked for. */
export function outcomeOf(capture: LocalCapture, kinds: readonly MediaKind[]): StreamInitializeResult {
  const results = kinds.map((kind) => resultOf(capture, kind));
  const result = new StreamInitializeResult(results);
  if (results.length > 0 && !results.some(({ track }) => track)) throw result;
  return result;
}

function resultOf(capture: LocalCapture, type: MediaKind): MediaCaptureResult {
  const track = capture.track(type);
  if (track) return { type, track };
  const error = capture.error(type);
  if (error) return { type, error };
  // A muted camera is closed and no failure; a screen without sound to share is one.
  if (capture.muted(type)) return { type };
  const screen = capture.source === 'screen';
  const whole = screen ? capture.error('video') : null;
  return { type, error: whole ?? captureError({ name: 'NotFoundError' }, screen ? 'screen' : type) };
}

/** A camera's failure as `addResolution` tells it. */
export function failed(cause: unknown): never {
  throw new StreamInitializeResult([
    { type: 'video', error: cause instanceof RtcError ? cause : captureError(cause, 'video') },
  ]);
}
