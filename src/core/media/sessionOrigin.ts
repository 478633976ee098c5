import { DEFAULT_REGION, roomKeyOf } from '../../protocol/regions.js';
import type { HummerInternals } from '../internals.js';
import type { Memberships } from './Memberships.js';
import type { RtcOrigin } from './rtcOrigin.js';
import type { SessionJoinConfig } from './rtcTypes.js';
import type { TrackRegistry } from './TrackRegistry.js';

/** What clients of a login share with the hooks. */
export interface SessionParts {
  readonly internals: HummerInternals;
  readonly memberships: Memberships;
  readonly tracks: TrackRegistry;
}

/** Clients of the login: they share one membership per room with the hooks. */
export function sessionOrigin({
  internals,
  memberships,
  tracks,
}: SessionParts): RtcOrigin<SessionJoinConfig> {
  return {
    clock: internals.clock,
    appId: internals.appid,
    url: internals.options.url,
    publishTimeout: internals.options.requestTimeout,
    track: (trackId) => tracks.get(trackId),
    after: (callback) => {
      internals.afterApply(callback);
    },
    enter(roomId, { userName, role = 0, region = DEFAULT_REGION } = {}, { topThree }) {
      const membership = memberships.membership(roomKeyOf(region, roomId));
      return {
        room: membership.room,
        roomId,
        userId: () => internals.store.session.getState().login.uid ?? '',
        async join() {
          memberships.requireSession();
          await membership.join({
            role: role === 0 ? 'speaker' : 'audience',
            autoSubscribe: false,
            topThree,
            ...(userName !== undefined && { displayName: userName }),
          });
        },
        leave: () => membership.leave(),
        authorize: () => undefined, // the login proves it
        renew: () => false,
      };
    },
  };
}
