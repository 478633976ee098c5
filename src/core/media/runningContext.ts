import { systemClock } from '../../lib/clock.js';
import { withTimeout } from '../../lib/timeout.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import { RtcError, unsupported } from './RtcError.js';

/** A browser that waits for a gesture answers nothing at all: this long is waited for it. */
const GESTURE_WAIT = 1_000;

/** An audio context that runs. Rejects with 90100021 if the browser wants a gesture first, with 90100025 where there are none. */
export async function runningContext(what: string): Promise<AudioContext> {
  if (!('AudioContext' in globalThis)) throw unsupported(what);
  const context = new AudioContext();
  try {
    await withTimeout(systemClock, GESTURE_WAIT, context.resume(), gestureNeeded);
    if (context.state !== 'running') throw gestureNeeded();
    return context;
  } catch (cause) {
    void context.close().catch(() => undefined);
    throw cause;
  }
}

function gestureNeeded(): RtcError {
  return new RtcError(
    RtcErrorCode.PLAY_NOT_ALLOWED,
    'The browser plays nothing before a gesture: start the sound when the user clicks.',
  );
}
