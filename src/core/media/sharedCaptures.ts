import type { LocalCapture } from './LocalCapture.js';

/**
 * Captures of streams that the app made itself with `HRTC.createStream`, by id, from `initialize()` to `close()`. They belong
 * to no client, and any client can publish them.
 */
export const sharedCaptures = new Map<string, LocalCapture>();
