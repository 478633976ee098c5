import { registerPart } from '../parts.js';
import { createMediaPart, domainOf } from './mediaPart.js';
import { RtcClient } from './RtcClient.js';
import type { Rtc } from './Rtc.js';

/** Brings `hummer.rtc`, and with it the media part. */
export function bringRtc(): void {
  registerPart('rtc', (internals): Rtc => ({
    createClient: () => new RtcClient(domainOf(internals.bringMedia(createMediaPart)).origin),
  }));
}
