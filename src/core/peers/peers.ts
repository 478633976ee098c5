import { Emitter } from '../../lib/emitter.js';
import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import type { InboxPush } from '../../protocol/peers.js';
import type { PublishResult } from '../../protocol/rooms.js';
import { INBOX } from '../../store/clientStore.js';
import { createId } from '../../lib/id.js';
import { EMPTY_LOG, incomingRow, putRow } from '../../store/messageLog.js';
import type { RoomLogItem } from '../../store/state.js';
import { checkUid } from '../check.js';
import type { DomainContext } from '../context.js';
import { Messages } from '../delivery/messages.js';
import { Outbox } from '../delivery/outbox.js';
import { received, type ReceivedMessage } from '../delivery/received.js';
import { PushStream } from '../delivery/stream.js';
import type { PeersPart, SessionEvent } from '../internals.js';

/** Events of messages between users. @public */
export interface PeerEvents {
  MessageFromUser: ReceivedMessage;
}

const RETRY_DELAY = 1_000;

/** Messages between users: one inbox for all, one log for each peer. */
export class Peers implements PeersPart {
  readonly events = new Emitter<PeerEvents>();
  readonly #context: DomainContext;
  readonly #outbox: Outbox;
  readonly #stream: PushStream<InboxPush>;
  readonly #messages = new Map<string, Messages>();

  constructor(context: DomainContext) {
    const { clock, pace, request, apply, memory } = context;
    this.#context = context;
    this.#outbox = new Outbox(clock, pace);
    this.#stream = new PushStream<InboxPush>({
      history: ({ epoch, seq }) => request('inbox:history', { epoch, from: seq }),
      apply: (push) => this.#apply(push),
      batch: apply,
      resync: (missed) => {
        apply(() => this.#put([INBOX], { kind: 'gap', id: createId(), ...missed }));
        return Promise.resolve();
      },
      continuity: () => undefined,
      failed: ({ code }) => {
        if (code === HummerErrorCode.CONNECTION_LOST) return;
        clock.setTimeout(() => {
          if (this.#stream.cursor) void this.#stream.recover();
        }, RETRY_DELAY);
      },
      moved: (cursor) => memory.setCursor(INBOX, cursor),
    });
    context.onSession((event) => this.#session(event));
    context.onNotification('inbox:pushed', ({ pushes }) => {
      for (const push of pushes) this.#stream.push(push);
    });
  }

  /** Messages to and from one user; those of {@link INBOX} are everybody's: retried and discarded there, sent by name. */
  messages(peer: string): Messages {
    let messages = this.#messages.get(peer);
    if (!messages) this.#messages.set(peer, (messages = this.#make(peer)));
    return messages;
  }

  #make(peer: string): Messages {
    const { clock, store, request, apply, uid } = this.#context;
    return new Messages({
      table: store.peerMessages,
      logs: () => (peer === INBOX ? [INBOX, ...store.peerMessages.ids()] : [peer, INBOX]),
      now: () => clock.now(),
      sender: () => {
        checkUid(peer);
        return uid();
      },
      transmit: (message): Promise<PublishResult> => {
        const receiver = peer === INBOX ? this.#receiver(message.clientMsgId) : peer;
        return this.#outbox.add('peer:send', () => request('peer:send', { ...message, receiver }));
      },
      apply,
    });
  }

  /** To whom a message of the inbox was being sent: whose log has it too. */
  #receiver(id: string): string {
    const { peerMessages } = this.#context.store;
    const owners = [...peerMessages.ids()].filter((peer) =>
      peerMessages.get(peer)?.some((item) => item.id === id),
    );
    return owners.find((peer) => peer !== INBOX) ?? INBOX;
  }

  #apply({ seq, ts, data }: InboxPush): void {
    const { uid, afterApply, log } = this.#context;
    const localUid = uid();
    const { fromUid, receiver, messageId } = data;
    try {
      const row = incomingRow(data, seq, ts, localUid);
      this.#put([fromUid === localUid ? receiver : fromUid, INBOX], row, seq);
      if (receiver !== localUid) return; // sent by this user, here or on another connection
      afterApply(() => {
        this.events.emit('MessageFromUser', received(row, messageId), (error) =>
          log.error('A handler threw.', error),
        );
      });
    } catch (error) {
      log.error('A peer message could not be read.', error);
    }
  }

  #put(logs: readonly string[], item: RoomLogItem, seq?: number): void {
    const { peerMessages } = this.#context.store;
    for (const key of logs) peerMessages.set(key, putRow(peerMessages.get(key) ?? EMPTY_LOG, item, seq));
  }

  #session(event: SessionEvent): void {
    const { memory, store } = this.#context;
    if (event.type === 'opened') {
      this.#stream.recoverFrom(this.#stream.cursor ?? memory.cursor(INBOX) ?? event.inbox, event.inbox);
      this.#outbox.open();
      return;
    }
    this.#outbox.close();
    this.#stream.pause();
    if (event.type === 'closed') {
      this.#stream.stop();
      this.#outbox.fail(
        new HummerError(HummerErrorCode.CONNECTION_LOST, 'The session is over: log in again.'),
      );
      for (const id of [...store.peerMessages.ids()]) store.peerMessages.delete(id);
    }
  }
}
