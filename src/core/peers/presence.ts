import { CONNECTION_LOST } from '../../protocol/codes.js';
import { inputError, toHummerError, type HummerError } from '../../protocol/errors.js';
import { DEFAULT_LIMITS } from '../../protocol/limits.js';
import type { OnlineState } from '../../store/state.js';
import { checkUid } from '../check.js';
import type { DomainContext } from '../internals.js';

/** Who is online, followed on the server for as long as somebody here looks. */
export interface Presence {
  /**
   * Counts one who looks at these users; what is known of them is in the store's `online`. The returned function
   * releases: a user is followed for 200 ms (client clock) after the last release.
   */
  watch(uids: readonly string[]): () => void;
  /** Asks anew about users that are watched. Rejects with what the server says, and shows it in the store. */
  refetch(uids: readonly string[]): Promise<void>;
}

/** How long a user is followed after the last release, so that a remount keeps it. */
const RELEASE_DELAY = 200;
const RETRY_DELAY = 1_000;
const MOST = DEFAULT_LIMITS.presenceWatches;

/** The part of a client that follows who is online. */
export function presenceOf(context: DomainContext): Presence {
  return context.bring('presence', createPresence);
}

function createPresence(context: DomainContext): Presence {
  const { clock, request, apply } = context;
  const { online } = context.store;
  /** How many look at a user, in the order in which users came; 0 while one is about to be let go. */
  const holds = new Map<string, number>();
  /** Which release lets a user go, unless somebody looks again before. */
  const leaving = new Map<string, object>();
  /** Users whom the server may follow for this connection. */
  const followed = new Set<string>();
  /** Users that were told of while a question is on its way: news is newer than its answer. */
  const heard = new Set<Set<string>>();
  let linked = false;
  let settling = false;
  let releasing: object | null = null;
  let cancelRetry: (() => void) | null = null;

  function show(uids: Iterable<string>, change: (known: boolean, uid: string) => OnlineState): void {
    apply(() => {
      for (const uid of uids)
        if (holds.has(uid)) online.set(uid, change(online.get(uid)?.online ?? false, uid));
    });
  }

  /** Why a user cannot be followed; `place` counts those who came before. */
  function refusal(uid: string, place: number): HummerError | null {
    try {
      checkUid(uid);
    } catch (cause) {
      return toHummerError(cause);
    }
    if (place < MOST) return null;
    return inputError(
      'uids',
      `uids: at most ${MOST} users are watched at once, so show fewer of them at a time`,
    );
  }

  async function ask(uids: readonly string[]): Promise<void> {
    const news = new Set<string>();
    heard.add(news);
    for (const uid of uids) followed.add(uid);
    show(uids, (known) => ({ online: known, status: 'loading', error: null }));
    try {
      const { onlineUids } = await request('peer:watchOnline', { uids: [...uids] });
      const answer = new Set(onlineUids);
      show(
        uids.filter((uid) => !news.has(uid)),
        (_, uid) => ({ online: answer.has(uid), status: 'ready', error: null }),
      );
    } finally {
      heard.delete(news);
    }
  }

  function fail(uids: readonly string[], error: HummerError): void {
    show(uids, (known) => ({ online: known, status: 'failed', error }));
    if (error.action !== 'retry') return;
    cancelRetry ??= clock.setTimeout(() => {
      cancelRetry = null;
      askSoon([...holds.keys()].filter((uid) => followed.has(uid) && online.get(uid)?.status === 'failed'));
    }, RETRY_DELAY);
  }

  /** For whoever reads the outcome in the store. */
  function askSoon(uids: readonly string[]): void {
    if (!linked || !uids.length) return;
    ask(uids).catch((cause: unknown) => {
      const error = toHummerError(cause);
      if (error.code !== CONNECTION_LOST) fail(uids, error); // else the next session asks
    });
  }

  /** Brings whom the server follows to who is looked at. */
  function settle(): void {
    settling = false;
    if (!linked) return;
    const over = [...followed].filter((uid) => !holds.has(uid));
    for (const uid of over) followed.delete(uid);
    // A lost link ends the watch too; a refusal leaves news that nobody here reads.
    if (over.length) request('peer:unwatchOnline', { uids: over }).catch(() => undefined);
    const fresh: string[] = [];
    let place = 0;
    for (const uid of holds.keys()) {
      const error = refusal(uid, place);
      if (error) {
        if (online.get(uid)?.status !== 'failed') fail([uid], error);
      } else {
        place++;
        if (!followed.has(uid)) fresh.push(uid);
      }
    }
    askSoon(fresh);
  }

  /** Once for all that changes in one go: a list of users is one request, and who changes their mind costs nothing. */
  function settleSoon(): void {
    if (settling) return;
    settling = true;
    queueMicrotask(settle);
  }

  /** Those released in one go are let go of in one go. */
  function release(uids: readonly string[]): void {
    const own = (releasing ??= releaseLater());
    for (const uid of uids) {
      const left = (holds.get(uid) ?? 1) - 1;
      holds.set(uid, left);
      if (!left) leaving.set(uid, own);
    }
  }

  function releaseLater(): object {
    const own = {};
    queueMicrotask(() => (releasing = null));
    clock.setTimeout(() => {
      apply(() => {
        for (const [uid, by] of leaving) {
          if (by !== own) continue;
          leaving.delete(uid);
          holds.delete(uid);
          online.delete(uid);
        }
      });
      settleSoon();
    }, RELEASE_DELAY);
    return own;
  }

  context.onNotification('peer:onlineChanged', ({ pushes }) => {
    for (const { uid, online: now } of pushes) {
      for (const news of heard) news.add(uid);
      show([uid], () => ({ online: now, status: 'ready', error: null }));
    }
  });

  context.onSession((event) => {
    // The server's watch ended with the connection, also where the session goes on.
    followed.clear();
    linked = event.type === 'opened';
    if (!linked) {
      cancelRetry?.();
      cancelRetry = null;
    }
    if (event.type === 'opened') settleSoon();
    if (event.type === 'closed') for (const uid of [...online.ids()]) online.delete(uid);
  });

  return {
    watch(list) {
      const uids = [...new Set(list)];
      for (const uid of uids) {
        holds.set(uid, (holds.get(uid) ?? 0) + 1);
        leaving.delete(uid);
      }
      settleSoon();
      let held = true;
      return () => {
        if (held) release(uids);
        held = false;
      };
    },
    async refetch(list) {
      const uids = [...new Set(list)].filter((uid) => holds.has(uid));
      if (!uids.length) return;
      try {
        context.requireLink('peer:watchOnline');
        for (const uid of uids) {
          const refused = followed.has(uid) ? null : online.get(uid)?.error;
          if (refused) throw refused;
        }
        await ask(uids);
      } catch (cause) {
        const error = toHummerError(cause);
        fail(uids, error);
        throw error;
      }
    },
  };
}
