/* eslint-disable @typescript-eslint/require-await -- Memory has nothing to wait for; async turns a throw into a rejection. */
import type { Limits } from '../../../protocol/limits.js';
import type { Clock } from '../../ports/Clock.js';
import type { InboxAppended, InboxStore, StreamEntry } from '../../ports/Store.js';
import type { AppStreams } from './appStreams.js';
import type { Stream } from './stream.js';

interface Inbox {
  readonly stream: Stream;
  /** An empty inbox that nobody has used for as long as messages are kept is forgotten. */
  usedAt: number;
}

export interface MemoryInboxes extends InboxStore {
  sweep(now: number): void;
  size(): number;
}

export function createMemoryInboxes(context: {
  clock: Clock;
  limits: Limits;
  streams: (appid: string) => AppStreams;
}): MemoryInboxes {
  const { clock, limits, streams } = context;
  /** By app, then by uid. */
  const apps = new Map<string, Map<string, Inbox>>();

  const find = (appid: string, uid: string): Stream | undefined => apps.get(appid)?.get(uid)?.stream;

  function open(appid: string, uid: string): Stream {
    let inboxes = apps.get(appid);
    if (!inboxes) apps.set(appid, (inboxes = new Map<string, Inbox>()));
    let inbox = inboxes.get(uid);
    if (!inbox) inboxes.set(uid, (inbox = { stream: streams(appid).createStream(limits.inbox), usedAt: 0 }));
    inbox.usedAt = clock.now();
    return inbox.stream;
  }

  return {
    async open(appid, uid) {
      const inbox = open(appid, uid);
      return { epoch: inbox.epoch, seq: inbox.head };
    },
    async transact(appid, { uids, once }, fn) {
      const app = streams(appid);
      const first = app.recall(once);
      // The store put it there as the result of the same request, so it has the type of this one's.
      if (first) return { value: first.value as ReturnType<typeof fn>, appended: [], repeated: true };
      const drafted: { uid: string; entry: StreamEntry }[] = [];
      const heads = new Map<string, number>();
      const value = fn({
        exists: (uid) => find(appid, uid) !== undefined,
        append(uid, event, data, ts) {
          if (!uids.includes(uid)) throw new Error(`The transaction did not name uid ${uid}.`);
          const prevSeq = heads.get(uid) ?? find(appid, uid)?.head ?? 0;
          const seq = prevSeq + 1;
          heads.set(uid, seq);
          drafted.push({ uid, entry: { seq, prevSeq, event, data, ts } });
          return seq;
        },
      });
      const now = clock.now();
      const appended = drafted.map(({ uid, entry }): InboxAppended => {
        const inbox = open(appid, uid);
        inbox.append(entry, now, once?.key);
        return { uid, epoch: inbox.epoch, entry };
      });
      app.remember(once, value, appended.length, now);
      return { value, appended, repeated: false };
    },
    async history(appid, uid, range) {
      const inbox = find(appid, uid);
      if (!inbox) return { gap: true, epoch: '', seq: 0 };
      inbox.prune(clock.now());
      const { pageEntries: entries, pageBytes: bytes } = limits.history;
      return inbox.page(range, { entries, bytes });
    },
    sweep(now) {
      for (const [appid, inboxes] of apps) {
        for (const [uid, { stream, usedAt }] of inboxes) {
          stream.prune(now);
          if (stream.length === 0 && now - usedAt > limits.inbox.age) inboxes.delete(uid);
        }
        if (inboxes.size === 0) apps.delete(appid);
      }
    },
    size() {
      let size = 0;
      for (const inboxes of apps.values()) size += inboxes.size;
      return size;
    },
  };
}
