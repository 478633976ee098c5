import { DEFAULT_REGION, roomKeyOf } from '../../protocol/regions.js';
import type { HummerInternals } from '../internals.js';
import { registerPart } from '../parts.js';
import { createMediaPart, domainOf } from './mediaPart.js';
import { RtcClient, type RtcOrigin } from './RtcClient.js';
import type { Rtc } from './Rtc.js';
import type { SessionJoinConfig } from './rtcTypes.js';

/** Brings `hummer.rtc`, and with it the media part. */
export function bringRtc(): void {
  registerPart('rtc', (internals): Rtc => ({ createClient: () => new RtcClient(sessionOrigin(internals)) }));
}

function sessionOrigin(internals: HummerInternals): RtcOrigin<SessionJoinConfig> {
  const media = internals.bringMedia(createMediaPart);
  const { memberships } = domainOf(media);
  return {
    publishTimeout: internals.options.requestTimeout,
    track: (trackId) => media.track(trackId),
    after: (callback) => {
      internals.afterApply(callback);
    },
    enter(roomId, { userName, role = 0, region = DEFAULT_REGION } = {}) {
      memberships.requireSession();
      const membership = memberships.membership(roomKeyOf(region, roomId));
      return {
        room: membership.room,
        roomId,
        userId: () => internals.store.session.getState().login.uid ?? '',
        join: () =>
          membership.join({
            role: role === 0 ? 'speaker' : 'audience',
            autoSubscribe: false,
            ...(userName !== undefined && { displayName: userName }),
          }),
        leave: () => membership.leave(),
        authorize: () => undefined, // the login proves it
      };
    },
  };
}
