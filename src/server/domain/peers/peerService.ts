import { HummerErrorCode } from '../../../protocol/codes.js';
import { HummerError } from '../../../protocol/errors.js';
import type { InboxPush, PeerRequests } from '../../../protocol/peers.js';
import type { HistoryPage, PublishResult } from '../../../protocol/rooms.js';
import type { Clock } from '../../ports/Clock.js';
import type { Store, StreamEntry } from '../../ports/Store.js';
import type { Outbox } from '../gateway/outbox.js';
import { fingerprint } from '../secrets.js';
import type { Session } from '../sessions/session.js';
import { userTopic } from '../topics.js';

export interface PeerContext {
  clock: Clock;
  store: Store;
  outbox: Outbox;
  /** In open apps only a uid that has logged in has an inbox (SETTLED 7). */
  knownInboxesOnly: boolean;
}

/** Messages between users, through an inbox for each. */
export interface PeerService {
  send(session: Session, data: PeerRequests['peer:send']['data']): Promise<PublishResult>;
  history(session: Session, data: PeerRequests['inbox:history']['data']): Promise<HistoryPage<InboxPush>>;
}

export function createPeerService({ clock, store, outbox, knownInboxesOnly }: PeerContext): PeerService {
  return {
    async send(session, { receiver, ...message }) {
      const { appKey, uid } = session;
      const messageId = crypto.randomUUID();
      const ts = clock.now();
      const data = { ...message, fromUid: uid, receiver, messageId };
      const once = {
        key: `peer:send\n${uid}\n${message.clientMsgId}`,
        hash: fingerprint(receiver, message.type, message.content, message.encoding, message.appExtras),
      };
      const { value, appended } = await store.inboxes.transact(
        appKey,
        { uids: [receiver, uid], once },
        (inboxes) => {
          if (knownInboxesOnly && !inboxes.exists(receiver)) {
            throw new HummerError(
              HummerErrorCode.NOT_FOUND,
              `${receiver} has not logged in since the server started, so this open app keeps no inbox for it.`,
            );
          }
          if (receiver !== uid) inboxes.append(receiver, 'peer:message', data, ts);
          // The sender's inbox too: its other connections see the message, in the order of everything else.
          return { messageId, seq: inboxes.append(uid, 'peer:message', data, ts), serverTime: ts };
        },
      );
      for (const { uid: owner, epoch, entry } of appended) {
        outbox.push(userTopic(appKey, owner), 'inbox:pushed', toInboxPush(epoch, entry));
      }
      return value;
    },

    async history(session, range) {
      const page = await store.inboxes.history(session.appKey, session.uid, range);
      if (page.gap) return page;
      return { ...page, pushes: page.pushes.map((entry) => toInboxPush(page.epoch, entry)) };
    },
  };
}

/** Inboxes hold nothing but what `send` wrote, so the entry has this shape. */
function toInboxPush(epoch: string, entry: StreamEntry): InboxPush {
  return { epoch, ...entry } as InboxPush;
}
