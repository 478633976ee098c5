import { createStore } from 'zustand/vanilla';
import type { HummerInternals } from '../../core/internals.js';
import { CONNECTION_LOST } from '../../protocol/codes.js';
import { toHummerError, type HummerError } from '../../protocol/errors.js';
import type { Region } from '../../protocol/regions.js';
import type { Loaded } from './loadable.js';

/** A room whose users are counted. */
export interface CountedRoom {
  /** Under which the count is found. */
  readonly name: string;
  /** Under which the store has the room. */
  readonly key: string;
  readonly roomId: string;
  readonly region: Region;
}

export type Counts = Loaded<Readonly<Record<string, number>>>;

/** How many users are in some rooms, as the server said last. */
export interface UserCounts {
  /** Loads, and loads again when there is reason to; the returned function stops. */
  readonly start: () => () => void;
  readonly refetch: () => Promise<void>;
  readonly read: () => Counts;
  readonly subscribe: (listener: () => void) => () => void;
}

export const IDLE_COUNTS: Counts = Object.freeze({ data: Object.freeze({}), status: 'idle', error: null });

/** The server counts so many rooms of a region in one request. */
const MOST = 100;
/** A class that enters together is counted once. */
const CHANGE_DELAY = 200;

export function createUserCounts(internals: HummerInternals, rooms: readonly CountedRoom[]): UserCounts {
  const { clock, request, onSession } = internals;
  const { memberIds } = internals.store;
  const state = createStore<Counts>(() => IDLE_COUNTS);
  let latest = 0;

  function set(change: Partial<Counts>): void {
    state.setState(Object.freeze({ ...state.getState(), ...change }), true);
  }

  async function count(): Promise<Readonly<Record<string, number>>> {
    const pages = pagesOf(rooms).map(async (page) => {
      const [first] = page;
      if (!first) return [];
      const roomIds = page.map(({ roomId }) => roomId);
      const { userCount } = await request('room:userCount', { region: first.region, roomIds });
      return page.map(({ name, roomId }) => [name, userCount[roomId] ?? 0] as const);
    });
    return Object.freeze(Object.fromEntries((await Promise.all(pages)).flat()));
  }

  /** Of several questions at once the last one counts. */
  async function load(failed: (error: HummerError) => void): Promise<void> {
    const own = ++latest;
    set({ status: 'loading', error: null });
    try {
      const data = await count();
      if (own === latest) set({ data, status: 'ready' });
    } catch (cause) {
      const error = toHummerError(cause);
      if (own === latest) failed(error);
      throw error;
    }
  }

  function fail(error: HummerError): void {
    set({ status: 'failed', error });
  }

  /** For whoever reads the outcome in the state. */
  function loadSoon(): void {
    load((error) => {
      if (error.code !== CONNECTION_LOST) fail(error); // else the next session loads
    }).catch(() => undefined);
  }

  return {
    read: state.getState,
    subscribe: (listener) => state.subscribe(listener),
    refetch: () => load(fail),
    start() {
      let live = true;
      let linked = false;
      let cancel: (() => void) | null = null;
      const stops = rooms.map(({ key }) =>
        memberIds.subscribe(key, () => {
          cancel ??= clock.setTimeout(() => {
            cancel = null;
            if (linked) loadSoon();
          }, CHANGE_DELAY);
        }),
      );
      const stopSession = onSession(({ type }) => {
        linked = type === 'opened';
        if (type === 'closed') {
          latest++;
          state.setState(IDLE_COUNTS, true);
        }
        // A moment later: an effect that is undone at once asks nothing.
        if (linked)
          queueMicrotask(() => {
            if (live && linked) loadSoon();
          });
      });
      return () => {
        live = false;
        cancel?.();
        stopSession();
        for (const stop of stops) stop();
      };
    },
  };
}

function pagesOf(rooms: readonly CountedRoom[]): CountedRoom[][] {
  const regions = new Map<Region, CountedRoom[]>();
  for (const room of rooms) regions.set(room.region, [...(regions.get(room.region) ?? []), room]);
  return [...regions.values()].flatMap((all) =>
    Array.from({ length: Math.ceil(all.length / MOST) }, (_, page) =>
      all.slice(page * MOST, (page + 1) * MOST),
    ),
  );
}
