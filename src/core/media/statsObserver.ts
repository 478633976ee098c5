import { Shared } from '../../lib/shared.js';
import { memberKey } from '../../store/clientStore.js';
import type { HummerInternals, MediaPart } from '../internals.js';
import { RtcStats } from './RtcStats.js';

/** Under which the store has the statistics of a room that are read at this interval. */
export function statsKey(roomKey: string, interval: number): string {
  return memberKey(roomKey, String(interval));
}

/** Keeps them there while observed. Counted by room and interval. */
export function observeStats(
  internals: HummerInternals,
  media: MediaPart,
  roomKey: string,
  interval: number,
): () => void {
  const make = (): Shared<string> => new Shared((key) => read(internals, media, key));
  return internals.bring('rtcStats', make).hold(statsKey(roomKey, interval));
}

function read({ store, clock }: HummerInternals, media: MediaPart, key: string): () => void {
  const [roomKey = '', interval = ''] = key.split('\n');
  const { room, release } = media.keepRoom(roomKey);
  const stats = new RtcStats(room, clock, () => ({
    userId: store.session.getState().login.uid ?? '',
    userName: room.displayName,
  }));
  let cancel: (() => void) | null = null;
  const look = async (): Promise<void> => {
    const rows = await stats.rows();
    if (cancel) store.rtcStats.set(key, Object.freeze(rows));
  };
  const next = (): void => {
    cancel = clock.setTimeout(() => {
      next();
      look().catch(() => undefined); // the room was left while it was read
    }, Number(interval));
  };
  next();
  stats.rows().catch(() => undefined); // what the first rates are since
  return () => {
    cancel?.();
    cancel = null;
    store.rtcStats.delete(key);
    release();
  };
}
