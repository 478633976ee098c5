import { registerPart } from '../parts.js';
import { createMediaPart, domainOf } from './mediaPart.js';
import { RtcClient } from './RtcClient.js';
import type { Rtc } from './Rtc.js';
import { sessionOrigin } from './sessionOrigin.js';

/** Brings `hummer.rtc`, and with it the media part. */
export function bringRtc(): void {
  registerPart('rtc', (internals): Rtc => {
    const origin = sessionOrigin(domainOf(internals.bringMedia(createMediaPart)).session);
    return { createClient: () => new RtcClient(origin) };
  });
}
