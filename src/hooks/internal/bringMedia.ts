import { createMediaPart } from '../../core/media/mediaPart.js';
import type { HummerInternals, MediaPart } from '../../core/internals.js';

/** The media part of a client. Only hooks of media import this: it is what keeps media out of an app without them. */
export function bringMedia(internals: HummerInternals): MediaPart {
  return internals.bringMedia(createMediaPart);
}
