import { Emitter } from '../../lib/emitter.js';
import { CONNECTION_LOST } from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import type { InboxPush } from '../../protocol/peers.js';
import { INBOX } from '../../store/clientStore.js';
import { EMPTY_LOG, incomingRow, putGap, putRow } from '../../store/messageLog.js';
import type { RoomLogItem } from '../../store/state.js';
import { checkUid, type EventNames } from '../check.js';
import { createMessages, type Messages } from '../delivery/messages.js';
import { createOutbox } from '../delivery/outbox.js';
import { received, type ReceivedMessage } from '../delivery/received.js';
import { createStream } from '../delivery/stream.js';
import type { DomainContext, PeersPart } from '../internals.js';

/** Events of messages between users. @public */
export interface PeerEvents {
  MessageFromUser: ReceivedMessage;
}

export const PEER_EVENTS: EventNames<PeerEvents> = { MessageFromUser: 1 };

/** Messages between users: one inbox for all, one log for each peer. */
export interface Peers extends PeersPart {
  readonly events: Emitter<PeerEvents>;
  /** Messages to and from one user; those of {@link INBOX} are everybody's: retried and discarded there, sent by name. */
  messages(peer: string): Messages;
}

const RETRY_DELAY = 1_000;

/** The part of a client that reads and sends messages between users. */
export function peersOf(context: DomainContext): Peers {
  return context.bring('peers', createPeers);
}

function createPeers(context: DomainContext): Peers {
  const { clock, store, pace, memory, log, request, apply, afterApply, uid, report } = context;
  const { peerMessages } = store;
  const events = new Emitter<PeerEvents>();
  const outbox = createOutbox(clock, pace);
  const messages = new Map<string, Messages>();

  function put(logs: readonly string[], item: RoomLogItem, seq?: number): void {
    for (const key of logs) peerMessages.set(key, putRow(peerMessages.get(key) ?? EMPTY_LOG, item, seq));
  }

  const stream = createStream<InboxPush>({
    history: ({ epoch, seq }) => request('inbox:history', { epoch, from: seq }),
    take({ seq, ts, data }) {
      const localUid = uid();
      const { fromUid, receiver, messageId } = data;
      try {
        const row = incomingRow(data, seq, ts, localUid);
        put([fromUid === localUid ? receiver : fromUid, INBOX], row, seq);
        if (receiver !== localUid) return; // sent by this user, here or on another connection
        afterApply(() => {
          events.emit('MessageFromUser', received(row, messageId), report);
        });
      } catch (error) {
        log.error('A peer message could not be read.', error);
      }
    },
    batch: apply,
    resync: () =>
      Promise.resolve((missed) => {
        peerMessages.set(INBOX, putGap(peerMessages.get(INBOX) ?? EMPTY_LOG, missed));
      }),
    continuity: () => undefined,
    failed({ code }) {
      if (code === CONNECTION_LOST) return;
      clock.setTimeout(() => {
        if (stream.cursor) void stream.recover();
      }, RETRY_DELAY);
    },
    moved: (cursor) => {
      memory.setCursor(INBOX, cursor);
    },
  });

  /** To whom a message of the inbox was being sent: whose log has it too. */
  function receiverOf(id: string): string {
    const shows = (peer: string): boolean =>
      peer !== INBOX && !!peerMessages.get(peer)?.some((item) => item.id === id);
    return [...peerMessages.ids()].find(shows) ?? INBOX;
  }

  function messagesOf(peer: string): Messages {
    return createMessages({
      table: peerMessages,
      logs: () => (peer === INBOX ? [INBOX, ...peerMessages.ids()] : [peer, INBOX]),
      now: () => clock.now(),
      sender() {
        checkUid(peer);
        return uid();
      },
      transmit(message) {
        const receiver = peer === INBOX ? receiverOf(message.clientMsgId) : peer;
        return outbox.add('peer:send', () => request('peer:send', { ...message, receiver }));
      },
      apply,
    });
  }

  context.onNotification('inbox:pushed', ({ pushes }) => {
    pushes.forEach(stream.push);
  });

  context.onSession((event) => {
    outbox.gate(event.type === 'opened');
    if (event.type === 'opened') {
      const { inbox } = event;
      stream.start(stream.cursor ?? memory.cursor(INBOX) ?? inbox, inbox);
    } else stream.pause();
    if (event.type === 'closed') {
      stream.stop();
      outbox.fail(new HummerError(CONNECTION_LOST, 'The session is over: log in again.'));
      for (const id of [...peerMessages.ids()]) peerMessages.delete(id);
    }
  });

  return {
    events,
    messages(peer) {
      let found = messages.get(peer);
      if (!found) messages.set(peer, (found = messagesOf(peer)));
      return found;
    },
  };
}
