import { DEFAULT_REGION, roomKeyOf } from '../../protocol/regions.js';
import type { HummerInternals, MediaPart } from '../internals.js';
import type { RtcOrigin } from './rtcOrigin.js';
import type { SessionJoinConfig } from './rtcTypes.js';

/** Clients of the login: they share one membership per room with the hooks. */
export function sessionOrigin(internals: HummerInternals, media: MediaPart): RtcOrigin<SessionJoinConfig> {
  return {
    clock: internals.clock,
    appId: internals.appid,
    url: internals.options.url,
    publishTimeout: internals.options.requestTimeout,
    track: (trackId) => media.track(trackId),
    after: (callback) => {
      internals.afterApply(callback);
    },
    enter(roomId, { userName, role = 0, region = DEFAULT_REGION } = {}, { topThree }) {
      const { room, join, leave, release } = media.keepRoom(roomKeyOf(region, roomId));
      return {
        room,
        roomId,
        userId: () => internals.store.session.getState().login.uid ?? '',
        join: () =>
          join({
            role: role === 0 ? 'speaker' : 'audience',
            autoSubscribe: false,
            topThree,
            ...(userName !== undefined && { displayName: userName }),
          }),
        leave,
        release,
        authorize: () => undefined, // the login proves it
        renew: () => false,
      };
    },
  };
}
