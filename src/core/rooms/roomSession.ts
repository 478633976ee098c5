import { Emitter } from '../../lib/emitter.js';
import { createId } from '../../lib/id.js';
import { HummerErrorCode } from '../../protocol/codes.js';
import type { Cursor } from '../../protocol/connection.js';
import { HummerError } from '../../protocol/errors.js';
import { roomKeyOf } from '../../protocol/regions.js';
import type {
  AttributeMap,
  OutgoingMessage,
  PublishResult,
  RoomAddress,
  RoomPush,
} from '../../protocol/rooms.js';
import { incomingRow } from '../../store/messageLog.js';
import { RoomWriter } from '../../store/roomWriter.js';
import type { MembershipLeftReason, RoomMessage, RoomState } from '../../store/state.js';
import type { DomainContext } from '../context.js';
import { Messages } from '../delivery/messages.js';
import { Outbox } from '../delivery/outbox.js';
import { PushStream, type Missed } from '../delivery/stream.js';
import type { AttributeActions, RoomActions } from '../internals.js';
import { Membership, type HoldOptions } from './membership.js';
import { RoomAttributes } from './roomAttributes.js';
import { tell, type RoomEvents } from './roomEvents.js';

const IDLE: RoomState = Object.freeze({ status: 'idle', leftReason: null, error: null, continuity: 'ok' });
const RETRY_DELAY = 1_000;

/** How a room is kept: it must hear of the session while it is in use. */
export interface RoomLifetime {
  inUse(room: RoomSession): void;
  maybeUnused(room: RoomSession): void;
}

/** One room of one client: its membership, its stream, its outbox, its part of the store. */
export class RoomSession {
  readonly key: string;
  readonly address: RoomAddress;
  readonly events = new Emitter<RoomEvents>();
  /** Pushes as they came, for hooks. */
  readonly pushes = new Emitter<{ push: { push: RoomPush; replay: boolean } }>();
  readonly membership: Membership;
  readonly messages: Messages;
  readonly attributes: RoomAttributes;
  readonly actions: RoomActions;
  readonly roomActions: AttributeActions;
  readonly userActions: AttributeActions;
  readonly #context: DomainContext;
  readonly #lifetime: RoomLifetime;
  readonly #writer: RoomWriter;
  readonly #outbox: Outbox;
  readonly #stream: PushStream<RoomPush>;
  /** Up to here the state came as a whole; what the stream repeats is in it. */
  #stateSeq = 0;

  constructor(context: DomainContext, address: RoomAddress, lifetime: RoomLifetime) {
    const { clock, store, request, pace, memory, apply } = context;
    const key = roomKeyOf(address.region, address.roomId);
    this.key = key;
    this.address = address;
    this.#context = context;
    this.#writer = new RoomWriter(store, key);
    this.#outbox = new Outbox(clock, pace);
    this.membership = new Membership({
      clock,
      requireLink: () => context.requireLink('room:join'),
      join: (extra) => this.#join(extra),
      leave: (extra) => request('room:leave', { ...address, ...(extra && { extra }) }),
      show: (change) => this.#show(change),
      ended: (reason) => this.#ended(reason),
      idle: () => {
        this.#drop();
        lifetime.maybeUnused(this);
      },
    });
    this.#stream = new PushStream<RoomPush>({
      history: ({ epoch, seq }) => request('room:history', { ...address, epoch, from: seq }),
      apply: (push, replay) => this.#apply(push, replay),
      batch: (work) => {
        apply(() => {
          work();
          this.#writer.flush();
        });
      },
      resync: (missed) => this.#resync(missed),
      continuity: (continuity, missed) => {
        this.#show({ continuity });
        this.#emit('ContinuityChange', missed ? { continuity, missed } : { continuity });
      },
      failed: (error) => this.#historyFailed(error),
      moved: (cursor) => memory.setCursor(key, cursor),
    });
    this.messages = new Messages({
      table: store.roomMessages,
      logs: () => [key],
      now: () => clock.now(),
      sender: () => this.requireMember('room:publish'),
      transmit: (message, reliable) => this.#transmit(message, reliable),
      apply,
    });
    this.attributes = new RoomAttributes(context, address, this.#writer, this.#outbox, {
      shown: () => this.#active(),
      inUse: () => lifetime.inUse(this),
      settled: () => lifetime.maybeUnused(this),
    });
    this.#lifetime = lifetime;
    this.actions = {
      join: () => this.join(false),
      leave: () => this.membership.leave(),
      sendMessage: (data, options) => this.messages.send(data, options),
    };
    this.roomActions = this.attributes.actions('room');
    this.userActions = this.attributes.actions('user');
  }

  /** Whether anything here must outlive its last reference. */
  get busy(): boolean {
    return (
      this.#active() || this.membership.held || this.#outbox.size + this.events.size + this.pushes.size > 0
    );
  }

  hold(options: HoldOptions): () => void {
    this.#lifetime.inUse(this);
    return this.membership.hold(options);
  }

  join(forGood: boolean, extra?: AttributeMap): Promise<void> {
    this.#lifetime.inUse(this);
    return this.membership.join(forGood, extra);
  }

  /** Listens to one of this room's emitters. */
  listen(subscribe: () => () => void): () => void {
    this.#lifetime.inUse(this);
    const unsubscribe = subscribe();
    return () => {
      unsubscribe();
      this.#lifetime.maybeUnused(this);
    };
  }

  pushed(push: RoomPush): void {
    if (this.#active()) this.#stream.push(push);
  }

  /** The pushes of one frame are in: the member list changes once. */
  flush(): void {
    this.#writer.flush();
  }

  opened(head: Cursor | null): void {
    this.membership.opened(head !== null);
    if (head) this.#stream.resume(head);
    if (head || !this.membership.wanted) this.#outbox.open();
  }

  dropped(): void {
    this.#outbox.close();
    this.#stream.pause();
    this.membership.dropped();
  }

  closed(reason: MembershipLeftReason, error: HummerError): void {
    this.#outbox.fail(error);
    this.membership.closed(reason);
  }

  /** The local user; 5101 outside the room. */
  requireMember(event: string): string {
    const uid = this.#context.uid();
    if (this.#active()) return uid;
    const { roomId } = this.address;
    throw new HummerError(HummerErrorCode.NOT_IN_ROOM, `Not in room ${roomId}: join it first.`, {
      context: { type: 'request', event, roomId, outcome: 'not-sent' },
    });
  }

  members(): Promise<{ uids: string[] }> {
    return this.#context.request('room:members', this.address);
  }

  /** A member, or about to be one (again). */
  #active(): boolean {
    return this.membership.joined || this.membership.wanted;
  }

  async #join(extra: AttributeMap | undefined): Promise<void> {
    const { request, memory, store, apply, uid } = this.#context;
    const snapshot = await request('room:join', { ...this.address, ...(extra && { extra }) });
    const known = this.#stream.cursor ?? memory.cursor(this.key);
    apply(() => {
      this.#stateSeq = snapshot.seq;
      this.#writer.reset(snapshot, uid());
      if (known) this.#stream.recoverFrom(known, snapshot);
      else {
        store.roomMessages.delete(this.key); // of an earlier stay: what came between is not known
        this.#stream.start(snapshot);
      }
      this.#writer.flush();
    });
    this.#outbox.open();
  }

  #apply(push: RoomPush, replay: boolean): void {
    const { uid, afterApply, log } = this.#context;
    const localUid = uid();
    let row: RoomMessage | null = null;
    try {
      if (push.event === 'room:message') {
        row = incomingRow(push.data, push.seq, push.ts, localUid);
        if (push.seq !== null) this.#writer.put(row, push.seq);
      } else if ((push.seq ?? 0) > this.#stateSeq && !this.#writer.apply(push, localUid)) {
        void this.attributes.refresh('uid' in push.data ? push.data.uid : null);
      }
    } catch (error) {
      log.error(`A push of room ${this.key} could not be read.`, error);
    }
    tell((event, payload) => this.#emit(event, payload), push, row);
    afterApply(() => {
      this.pushes.emit('push', { push, replay }, this.#report);
    });
  }

  async #resync(missed: Missed): Promise<void> {
    const { request, apply, uid } = this.#context;
    apply(() => this.#writer.put({ kind: 'gap', id: createId(), ...missed }));
    const snapshot = await request('room:snapshot', this.address);
    this.#stateSeq = snapshot.seq;
    apply(() => this.#writer.reset(snapshot, uid()));
  }

  #historyFailed(error: HummerError): void {
    if (error.code === HummerErrorCode.NOT_IN_ROOM) this.membership.lost();
    else if (error.code !== HummerErrorCode.CONNECTION_LOST) {
      this.#context.clock.setTimeout(() => {
        if (this.membership.joined) void this.#stream.recover();
      }, RETRY_DELAY);
    }
  }

  async #transmit(message: OutgoingMessage, reliable: boolean): Promise<PublishResult | null> {
    const { request } = this.#context;
    const send = (): Promise<PublishResult> =>
      request('room:publish', { ...this.address, ...message, reliable });
    return reliable
      ? this.#outbox.add('room:publish', send)
      : this.#outbox.addLatest('room:publish', message.type, send);
  }

  #ended(leftReason: MembershipLeftReason): void {
    const { memory, apply } = this.#context;
    this.#stream.stop();
    if (!this.membership.away) memory.setCursor(this.key, null);
    apply(() => {
      this.#writer.clearState();
      this.#show({ status: 'left', leftReason, continuity: 'ok' });
    });
  }

  #show(change: Partial<RoomState>): void {
    const { store, apply } = this.#context;
    apply(() => {
      const state = { ...(store.rooms.get(this.key) ?? IDLE), ...change };
      store.rooms.set(this.key, state);
      const { roomKeys } = store.session.getState();
      const inside =
        state.status === 'joining' || state.status === 'joined' || state.status === 'reconnecting';
      if (roomKeys.includes(this.key) === inside) return;
      store.session.setState({
        roomKeys: inside ? [...roomKeys, this.key] : roomKeys.filter((key) => key !== this.key),
      });
    });
  }

  #drop(): void {
    const { store, apply } = this.#context;
    apply(() => {
      this.#show(IDLE);
      this.#writer.clearState();
      for (const table of [store.rooms, store.roomMessages]) table.delete(this.key);
    });
  }

  #emit<E extends keyof RoomEvents>(event: E, payload: RoomEvents[E]): void {
    this.#context.afterApply(() => {
      this.events.emit(event, payload, this.#report);
    });
  }

  readonly #report = (error: unknown): void => {
    this.#context.log.error('A handler threw.', error);
  };
}
