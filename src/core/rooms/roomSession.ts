import { Emitter } from '../../lib/emitter.js';
import { CONNECTION_LOST, NOT_IN_ROOM } from '../../protocol/codes.js';
import type { Cursor } from '../../protocol/connection.js';
import { HummerError } from '../../protocol/errors.js';
import { roomKeyOf } from '../../protocol/regions.js';
import type { AttributeMap, RoomAddress, RoomPush } from '../../protocol/rooms.js';
import { RoomWriter } from '../../store/roomWriter.js';
import type { Continuity, MembershipLeftReason, RoomState } from '../../store/state.js';
import { createOutbox, type Outbox } from '../delivery/outbox.js';
import { createStream, type Missed } from '../delivery/stream.js';
import type { AttributeActions, DomainContext, HoldOptions } from '../internals.js';
import { createMembership } from './membership.js';
import { createRoomAttributes, type RoomAttributes } from './roomAttributes.js';

/** What a message log is made of. */
export type Readable = Extract<RoomPush, { event: 'room:message' }> | { event: 'gap'; missed: Missed };

/** What a room tells whoever listens, when its state is applied. */
export interface RoomSignals {
  push: { push: RoomPush; replay: boolean };
  continuity: { continuity: Continuity; missed?: Missed };
}

/** One room of one client: its membership, its stream, its outbox, its part of the store. */
export interface RoomSession {
  readonly key: string;
  readonly address: RoomAddress;
  readonly outbox: Outbox;
  readonly attributes: RoomAttributes;
  readonly roomActions: AttributeActions;
  readonly userActions: AttributeActions;
  /** Whether anything here must outlive its last reference. */
  readonly busy: boolean;
  hold(options: HoldOptions): () => void;
  join(forGood: boolean, extra?: AttributeMap): Promise<void>;
  leave(extra?: AttributeMap): Promise<void>;
  /** The local user; 5101 outside the room. */
  requireMember(event: string): string;
  /** Listens while the room is in use. */
  on<E extends keyof RoomSignals>(event: E, handler: (payload: RoomSignals[E]) => void): () => void;
  /** Hands messages and gaps to `reader`, inside their frame, from the join on: until there is one they are kept as they came. */
  read(reader: (item: Readable) => void): void;

  pushed(push: RoomPush): void;
  /** The pushes of one frame are in: the member list changes once. */
  flush(): void;
  evicted(reason: MembershipLeftReason): void;
  opened(head: Cursor | null): void;
  dropped(): void;
  closed(reason: MembershipLeftReason, error: HummerError): void;
  pageShown(shown: boolean): void;
}

/** A room must hear of the session while it is in use. */
export interface RoomLifetime {
  inUse(room: RoomSession): void;
  maybeUnused(room: RoomSession): void;
}

const IDLE: RoomState = Object.freeze({ status: 'idle', leftReason: null, error: null, continuity: 'ok' });
const RETRY_DELAY = 1_000;
const UNREAD_LIMIT = 1_000;

export function createRoomSession(
  context: DomainContext,
  address: RoomAddress,
  lifetime: RoomLifetime,
): RoomSession {
  const { clock, store, request, pace, memory, apply, afterApply, uid, report } = context;
  const key = roomKeyOf(address.region, address.roomId);
  const writer = new RoomWriter(store, key);
  const outbox = createOutbox(clock, pace);
  const signals = new Emitter<RoomSignals>();
  /** Up to here the state came as a whole; what the stream repeats is in it. */
  let stateSeq = 0;
  let unread: Readable[] = [];
  let reader = (item: Readable): void => {
    if (unread.push(item) > UNREAD_LIMIT) unread.shift();
  };

  const membership = createMembership({
    clock,
    requireLink: () => {
      context.requireLink('room:join');
    },
    async join(extra) {
      const snapshot = await request('room:join', { ...address, ...(extra && { extra }) });
      const known = stream.cursor ?? memory.cursor(key);
      apply(() => {
        stateSeq = snapshot.seq;
        writer.reset(snapshot, uid());
        if (!known) clearLog(); // of an earlier stay: what came between is not known
        stream.start(known ?? snapshot, snapshot);
        writer.flush();
      });
      outbox.gate(true);
    },
    leave: (extra) => request('room:leave', { ...address, ...(extra && { extra }) }),
    show,
    ended(leftReason, away) {
      stream.stop();
      if (!away) memory.setCursor(key, undefined);
      apply(() => {
        writer.clear();
        show({ status: 'left', leftReason, continuity: 'ok' });
      });
    },
    idle() {
      apply(() => {
        show(IDLE);
        writer.clear();
        clearLog();
        store.rooms.delete(key);
      });
      lifetime.maybeUnused(self);
    },
  });

  const stream = createStream<RoomPush>({
    history: ({ epoch, seq }) => request('room:history', { ...address, epoch, from: seq }),
    take,
    batch(work) {
      apply(() => {
        work();
        writer.flush();
      });
    },
    async resync() {
      const snapshot = await request('room:snapshot', address);
      return (missed) => {
        stateSeq = snapshot.seq;
        reader({ event: 'gap', missed });
        writer.reset(snapshot, uid());
      };
    },
    continuity(continuity, missed) {
      show({ continuity });
      signal('continuity', missed ? { continuity, missed } : { continuity });
    },
    failed({ code }) {
      if (code === NOT_IN_ROOM) membership.lost();
      else if (code !== CONNECTION_LOST) {
        clock.setTimeout(() => {
          if (membership.joined) void stream.recover();
        }, RETRY_DELAY);
      }
    },
    moved: (cursor) => {
      memory.setCursor(key, cursor);
    },
  });

  const attributes = createRoomAttributes(context, {
    address,
    writer,
    outbox,
    shown: active,
    inUse: () => {
      lifetime.inUse(self);
    },
    maybeUnused: () => {
      lifetime.maybeUnused(self);
    },
  });

  /** A member, or about to be one (again). */
  function active(): boolean {
    return membership.joined || membership.wanted;
  }

  function take(push: RoomPush, replay: boolean): void {
    if (push.event === 'room:message') reader(push);
    else if ((push.seq ?? 0) > stateSeq && !writer.apply(push, uid())) {
      void attributes.refresh('uid' in push.data ? push.data.uid : null);
    }
    signal('push', { push, replay });
  }

  function signal<E extends keyof RoomSignals>(event: E, payload: RoomSignals[E]): void {
    afterApply(() => {
      signals.emit(event, payload, report);
    });
  }

  function clearLog(): void {
    unread = [];
    store.roomMessages.delete(key);
  }

  function show(change: Partial<RoomState>): void {
    apply(() => {
      const state = { ...(store.rooms.get(key) ?? IDLE), ...change };
      store.rooms.set(key, state);
      const others = store.session.getState().roomKeys.filter((other) => other !== key);
      const inside = /^(join|rec)/.test(state.status);
      if (store.session.getState().roomKeys.includes(key) !== inside) {
        store.session.setState({ roomKeys: inside ? [...others, key] : others });
      }
    });
  }

  const self: RoomSession = {
    key,
    address,
    outbox,
    attributes,
    roomActions: attributes.actions(false),
    userActions: attributes.actions(true),
    get busy() {
      return active() || membership.held || outbox.size + signals.size > 0;
    },
    hold(options) {
      lifetime.inUse(self);
      return membership.hold(options);
    },
    join(forGood, extra) {
      lifetime.inUse(self);
      return membership.join(forGood, extra);
    },
    leave: membership.leave,
    requireMember(event) {
      const local = uid();
      if (active()) return local;
      const { roomId } = address;
      throw new HummerError(NOT_IN_ROOM, `Not in room ${roomId}: join it first.`, {
        context: { type: 'request', event, roomId, outcome: 'not-sent' },
      });
    },
    on(event, handler) {
      lifetime.inUse(self);
      const off = signals.on(event, handler);
      return () => {
        off();
        lifetime.maybeUnused(self);
      };
    },
    read(next) {
      reader = next;
      apply(() => {
        unread.splice(0).forEach(next);
      });
    },
    pushed(push) {
      if (active()) stream.push(push);
    },
    flush: () => {
      writer.flush();
    },
    evicted: membership.evicted,
    opened(head) {
      membership.opened(head !== null);
      if (head && stream.cursor) stream.start(stream.cursor, head);
      outbox.gate(head !== null || !membership.wanted);
    },
    dropped() {
      outbox.gate(false);
      stream.pause();
      membership.dropped();
    },
    closed(reason, error) {
      outbox.fail(error);
      membership.closed(reason);
    },
    pageShown: membership.pageShown,
  };
  return self;
}
