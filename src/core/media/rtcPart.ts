import { registerPart } from '../parts.js';
import { createMediaPart } from './mediaPart.js';
import { RtcClient } from './RtcClient.js';
import type { Rtc } from './Rtc.js';
import { sessionOrigin } from './sessionOrigin.js';

/** Brings `hummer.rtc`, and with it the media part. */
export function bringRtc(): void {
  registerPart('rtc', (internals): Rtc => {
    const origin = sessionOrigin(internals, internals.bringMedia(createMediaPart));
    return { createClient: () => new RtcClient(origin) };
  });
}
