import { DEFAULT_REGION, roomKeyOf } from '../../protocol/regions.js';
import type { RoomAddress } from '../../protocol/rooms.js';
import type { HummerInternals } from '../internals.js';
import { registerPart } from '../parts.js';
import { createMediaPart, domainOf } from './mediaPart.js';
import { RtcClient, type RtcOrigin } from './RtcClient.js';
import type { Rtc } from './Rtc.js';
import type { SessionJoinConfig } from './rtcTypes.js';

/** Brings `hummer.rtc`, and with it the media part. */
export function bringRtc(): void {
  registerPart('rtc', (internals): Rtc => ({
    createClient: () => new RtcClient(domainOf(internals.bringMedia(createMediaPart)).origin),
  }));
}
