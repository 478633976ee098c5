import type { RtcClient } from './RtcClient.js';
import type { SessionJoinConfig } from './rtcTypes.js';

/** Audio and video of a logged-in client: `hummer.rtc`. @public */
export interface Rtc {
  /** A client of one room that needs no signature: it uses the login. Source: API.md 1.4. */
  createClient(): RtcClient<SessionJoinConfig>;
}
