import type { LeaveReason, AttributeMap, WireMember } from '../../../protocol/rooms.js';
import type { RoomDraft, RoomKey } from '../../ports/Store.js';
import { roomTopic } from '../topics.js';
import { pushAll, type RoomContext } from './roomContext.js';

/** What the room is told of somebody who came or went. */
export type Crossing =
  | { event: 'room:joined'; member: WireMember }
  | { event: 'room:left'; member: { uid: string; reason: LeaveReason; extra?: AttributeMap } };

/** A change of one uid's membership: changes the draft, or throws before it does. */
export type CrossingChange<T> = (room: RoomDraft) => {
  value: T;
  crossing?: Crossing;
  /** Runs when the crossing is in the stream. */
  after?: () => void;
};

/**
 * Comings and goings. In a large room everybody hears of each one, so a thousand people arriving would be a million
 * deliveries: beyond `limits.rooms.batchAbove` members those of `batchWindow` ms share a transaction and an entry. The
 * first one after a quiet time is done at once.
 */
export interface Crossings {
  /**
   * Resolves when the change is done, with the epoch of the room. `committed` runs before the room is told of it, if the
   * change was not refused.
   */
  apply<T>(
    key: RoomKey,
    uid: string,
    change: CrossingChange<T>,
    committed?: () => void,
  ): Promise<{ value: T; epoch: string }>;
  /** Stops all timers; what waits is done now. */
  close(): void;
}

interface Waiting {
  readonly uid: string;
  readonly change: CrossingChange<unknown>;
  settle: (outcome: Outcome, epoch: string) => void;
  reject: (error: unknown) => void;
}

type Outcome = { value: unknown } | { error: Error };

export function createCrossings({ clock, limits, store, outbox }: RoomContext): Crossings {
  /** Rooms whose window is open, by topic. */
  const windows = new Map<string, { waiting: Waiting[]; cancel: () => void }>();

  async function commit(key: RoomKey, batch: readonly Waiting[]): Promise<number> {
    const uids = [...new Set(batch.map(({ uid }) => uid))];
    const now = clock.now();
    let outcomes: Outcome[] = [];
    let members = 0;
    const { appended, epoch } = await store.rooms.transact(key, { uids }, (room) => {
      const crossings: Crossing[] = [];
      const after: (() => void)[] = [];
      // Anew in each run: the store may run this again.
      outcomes = batch.map(({ change }) => attempt(change, room, crossings, after));
      announce(room, crossings, now);
      for (const callback of after) callback();
      members = room.memberCount;
    });
    batch.forEach(({ settle }, i) => {
      settle(outcomes[i] ?? { error: new Error('A change of membership was lost.') }, epoch);
    });
    pushAll(outbox, key, epoch, appended);
    return members;
  }

  async function run(key: RoomKey, batch: readonly Waiting[]): Promise<void> {
    try {
      const members = await commit(key, batch);
      if (members > limits.rooms.batchAbove) open(key);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  /** From now on changes of this room wait, until the window closes. */
  function open(key: RoomKey): void {
    const topic = roomTopic(key);
    if (windows.has(topic)) return;
    const cancel = clock.setTimeout(() => {
      const waiting = windows.get(topic)?.waiting ?? [];
      windows.delete(topic);
      if (waiting.length > 0) void run(key, waiting);
    }, limits.rooms.batchWindow);
    windows.set(topic, { waiting: [], cancel });
  }

  return {
    apply<T>(key: RoomKey, uid: string, change: CrossingChange<T>, committed?: () => void) {
      return new Promise<{ value: T; epoch: string }>((resolve, reject) => {
        const item: Waiting = {
          uid,
          change,
          settle(outcome, epoch) {
            if ('error' in outcome) {
              reject(outcome.error);
              return;
            }
            committed?.();
            // It is what `change` answered.
            resolve({ value: outcome.value as T, epoch });
          },
          reject,
        };
        const window = windows.get(roomTopic(key));
        if (window) window.waiting.push(item);
        else void run(key, [item]);
      });
    },
    close() {
      for (const { cancel, waiting } of windows.values()) {
        cancel();
        for (const { reject } of waiting) reject(new Error('The server is closing.'));
      }
      windows.clear();
    },
  };
}

/** One change of several: its refusal is its own. */
function attempt(
  change: CrossingChange<unknown>,
  room: RoomDraft,
  crossings: Crossing[],
  after: (() => void)[],
): Outcome {
  try {
    const result = change(room);
    const { value } = result;
    if (result.crossing) crossings.push(result.crossing);
    if (result.after) after.push(result.after);
    return { value };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** One entry for each run of comings or goings, in their order. */
function announce(room: RoomDraft, crossings: readonly Crossing[], now: number): void {
  for (let from = 0; from < crossings.length;) {
    const event = crossings[from]?.event;
    let to = from;
    while (to < crossings.length && crossings[to]?.event === event) to++;
    const members = crossings.slice(from, to).map(({ member }) => member);
    if (event) room.append(event, { members }, now);
    from = to;
  }
}
