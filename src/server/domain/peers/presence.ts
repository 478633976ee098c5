import { inputError } from '../../../protocol/errors.js';
import type { Limits } from '../../../protocol/limits.js';
import type { Store } from '../../ports/Store.js';
import type { Outbox } from '../gateway/outbox.js';
import type { Session } from '../sessions/session.js';
import { onlineTopic } from '../topics.js';

/** Who is online: asked once, or watched. */
export interface Presence {
  query(session: Session, uids: readonly string[]): Promise<string[]>;
  watch(session: Session, uids: readonly string[]): Promise<string[]>;
  unwatch(session: Session, uids: readonly string[]): void;
  changed(appKey: string, uid: string, online: boolean): void;
}

export function createPresence(context: { limits: Limits; store: Store; outbox: Outbox }): Presence {
  const { limits, store, outbox } = context;
  const query: Presence['query'] = ({ appKey }, uids) => store.sessions.online(appKey, uids);

  return {
    query,
    async watch(session, uids) {
      const { watched, appKey, link } = session;
      const most = limits.presenceWatches;
      if (new Set([...watched, ...uids]).size > most) {
        throw inputError(
          'uids',
          `uids: a connection watches at most ${most} users, so stop watching some first`,
        );
      }
      // Followed before the question: a change after the answer is heard.
      for (const uid of uids) {
        watched.add(uid);
        link.follow(onlineTopic(appKey, uid));
      }
      return query(session, uids);
    },
    unwatch({ watched, appKey, link }, uids) {
      for (const uid of uids) if (watched.delete(uid)) link.unfollow(onlineTopic(appKey, uid));
    },
    changed(appKey, uid, online) {
      outbox.push(onlineTopic(appKey, uid), 'peer:onlineChanged', { uid, online });
    },
  };
}
